// SPDX-License-Identifier: GPL-2.0-only
import { framesOf } from "../guest/stack.ts";
import type { TraceEvent } from "../machine/trace.ts";
import type { RunRecord } from "../scenario/run-record.ts";
import { runScenario } from "../scenario/run-scenario.ts";
import type { Scenario } from "../scenario/scenario-schema.ts";
import { type AlignedRow, alignTraces } from "./align-traces.ts";
import { callerOf } from "./caller-of.ts";
import { compareOutcomes } from "./compare-outcomes.ts";
import { returnName } from "./describe.ts";
import { eventSort, eventText } from "./event-key.ts";
import { stepOf } from "./find-event.ts";
import type { CallStack, Finding, FindingClass, Place } from "./finding.ts";
import { locate, nowhere } from "./locate.ts";
import type { SideUnderTest } from "./side-under-test.ts";
import { TOLD_BY_AN_ERROR } from "./told-by-an-error.ts";
import type { Violation } from "./violation.ts";
import { violationsOf } from "./violations-of.ts";

/** What became of a scenario: the worst class of its findings, `same` without any. */
export type ScenarioClass = FindingClass | "same" | "not-run";

/** A scenario, judged. */
export interface ScenarioVerdict {
  readonly id: string;
  readonly class: ScenarioClass;
  readonly findings: readonly Finding[];
  /** Events compared on both sides together. */
  readonly events: number;
  readonly steps: number;
  /** Why it could not be compared; empty if it could. */
  readonly reason: string;
}

/** Both sides in another flavour: the same code, which also tells what it does to memory. */
export interface Instrumented {
  readonly before: SideUnderTest;
  readonly after: SideUnderTest;
}

/** A side's run with its violations. */
interface Judged {
  readonly text: SideUnderTest;
  readonly record: RunRecord;
  readonly violations: readonly Violation[];
  readonly texts: readonly string[];
  /** What instrumented runs of the same side add. */
  readonly also: readonly Judged[];
}

/** Runs a scenario on both sides and compares: first plainly, then once more with C stacks if there is anything to say. */
export function judgeScenario(
  scenario: Scenario,
  before: SideUnderTest,
  after: SideUnderTest,
  instrumented: readonly Instrumented[] = [],
): ScenarioVerdict {
  const plain = [
    judgeSide(
      scenario,
      before,
      instrumented.map((one) => one.before),
    ),
    judgeSide(
      scenario,
      after,
      instrumented.map((one) => one.after),
    ),
  ] as const;
  const events = plain[0].record.events.length + plain[1].record.events.length;
  const base = { id: scenario.id, events, steps: scenario.steps.length };
  const unmodelled = plain.find(({ record }) => record.death === "unmodelled");
  if (unmodelled !== undefined) {
    const { deathText, events: run } = unmodelled.record;
    const { record, text } = withStacks(scenario, unmodelled, new Set([run.length - 1]));
    const caller = callerOf(record.stacks[run.length - 1] ?? "", text.lines);
    const reason = `${deathText}${caller} (${text.side} side)`;
    return { ...base, class: "not-run", findings: [], reason };
  }
  const rows = alignTraces(plain[0].texts, plain[1].texts);
  const differences = sortDifferences(plain, rows);
  const isClean = ({ violations, also }: Judged): boolean =>
    violations.length === 0 && also.every((one) => one.violations.length === 0);
  if (differences.length === 0 && plain.every(isClean)) {
    return { ...base, class: "same", findings: [], reason: "" };
  }
  const placed = (judged: Judged): Judged => {
    const own = withStacks(scenario, judged, wantedStacks(judged, differences));
    return { ...own, also: judged.also.map((one) => withStacks(scenario, one, wantedStacks(one, []))) };
  };
  const located = [placed(plain[0]), placed(plain[1])] as const;
  const violations = compareViolations(scenario, located[0], located[1]);
  const findings = [
    ...violations,
    ...compareOutcomes(scenario, located[0].record, located[1].record, violations),
    ...compareTraces(scenario, located, differences),
  ];
  return { ...base, class: worstClass(findings), findings, reason: "" };
}

