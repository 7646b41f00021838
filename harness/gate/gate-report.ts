// SPDX-License-Identifier: GPL-2.0-only
import type { SideName } from "../base/make-views.ts";
import type { Diagnostic } from "../compile/toolchain/diagnostic.ts";
import type { CostCount } from "../judge/cost/cost-count.ts";
import type { CostValues } from "../judge/cost/entry-cost.ts";
import type { CallStack, FindingClass, FindingRule, Place } from "../judge/verdict/finding.ts";
import type { ScenarioClass, WhyNot } from "../judge/verdict/scenario-verdict.ts";
import type { Bounds, VerdictName } from "../judge/verdict/verdict.ts";
import type { ConfigName } from "../machine/config.ts";
import type { Author } from "../patch/series.ts";

/**
 * All that a gate has to say, as plain data: every format is written from it, and from nothing else. It holds no time, no
 * path of the machine and nothing that depends on the order of work, so the same gate gives the same bytes.
 */
export interface GateReport {
  readonly tool: { readonly name: "hunkbox"; readonly version: string; readonly emscripten: string };
  /** Name of the input as it was given: `fix.mbox`, `(standard input)`, a folder with a series file. */
  readonly input: string;
  /** How to do it again, as one line for a shell. */
  readonly command: string;
  /** How somebody else does it: the patch comes on standard input, and a kernel tree is the folder that one is in. */
  readonly portableCommand: string;
  /** Path of the policy file as it was given; null if there is none. */
  readonly policy: string | null;
  /** Each patch judged on top of those before it, in order. */
  readonly patches: readonly GatePatch[];
  /** The series as one change; null for a single patch. */
  readonly whole: GatePatch | null;
  readonly verdict: VerdictName;
  /** About the entries of the policy file, over all patches. */
  readonly notes: readonly PolicyNote[];
  /** The worst of all parts, by 5, 2, 3, 1, 4, 0. */
  readonly exitCode: number;
  /** One line for people. */
  readonly line: string;
}

/** One patch of the queue, or the queue as a whole. */
export interface GatePatch {
  /** Subject without prefix; the file's name for a diff without a mail around it. */
  readonly title: string;
  /** `[PATCH v2 3/7]`; empty if there was none. */
  readonly prefix: string;
  readonly author: Author | null;
  readonly date: string | null;
  /** Without angle brackets. */
  readonly messageId: string | null;
  /** Of the mail: the mails before it in its thread, oldest first, without angle brackets; and whom it went to. */
  readonly references: readonly string[];
  readonly recipients: readonly Author[];
  readonly upstreamCommit: string | null;
  /** Position in the queue, from 1; 0 for the whole. */
  readonly number: number;
  /** What it was applied to, in words: `miniature`, `linux-source-6.1 6.1.192-2`, a commit. */
  readonly base: string;
  readonly hunks: readonly GateHunk[];
  readonly verdict: VerdictName;
  readonly exitCode: number;
  /** One line with the bounds. */
  readonly line: string;
  readonly bounds: Bounds;
  readonly refusal: Refusal | null;
  readonly configs: readonly GateConfig[];
  /** Each finding once, wherever it was seen; worst class first, then in the order of invariants. */
  readonly findings: readonly GateFinding[];
  /** What fails, then what is mended: what needs no injected fault first, then what is seen in most runs. */
  readonly problems: readonly Problem[];
  /** What the policy file asks of each patch, and this one does not give. */
  readonly notes: readonly PolicyNote[];
  /** Lines of the patch that ran; null where that was not measured. */
  readonly coverage: PatchCoverage | null;
  /** What callers pay otherwise than before, what matters most first. */
  readonly costs: readonly CostChange[];
  /**
   * Side by side: the example of each problem, then the run that each finding is first seen in. Empty unless a format wants
   * them; short of some where a report has no room for all.
   */
  readonly traces: readonly GateTrace[];
}

/** Why a patch was not judged: it cannot be read or does not apply. */
export interface Refusal {
  readonly message: string;
  readonly hint: string;
  /** True if the tool failed, and nothing is known to be wrong with the patch. */
  readonly isOurs?: boolean;
}

