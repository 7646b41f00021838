// SPDX-License-Identifier: GPL-2.0-only
import type { GateFinding, GatePatch, GateTrace, Seen } from "../../gate/gate-report.ts";
import { isTold } from "../../gate/traces/is-told.ts";
import { traceOf } from "../../gate/traces/trace-of.ts";
import { type HunkRow, hunkRows } from "./hunk-rows.ts";

/** A finding that has a place of its own on the page. */
export interface ToldFinding {
  readonly finding: GateFinding;
  /** Index in `findings` of its patch. */
  readonly index: number;
  /** Number of the problem that it belongs to; 0 if it is part of none. */
  readonly problem: number;
}

/** A run with a trace, and where it shows what is asked for. */
export interface ShownRun {
  readonly run: Seen;
  readonly anchor: string;
}

/** A finding that a run shows, and the step in which it does. */
export interface FindingInRun extends ToldFinding {
  readonly step: number;
}

/**
 * What of a patch's page leads to what: names of anchors, and who is linked with whom. A name that has no anchor on the page is
 * never given.
 */
export class PatchLinks {
  readonly patch: GatePatch;
  readonly told: readonly ToldFinding[];
  /** Ids of scenarios, in the order of the catalogue, each once. */
  readonly scenarios: readonly string[];
  /** Of each hunk, the lines that the page shows. */
  readonly rows: readonly (readonly HunkRow[])[];
  readonly #prefix: string;
  readonly #lines = new Map<string, string>();
  readonly #ofRun = new Map<string, FindingInRun[]>();
  readonly #scenarioNumbers: ReadonlyMap<string, number>;

  /** @param prefix of all anchors: empty on a page of one patch */
  constructor(patch: GatePatch, prefix: string) {
    this.patch = patch;
    this.#prefix = prefix;
    const problems = new Map(
      patch.problems.flatMap(({ number, head, follows }) =>
        [head, ...follows].map((i) => [i, number] as const),
      ),
    );
    this.told = patch.findings.flatMap((finding, index) => {
      const problem = problems.get(index) ?? 0;
      return problem > 0 || isTold(finding) ? [{ finding, index, problem }] : [];
    });
    this.scenarios = [...new Set(patch.configs.flatMap(({ scenarios }) => scenarios.map(({ id }) => id)))];
    this.#scenarioNumbers = new Map(this.scenarios.map((id, i) => [id, i + 1]));
    this.rows = patch.hunks.map((hunk) => hunkRows(hunk, this.told, patch.hunks.length));
    for (const [h, rows] of this.rows.entries())
      for (const { at, before, after } of rows) {
        const id = this.line(h, at);
        if (before > 0) this.#lines.set(`before ${patch.hunks[h]!.file}:${before}`, id);
        if (after > 0) this.#lines.set(`after ${patch.hunks[h]!.file}:${after}`, id);
      }
    for (const one of this.told)
      for (const { config, scenario, step } of one.finding.seen) {
        const key = `${config} ${scenario}`;
        const known = this.#ofRun.get(key) ?? [];
        if (!known.some(({ index }) => index === one.index)) known.push({ ...one, step });
        this.#ofRun.set(key, known);
      }
  }

  /** @param name of a section */
  section = (name: string): string => `${this.#prefix}${name}`;

  problem = (number: number): string => `${this.#prefix}problem-${number}`;

  finding = (index: number): string => `${this.#prefix}finding-${index + 1}`;

  hunk = (h: number): string => `${this.#prefix}hunk-${h + 1}`;

  line = (h: number, row: number): string => `${this.#prefix}hunk-${h + 1}-line-${row + 1}`;

  scenario = (id: string): string | null => {
    const number = this.#scenarioNumbers.get(id);
    return number === undefined ? null : `${this.#prefix}scenario-${number}`;
  };

  trace = (trace: GateTrace): string => `${this.#prefix}trace-${this.patch.traces.indexOf(trace) + 1}`;

  step = (trace: GateTrace, step: number): string | null =>
    trace.rows.some((row) => row.step === step) ? `${this.trace(trace)}-step-${step}` : null;

  /** @returns the anchor of a line of the patch; null if it is in no hunk, or the page has left it out */
  lineAt = (side: string, file: string, line: number): string | null =>
    this.#lines.get(`${side} ${file}:${line}`) ?? null;

  /** @returns the trace of the first of these runs that has one */
  traceOf = (seen: readonly Seen[]): GateTrace | null => traceOf(seen, this.patch.traces) ?? null;

  /** @returns the run that shows a finding best, of those that have a trace: its problem's example, if it is what came first */
  shownBy = ({ finding, index, problem }: ToldFinding): ShownRun | null => {
    const own = this.patch.problems.find(({ number, head }) => number === problem && head === index);
    const runs = own === undefined ? finding.seen : [own.example, ...finding.seen];
    const trace = this.traceOf(runs);
    if (trace === null) return null;
    const run = runs.find(({ config, scenario }) => config === trace.config && scenario === trace.scenario)!;
    return { run, anchor: this.step(trace, run.step) ?? this.trace(trace) };
  };

  /** @returns what a run shows */
  findingsIn = (config: string, scenario: string): readonly FindingInRun[] =>
    this.#ofRun.get(`${config} ${scenario}`) ?? [];
}