/** What only an instrumented run sees where it happens; the same seen after the fact says less. */
const MEMORY_RULES: ReadonlySet<string> = new Set([
  "null-dereference",
  "wild-pointer",
  "use-after-free",
  "out-of-bounds",
  "uninitialised-read",
  "undefined-behaviour",
]);

/** After these, a plain run works with spoilt memory; an instrumented one has room between objects. */
const SPOILING_RULES: ReadonlySet<string> = new Set(["use-after-free", "out-of-bounds"]);

/**
 * Judges a side by its plain run, and adds what instrumented runs saw. Where one of these ends earlier, at an access that no
 * kernel survives, it is the truth: what the plain run did after it never happens.
 */
function judgeSide(scenario: Scenario, side: SideUnderTest, others: readonly SideUnderTest[]): Judged {
  const plain = judgeRun(scenario, side);
  if (others.length === 0 || plain.record.death === "unmodelled") return plain;
  const also = others.map((one) => judgeRun(scenario, one));
  const isMemory = ({ invariant }: Violation): boolean => MEMORY_RULES.has(invariant);
  const isTrue = ({ record, violations }: Judged): boolean =>
    endsBefore(record, plain.record) || violations.some(({ invariant }) => SPOILING_RULES.has(invariant));
  const end = also.find(isTrue) ?? plain;
  const own = end.violations.filter((one) => !isMemory(one) && !isToldByARule(end.record, one));
  // where the plain run ended, the kernel is dead: an instrumented one that got further had luck
  const last = plain.record.death === null ? Number.POSITIVE_INFINITY : plain.record.deathStep;
  const added = also.map((one) => {
    return { ...one, violations: one.violations.filter((seen) => isMemory(seen) && seen.step <= last) };
  });
  return { ...end, violations: own, also: added };
}

const endsBefore = (one: RunRecord, other: RunRecord): boolean =>
  one.death !== null &&
  one.death !== "unmodelled" &&
  (other.death === null ||
    one.deathStep < other.deathStep ||
    (one.deathStep === other.deathStep && hasMemoryRule(one)));

/** The kernel died of a bad access, in the very step in which it was told. */
function hasMemoryRule({ events }: RunRecord): boolean {
  if (events.at(-1)?.kind !== "oops") return false;
  const step = events.findLastIndex(({ kind }) => kind === "step");
  return events
    .slice(Math.max(step, 0))
    .some((event) => event.kind === "rule" && MEMORY_RULES.has(event.rule));
}

/** A kernel that dies of a bad access is told of once: by the access. */
const isToldByARule = (record: RunRecord, { invariant }: Violation): boolean =>
  invariant === "no-fault" && hasMemoryRule(record);

function judgeRun(scenario: Scenario, side: SideUnderTest): Judged {
  const record = runScenario(side.guest, scenario, { stacks: "none", probes: true });
  const violations = violationsOf(record, side.lines);
  const texts = record.events.map((event) => eventText(record, event));
  return { text: side, record, violations, texts, also: [] };
}

/** Runs once more: runs are deterministic, so the stacks of the second belong to the events of the first. */
function withStacks(scenario: Scenario, judged: Judged, stacks: ReadonlySet<number>): Judged {
  if (stacks.size === 0) return judged;
  const { events, death } = judged.record;
  const isLock = (event: TraceEvent | undefined): boolean =>
    event?.kind === "rule" && (event.rule === "lock-balance" || event.rule === "irq-balance");
  const lockStacks = [...stacks].some((index) => isLock(events[index]));
  const again = (probes: boolean): RunRecord =>
    runScenario(judged.text.guest, scenario, { stacks, probes, lockStacks });
  const differs = (record: RunRecord): boolean =>
    [...stacks].some((index) => record.events[index]?.kind !== events[index]?.kind);
  // probes only read; but a kernel that died may have died of one, and one that reads what it never set finds their rests
  let second = again(death !== null);
  if (death === null && differs(second)) second = again(true);
  if (differs(second))
    throw new Error(`${scenario.id} runs differently the second time (${judged.text.side} side)`);
  return { ...judged, record: { ...judged.record, stacks: second.stacks } };
}

