// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { INVARIANTS } from "../judge/invariants/index.ts";
import type { Finding, FindingClass } from "../judge/verdict/finding.ts";
import type { ConfigName } from "../machine/config.ts";
import type { FindingStatus, GateFinding, Seen as SeenRun } from "./gate-report.ts";
import type { ConfigJudgement } from "./judgement.ts";
import type { Policy, PolicyEntry } from "./policy/policy.ts";

/** Worst first, as reports list them. */
const CLASSES: readonly FindingClass[] = ["regressed", "changed", "fixed", "revealed", "pre-existing"];

const RANKS = new Map<string, number>(INVARIANTS.map(({ id }, i) => [id, i]));

/** One finding of one scenario, and what the policy says of it there. */
interface Seen {
  readonly config: ConfigName;
  readonly finding: Finding;
  readonly entry: PolicyEntry | null;
  readonly steps: number;
  readonly hasFault: boolean;
}

/**
 * Each finding once, in all places where it was seen. One that the policy accepts in one configuration and not in another
 * is two.
 *
 * @param today as 2027-01-31
 */
export function collectFindings(
  configs: readonly ConfigJudgement[],
  policy: Policy,
  today: string,
): GateFinding[] {
  const groups = new Map<string, Seen[]>();
  for (const { config, scenarios } of configs) {
    for (const { findings, steps, hasFault = false } of scenarios) {
      for (const finding of findings) {
        const entry = policyEntry(policy, finding, config, today);
        const key = `${finding.class}\0${finding.signature}\0${finding.unexplained === true}\0${entry?.line ?? ""}`;
        const group = groups.get(key);
        const seen = { config, finding, entry, steps, hasFault };
        if (group === undefined) groups.set(key, [seen]);
        else group.push(seen);
      }
    }
  }
  const rank = ({ invariant }: GateFinding): number => RANKS.get(invariant) ?? RANKS.size;
  return [...groups.values()]
    .map(gateFinding)
    .toSorted(
      (a, b) =>
        CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class) ||
        Number(b.unexplained) - Number(a.unexplained) ||
        rank(a) - rank(b),
    );
}

/** @returns the entry of the policy that speaks of a finding, if it holds today */
export function policyEntry(
  policy: Policy,
  { class: kind, signature }: Finding,
  config: ConfigName,
  today: string,
): PolicyEntry | null {
  if (kind === "pre-existing" || kind === "revealed") return null;
  const list = kind === "fixed" ? policy.expect : policy.accept;
  const holds = (one: PolicyEntry): boolean =>
    one.signature === signature &&
    one.expires >= today &&
    (one.configs === null || one.configs.includes(config));
  return list.find(holds) ?? null;
}

function gateFinding(seen: readonly Seen[]): GateFinding {
  const { finding, entry } = speaker(seen);
  const { signature, class: kind, unexplained = false } = finding;
  const elsewhere = seen.find((one) => one.finding.elsewhere !== undefined)?.finding.elsewhere;
  const status = statusOf(finding, entry);
  return {
    signature,
    fingerprint: createHash("sha256").update(`${kind}\n${signature}`).digest("hex").slice(0, 32),
    invariant: finding.invariant,
    subject: finding.subject,
    class: kind,
    status,
    place: finding.place,
    before: finding.before,
    after: finding.after,
    expected: finding.expected,
    message: finding.message,
    stacks: finding.stacks,
    ...(elsewhere === undefined ? {} : { elsewhere }),
    unexplained,
    unreached: seen.every((one) => one.finding.unreached),
    seen: seen.map(({ config, finding: one }) => {
      const shows = status === "noted" || status === "expected" ? {} : difference(finding, one);
      return {
        ...{ config, scenario: one.scenario, step: one.step },
        ...(Object.keys(shows).length === 0 ? {} : { shows }),
      };
    }),
    follows: alwaysBefore(seen),
    policy: entry === null ? null : { reason: entry.reason, expires: entry.expires, line: entry.line },
  };
}

/** The run that speaks for all: what the other side could have shown says most, then what is an example (findProblems). */
function speaker(seen: readonly Seen[]): Seen {
  const rank = ({ finding, hasFault }: Seen): number => Number(finding.unreached) * 2 + Number(hasFault);
  // of equal ones the first stays, and configurations are in their order
  return seen.reduce((best, one) =>
    rank(one) < rank(best) || (rank(one) === rank(best) && one.steps < best.steps) ? one : best,
  );
}

const VALUES = ["before", "after", "expected", "message", "unreached"] as const;

/** What one run shows in other words than the finding that speaks for all of them. */
function difference(all: Finding, one: Finding): NonNullable<SeenRun["shows"]> {
  const { file, line, side } = one.place;
  const isThere = file === all.place.file && line === all.place.line && side === all.place.side;
  const values = VALUES.filter((key) => one[key] !== all[key]).map((key) => [key, one[key]] as const);
  return { ...(isThere ? {} : { place: one.place }), ...Object.fromEntries(values) };
}

/** What came before it wherever it was seen. */
function alwaysBefore(seen: readonly Seen[]): string[] {
  const [first, ...rest] = seen.map(({ finding }) => new Set(finding.follows));
  return [...first!].filter((signature) => rest.every((one) => one.has(signature)));
}

function statusOf({ class: kind, unexplained }: Finding, entry: PolicyEntry | null): FindingStatus {
  if (kind === "fixed") return entry === null ? "noted" : "expected";
  if (entry !== null) return "accepted";
  return kind === "regressed" || unexplained === true ? "fails" : "noted";
}