/** A hunk with its text and the places where it went. */
export interface GateHunk {
  readonly file: string;
  /** In its file, from 1. */
  readonly number: number;
  /** Line of its `@@` in the input, from 1. */
  readonly inputLine: number;
  /** That line: `@@ -83,6 +83,7 @@ static int f(void)`. */
  readonly header: string;
  /** First line in the file before and after, as applied. */
  readonly oldLine: number;
  readonly newLine: number;
  readonly offset: number;
  readonly fuzz: number;
  /** Each with its leading ` `, `+` or `-`. */
  readonly lines: readonly string[];
}

/** One configuration. */
export interface GateConfig {
  readonly config: ConfigName;
  readonly before: GateBuild;
  readonly after: GateBuild;
  /** Why an instrumented run is left out; empty if none is. */
  readonly unchecked: readonly string[];
  readonly scenarios: readonly GateScenario[];
}

/** An error of a compiler, with the line that it names. */
export interface GateError extends Diagnostic {
  /** Empty if it names none. */
  readonly code: string;
  /** Where in `code` it is, from 1; 0 if that is not known. */
  readonly codeColumn: number;
}

/** Whether a side could be built. */
export interface GateBuild {
  readonly ok: boolean;
  readonly errors: readonly GateError[];
  /** Why there is nothing to run although the text is not at fault; empty otherwise. */
  readonly unavailable: string;
}

/**
 * How a scenario ended for a reader of test results. `accepted`: it would fail, but for the policy. `hang`: the after side
 * does not come back. `error`: the tool's fault. `skipped`: not comparable or not run, as where a side does not build;
 * `reason` says why.
 */
export type ScenarioStatus = "pass" | "fail" | "accepted" | "hang" | "skipped" | "error";

/** A scenario in one configuration. */
export interface GateScenario {
  readonly id: string;
  readonly status: ScenarioStatus;
  readonly class: ScenarioClass;
  /** Why it was not compared, in words; empty if it was. */
  readonly reason: string;
  readonly whyNot: WhyNot | null;
  /** Indices into `findings` of the patch; those that are listed nowhere (pre-existing, traces) included. */
  readonly findings: readonly number[];
}

/**
 * What a finding means for the gate. `fails`: it makes the gate red. `accepted`: the policy lets it pass. `expected`: a fix
 * that the policy asks for. `noted`: no reason to stop (fixed, changed on the way, pre-existing).
 */
export type FindingStatus = "fails" | "accepted" | "expected" | "noted";

/** A finding, in all the places where it was seen. */
export interface GateFinding {
  /** Stable from run to run and over rebases: invariant, subject, function. */
  readonly signature: string;
  /** Hexadecimal hash of class and signature, for tools that track findings. */
  readonly fingerprint: string;
  readonly invariant: FindingRule;
  /** What it is about, without a value or a function; of a changed result, the step. */
  readonly subject: string;
  readonly class: FindingClass;
  readonly status: FindingStatus;
  readonly place: Place;
  readonly before: string;
  readonly after: string;
  readonly expected: string;
  readonly message: string;
  /** Empty where no line of C brought it about. */
  readonly stacks: readonly CallStack[];
  /** How the other side takes and gives back what this one leaves behind; left out if it has no such thing. */
  readonly elsewhere?: readonly CallStack[];
  /** A changed result that nothing accounts for. */
  readonly unexplained: boolean;
  /** The before side never got there. */
  readonly unreached: boolean;
  /** In the order of configurations and of the catalogue; at least one. `step` counts from 1. */
  readonly seen: readonly Seen[];
  /** Signatures of findings that came before it in each of these runs and have to do with it: it may follow from them. */
  readonly follows: readonly string[];
  /** The policy's word on it; null if it has none. */
  readonly policy: { readonly reason: string; readonly expires: string | null; readonly line: number } | null;
}

/** Findings that belong together: what came first, and what never occurs without it and comes after it. */
export interface Problem {
  /** From 1; those of one patch are numbered through: what fails, then what is mended. */
  readonly number: number;
  /** `fails`: it makes the gate red. `mended`: the patch puts it right. */
  readonly kind: "fails" | "mended";
  /** In a maintainer's words. */
  readonly headline: string;
  /** Index into `findings` of what came first. */
  readonly head: number;
  /** Indices of what follows from it, seen most often first. */
  readonly follows: readonly number[];
  /** Runs that it is seen in: a scenario in a configuration each. */
  readonly runs: number;
  /** Those of them in which nothing is made to fail. */
  readonly runsWithoutFault: number;
  /** The shortest run that shows it, without a fault if there is one. */
  readonly example: Seen;
}