/** How a side that keeps an invariant is shown. */
const HOLDS = "holds";

/** What makes two violations of a run one of a kind: the same broken rule, by the same sort of event. */
function kindOf({ record }: Judged, { invariant, subject, event }: Violation): string {
  const cause = record.events[event];
  const site = cause?.kind === "rule" ? (cause.site ?? "") : "";
  return `${invariant}\0${subject}\0${cause === undefined ? "" : eventSort(record, cause)}\0${site}`;
}

/** The events whose line is wanted: the first of each kind of violation, each leak, and the first difference of a sort. */
function wantedStacks(judged: Judged, differences: readonly Difference[]): Set<number> {
  const wanted = new Set<number>();
  const seen = new Set<string>();
  for (const violation of judged.violations) {
    const kind = kindOf(judged, violation);
    // an allocation is told from another by its line alone
    if (violation.subject !== "" && seen.has(kind)) continue;
    seen.add(kind);
    wanted.add(violation.event);
    for (const { event } of violation.related ?? []) wanted.add(event);
  }
  for (const { judged: side, index } of differences)
    if (side.text.side === judged.text.side) wanted.add(index);
  wanted.delete(-1);
  return wanted;
}

/** An event that only one side has, and how many more of its sort there are. */
interface Difference {
  readonly judged: Judged;
  readonly index: number;
  readonly sort: string;
  times: number;
}

