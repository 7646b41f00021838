// SPDX-License-Identifier: GPL-2.0-only
import type { Flavour } from "../compile/flavour.ts";
import type { EntryCost } from "../judge/cost/entry-cost.ts";
import type { Exercise } from "../judge/coverage/exercise.ts";
import type { ScenarioVerdict } from "../judge/verdict/scenario-verdict.ts";
import type { ConfigName } from "../machine/config.ts";
import type { CoveredLine, GateBuild, GateHunk, GatePatch, GateTrace, Refusal } from "./gate-report.ts";

/** Raised when the shape below changes: parts of different versions cannot be merged. */
export const JUDGEMENT_VERSION = 7;

/** What was seen of a queue, before any policy: plain data, which can be written to a file and put together again. */
export interface QueueJudgement {
  readonly version: number;
  readonly tool: { readonly name: "hunkbox"; readonly version: string; readonly emscripten: string };
  readonly input: string;
  /** How to do it again, as one line for a shell. */
  readonly command: string;
  /** How somebody else does it, who has the patch from the list: no path of this machine is in it. */
  readonly portableCommand: string;
  /** Which part of the scenarios was run: the `index`-th of `of`, from 1. */
  readonly shard: { readonly index: number; readonly of: number };
  /** Ids of all scenarios, those of other parts included, in order. */
  readonly scenarios: readonly string[];
  readonly configsChosen: boolean;
  /** True if some scenarios alone were asked for: what does not occur in them may occur in others. */
  readonly scenariosChosen: boolean;
  /** Instrumented runs beside the plain ones. */
  readonly flavours: readonly Flavour[];
  /** True if a policy had a say in what was run, and is to have one in what that means. */
  readonly hasPolicy: boolean;
  /** Edges of control flow that one call into the kernel may take. */
  readonly stepBudget: number;
  readonly patches: readonly PatchJudgement[];
  readonly whole: PatchJudgement | null;
}

/** What was seen of one patch. */
export interface PatchJudgement
  extends Pick<
    GatePatch,
    | "title"
    | "prefix"
    | "author"
    | "date"
    | "messageId"
    | "references"
    | "recipients"
    | "upstreamCommit"
    | "number"
    | "base"
  > {
  readonly hunks: readonly GateHunk[];
  /** Why it was not judged; null if it was. */
  readonly refusal: Refusal | null;
  readonly configs: readonly ConfigJudgement[];
  /** Of more runs than a report shows: which those are, a policy and the other parts of the gate decide. */
  readonly traces: readonly GateTrace[];
}

/** What was seen of one patch in one configuration. */
export interface ConfigJudgement {
  readonly config: ConfigName;
  readonly before: GateBuild;
  readonly after: GateBuild;
  readonly scenarios: readonly ScenarioVerdict[];
  /** Why an instrumented run is left out; empty if none is. */
  readonly unchecked: readonly string[];
  /** Changed lines that make code; null if nothing was run that counts them. */
  readonly coverage: readonly LineRun[] | null;
  /** What of the change ran, as the verdict counts it; null likewise. */
  readonly exercise: Exercise | null;
  /** What callers pay on both sides; null if it was not counted: another part does, or nothing runs. */
  readonly costs: readonly EntryCost[] | null;
}

/** A changed line, and whether it ran. */
export interface LineRun extends CoveredLine {
  readonly ran: boolean;
}