/** Where a finding was seen. */
export interface Seen {
  readonly config: ConfigName;
  readonly scenario: string;
  /** From 1. */
  readonly step: number;
  /** What this run shows, where that is not word for word what the finding says. Of what fails or is accepted only. */
  readonly shows?: Partial<
    Pick<GateFinding, "place" | "before" | "after" | "expected" | "message" | "unreached">
  >;
}

/** A cost of a call that the patch changes. */
export interface CostChange {
  /** `mmap`: what a policy calls it. */
  readonly entry: string;
  /** `mmap of n pages`. */
  readonly per: string;
  /** What is counted; null if the call fails on one side alone, and nothing can be counted there. */
  readonly count: CostCount | null;
  readonly before: SideCost;
  readonly after: SideCost;
  /** It grows faster with the number of pages than before. */
  readonly isSteeper: boolean;
  readonly configs: readonly ConfigName[];
}

/** What a call costs on one side. */
export interface SideCost {
  /** For 1, 2, 4, 8, 16 and 32 pages; null if the call fails; empty where nothing is counted. */
  readonly values: CostValues;
  /** `1 + n`; null where no polynomial up to n^2 gives the values. */
  readonly law: string | null;
}

/** Something about the policy file that a reviewer has to know. */
export interface PolicyNote {
  /**
   * `stale`: the entry no longer occurs. `expired`: its date has passed (fails). `missing`: an expected fix is not shown
   * (fails). `coverage`, `bounds`: less was looked at than the policy asks for (fails). `cost`: callers pay more than it allows
   * (fails).
   */
  readonly kind: "stale" | "expired" | "missing" | "coverage" | "bounds" | "cost";
  readonly fails: boolean;
  readonly text: string;
  /** Line of the policy file, from 1. */
  readonly line: number;
}

/** Which changed lines ran. */
export interface PatchCoverage {
  /** Added and removed lines that make code, and those of them that ran in any configuration. */
  readonly lines: number;
  readonly run: number;
  readonly missed: readonly CoveredLine[];
}

/** A changed line that makes code. */
export interface CoveredLine {
  readonly side: SideName;
  readonly file: string;
  /** From 1, in the text of its side. */
  readonly line: number;
  readonly code: string;
}

/** One scenario on both sides, row by row. */
export interface GateTrace {
  readonly config: ConfigName;
  readonly scenario: string;
  readonly rows: readonly GateTraceRow[];
  /** What each side's tables show of the granted pages after each step. */
  readonly pages: readonly GatePage[];
  readonly tables: GateTables;
}

/** What happens at one point of a trace. */
export interface GateTraceRow {
  /** Null where the side has nothing. */
  readonly before: string | null;
  readonly after: string | null;
  /** Number of the step that begins here, from 1; 0 in a step. */
  readonly step: number;
  /** The line of C of a row that one side has alone; null otherwise, or if it has none. */
  readonly where: { readonly file: string; readonly line: number; readonly function: string } | null;
}

/** A granted page after a step. */
export interface GatePage {
  readonly side: SideName;
  /** From 1. */
  readonly step: number;
  readonly pfn: number;
  /** The granted frame. */
  readonly mfn: number;
  /** Frames behind the kernel's and the user's entry: -1 for not present, null if there is no such entry. */
  readonly kernel: number | null;
  readonly user: number | null;
  /** The p2m's answer for the page. */
  readonly p2m: number;
}

/** Page-table entries and p2m entries that a trace is about, and what they show in its course. */
export interface GateTables {
  readonly entries: readonly { readonly area: EntryArea; readonly name: string }[];
  /** Frames that any of them shows; `owner` in words. */
  readonly frames: readonly {
    readonly mfn: number;
    readonly owner: string;
    /** It is another domain's: without a grant that is mapped, nobody here may have it. */
    readonly isForeign: boolean;
  }[];
  /** In the order of rows; what holds before the first row is at row -1. */
  readonly changes: readonly {
    readonly row: number;
    readonly side: SideName;
    readonly entry: number;
    /** Index into `frames`; -1 for not present. */
    readonly frame: number;
  }[];
  /** How often grants of a frame are mapped, from a row on; never before the first. */
  readonly grants: readonly {
    readonly row: number;
    readonly side: SideName;
    readonly frame: number;
    readonly mapped: number;
  }[];
  /** Entries that there is no room for. */
  readonly leftOut: number;
}

/** What an entry belongs to. */
export type EntryArea = "user" | "direct map" | "pkmap" | "fixmap" | "p2m";