/** The first event of each sort that one side has alone. */
function sortDifferences(plain: readonly [Judged, Judged], rows: readonly AlignedRow[]): Difference[] {
  const found = new Map<string, Difference>();
  for (const row of rows) {
    const added = row.before === -1;
    if (!added && row.after !== -1) continue;
    const judged = added ? plain[1] : plain[0];
    const index = added ? row.after : row.before;
    const sort = eventSort(judged.record, judged.record.events[index]!);
    const key = `${added} ${sort}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { judged, index, sort, times: 1 });
    else known.times++;
  }
  return [...found.values()];
}

function placeOfEvent(judged: Judged, event: number): Place {
  const stack = judged.record.stacks[event];
  return stack === undefined ? nowhere(judged.text.side) : locate(stack, judged.text);
}

/** Where kernel code brought a violation about; if it was no longer there, where it gave the object away. */
function placeOf(judged: Judged, { event, related }: Violation): Place {
  const place = placeOfEvent(judged, event);
  if (!place.file.startsWith("csrc/")) return place;
  const others = (related ?? []).toReversed().map((one) => placeOfEvent(judged, one.event));
  return others.find(({ file, line }) => line > 0 && !file.startsWith("csrc/")) ?? place;
}

/** A violation that knows its line, and so what pairs it with one of the other side. */
interface Located {
  readonly judged: Judged;
  readonly violation: Violation;
  readonly place: Place;
  readonly subject: string;
  readonly key: string;
  /** The same without the line: what pairs it with a mistake that has moved. */
  readonly looseKey: string;
}

/** The line at which it happens, in words that an inserted line does not change. */
function codeAt({ record, text }: Judged, event: number): string {
  const frame = framesOf(record.stacks[event] ?? "", text.lines).find(
    ({ file }) => !file.startsWith("csrc/"),
  );
  if (frame === undefined) return "";
  return `${frame.function} ${text.view.read(frame.file)?.split("\n")[frame.line - 1]?.trim() ?? ""}`;
}

function locateAll(judged: Judged): Map<string, Located> {
  const found = new Map<string, Located>();
  const places = new Map<string, Place>();
  const codes = new Map<string, string>();
  for (const one of judged.also) for (const [key, seen] of locateAll(one)) found.set(key, seen);
  for (const violation of judged.violations) {
    const kind = kindOf(judged, violation);
    const known = violation.subject === "" ? undefined : places.get(kind);
    const place = known ?? placeOf(judged, violation);
    places.set(kind, place);
    const code = codes.get(kind) ?? codeAt(judged, violation.event);
    codes.set(kind, code);
    // an allocation is known by the line that makes it
    const subject = violation.subject === "" ? place.code : violation.subject;
    const cause = judged.record.events[violation.event];
    // of several alike in one step, each is known by its line
    const line = cause?.kind === "rule" && cause.site !== undefined ? code : "";
    const looseKey = `${violation.invariant}\0${violation.key === "" ? subject : violation.key}`;
    const key = `${looseKey}\0${line}`;
    if (!found.has(key)) found.set(key, { judged, violation, place, subject, key, looseKey });
  }
  return judged.also.length === 0 ? found : withoutEchoes(found);
}

/** What C leaves undefined and what it does to memory are one mistake, if they are on one line. */
function withoutEchoes(found: ReadonlyMap<string, Located>): Map<string, Located> {
  const spot = ({ place, violation }: Located): string => `${place.file}:${place.line} ${violation.step}`;
  const isEcho = ({ violation }: Located): boolean => violation.invariant === "undefined-behaviour";
  const spots = new Set([...found.values()].filter((one) => !isEcho(one)).map(spot));
  return new Map([...found].filter(([, one]) => !isEcho(one) || !spots.has(spot(one))));
}

/** Pairs violations of the right side with those of the left: first by their lines, then those whose line has changed. */
function pairUp(
  left: ReadonlyMap<string, Located>,
  right: ReadonlyMap<string, Located>,
): Map<Located, Located> {
  const pairs = new Map<Located, Located>();
  for (const [key, one] of right) {
    const same = left.get(key);
    if (same !== undefined) pairs.set(one, same);
  }
  const rest = [...left].flatMap(([key, one]) => (right.has(key) ? [] : [one]));
  for (const one of right.values()) {
    if (pairs.has(one)) continue;
    const at = rest.findIndex(({ looseKey }) => looseKey === one.looseKey);
    if (at !== -1) pairs.set(one, rest.splice(at, 1)[0]!);
  }
  return pairs;
}

function compareViolations(scenario: Scenario, before: Judged, after: Judged): Finding[] {
  const left = locateAll(before);
  const right = locateAll(after);
  const pairs = pairUp(left, right);
  const paired = new Set(pairs.values());
  const found: Finding[] = [];
  const add = (kind: FindingClass, one: Located, was: string, is: string, unreached = false): void => {
    const { violation, place, subject } = one;
    const signature = `${violation.invariant}: ${subject}${place.function === "" ? "" : ` in ${place.function}`}`;
    const same = found.findIndex((other) => other.signature === signature && other.class === kind);
    if (same !== -1) {
      found[same] = { ...found[same]!, times: found[same]!.times + 1 };
      return;
    }
    found.push({
      signature,
      invariant: violation.invariant,
      class: kind,
      scenario: scenario.id,
      step: violation.step + 1,
      place,
      before: was,
      after: is,
      expected: violation.expected,
      message: `${violation.observed} (expected: ${violation.expected})`,
      stacks: stacksOf(one.judged, violation),
      unreached,
      times: 1,
    });
  };
  for (const one of right.values()) {
    const other = pairs.get(one);
    if (other !== undefined) add("pre-existing", one, other.violation.observed, one.violation.observed);
    else {
      const end = endOf(scenario, before, after);
      if (one.violation.step < end.step) add("regressed", one, HOLDS, one.violation.observed);
      else add("regressed", one, end.text, one.violation.observed, true);
    }
  }
  const end = endOf(scenario, after, before);
  for (const one of left.values()) {
    if (paired.has(one) || one.violation.step > end.step) continue;
    // what is looked at in the end, a kernel that died has not shown
    if (after.record.death !== null && LOOKED_AT_IN_THE_END.has(one.violation.invariant)) continue;
    // of the step that is refused, the failure that is noticed now can be told, and nothing that comes after it
    if (one.violation.step === end.step && (!end.refused || !TOLD_BY_AN_ERROR.has(one.violation.invariant)))
      continue;
    add("fixed", one, one.violation.observed, HOLDS);
  }
  return found;
}

/** Invariants about what is left when everything is closed. */
const LOOKED_AT_IN_THE_END: ReadonlySet<string> = new Set([
  "grant-leak",
  "memory-leak",
  "pte-restored",
  "p2m-restored",
  "page-fields",
  "lazy-mode-balance",
  "evtchn-ref",
]);

/** Steps that later ones build on: a side to which one of them is refused has nothing left to show. */
const FOUNDATIONS: ReadonlySet<string> = new Set([
  "open",
  "map-grant-ref",
  "mmap",
  "api-map",
  "add-override",
]);

/** The kernel's own part of the C stacks behind a violation. */
function stacksOf({ record, text }: Judged, { event, related }: Violation): CallStack[] {
  const events = [{ what: "here" as const, event }, ...(related ?? [])];
  return events.flatMap(({ what, event: index }) => {
    const all = framesOf(record.stacks[index] ?? "", text.lines);
    const frames = all.filter(({ file }) => !file.startsWith("csrc/"));
    return frames.length === 0 ? [] : [{ what, frames }];
  });
}

/** How far a side got, compared with the other: from `step` on it can show nothing. */
function endOf(
  scenario: Scenario,
  side: Judged,
  other: Judged,
): { step: number; text: string; refused: boolean } {
  const { record, text } = side;
  const results = new Map(other.record.outcomes.map(({ step, value }) => [step, value]));
  for (const { step, value } of record.outcomes) {
    const verb = scenario.steps[step]!.do;
    const theirs = results.get(step) ?? -1;
    if (!FOUNDATIONS.has(verb) || value === null || value >= 0 || theirs < 0) continue;
    return {
      step,
      text: `the ${text.side} side gets no further: ${verb} gives ${returnName(value)} at step ${step + 1}`,
      refused: true,
    };
  }
  if (record.death === null) return { step: Number.POSITIVE_INFINITY, text: "", refused: false };
  const isUp = record.events.some(({ kind }) => kind === "step");
  const stops = isUp ? `stops at step ${record.deathStep + 1}` : "does not boot";
  const why = `the ${text.side} side ${stops}: ${record.deathText}`;
  return { step: record.deathStep, text: why, refused: false };
}

/** What happens on the way: hypercalls, page-table writes, messages. */
function compareTraces(
  scenario: Scenario,
  located: readonly [Judged, Judged],
  differences: readonly Difference[],
): Finding[] {
  return differences.map(({ judged: plain, index, sort, times }) => {
    const added = plain.text.side === "after";
    const judged = located[added ? 1 : 0];
    const place = placeOfEvent(judged, index);
    const where = place.function === "" ? "" : ` in ${place.function}`;
    const text = judged.texts[index]!;
    return {
      signature: `trace: ${added ? "added" : "removed"}: ${sort}${where}`,
      invariant: "trace",
      class: "changed",
      scenario: scenario.id,
      step: stepOf(judged.record, index) + 1,
      place,
      before: added ? "" : text,
      after: added ? text : "",
      expected: "",
      unreached: false,
      stacks: [],
      message: `${added ? "only after" : "only before"}: ${text}`,
      times,
    };
  });
}

const WORST_FIRST: readonly FindingClass[] = ["regressed", "fixed", "changed", "pre-existing"];

/** @returns the class that says most of a scenario */
export function worstClass(findings: readonly Finding[]): ScenarioClass {
  for (const kind of WORST_FIRST) if (findings.some((finding) => finding.class === kind)) return kind;
  return "same";
}
