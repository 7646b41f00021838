// SPDX-License-Identifier: GPL-2.0-only
import type { ScenarioVerdict } from "../judge/verdict/scenario-verdict.ts";
import type { ConfigName } from "../machine/config.ts";
import type { GateFinding, Problem, Seen } from "./gate-report.ts";
import { headlineOf } from "./headline.ts";

/** The scenarios of one configuration. */
interface Ran {
  readonly config: ConfigName;
  readonly scenarios: readonly Pick<ScenarioVerdict, "id" | "steps" | "hasFault">[];
}

/**
 * Puts findings together: one follows from another if it never occurs without it, comes no earlier, and has to do with it.
 * That is taken from the runs alone.
 *
 * @returns what fails, then what is mended; of each, what needs no injected fault first, then what is seen in most runs
 */
export function findProblems(findings: readonly GateFinding[], configs: readonly Ran[]): Problem[] {
  const scenarios = new Map(
    configs.flatMap(({ config, scenarios: all }) => all.map((one) => [`${config} ${one.id}`, one] as const)),
  );
  const stepsOf = (one: Seen): number => ranOf(one)?.steps ?? 0;
  const ranOf = ({ config, scenario }: Seen) => scenarios.get(`${config} ${scenario}`);
  const kinds = [
    ["fails", (one: GateFinding) => one.status === "fails"],
    ["mended", (one: GateFinding) => one.class === "fixed"],
  ] as const;
  const problems = kinds.flatMap(([kind, isOfKind]) =>
    groupsOf(findings, isOfKind)
      .map(([head, ...follows]): Omit<Problem, "number"> => {
        const first = findings[head!]!;
        const without = first.seen.filter((one) => ranOf(one)?.hasFault !== true);
        const order = ({ config }: Seen): number => configs.findIndex((one) => one.config === config);
        const examples = (without.length > 0 ? without : first.seen).toSorted(
          (a, b) => stepsOf(a) - stepsOf(b) || order(a) - order(b),
        );
        return {
          ...{ kind, headline: headlineOf(first), head: head!, follows },
          ...{ runs: runsOf(first), runsWithoutFault: runsIn(without), example: examples[0]! },
        };
      })
      .toSorted(
        (a, b) =>
          Number(b.runsWithoutFault > 0) - Number(a.runsWithoutFault > 0) ||
          b.runs - a.runs ||
          a.head - b.head,
      ),
  );
  return problems.map((one, i) => ({ number: i + 1, ...one }));
}

const runsIn = (seen: readonly Seen[]): number =>
  new Set(seen.map(({ config, scenario }) => `${config} ${scenario}`)).size;

const runsOf = ({ seen }: GateFinding): number => runsIn(seen);

/** Indices of findings that belong together, what came first at the front. */
function groupsOf(
  findings: readonly GateFinding[],
  isOfKind: (one: GateFinding) => boolean,
): readonly (readonly number[])[] {
  const indices = [...findings.keys()]
    .filter((i) => isOfKind(findings[i]!))
    .toSorted((a, b) => runsOf(findings[b]!) - runsOf(findings[a]!) || a - b);
  const parents = new Map<number, number>();
  for (const [at, i] of indices.entries()) {
    const { follows } = findings[i]!;
    const parent = indices.find(
      (j, rank) =>
        j !== i &&
        follows.includes(findings[j]!.signature) &&
        leads(findings, [j, rank], [i, at]) &&
        // of what goes in a circle, one leads
        headOf(j, parents) !== i,
    );
    if (parent !== undefined) parents.set(i, parent);
  }
  const groups = new Map<number, number[]>();
  for (const i of indices) {
    const head = headOf(i, parents);
    groups.set(head, [...(groups.get(head) ?? []), ...(head === i ? [] : [i])]);
  }
  return [...groups].map(([head, follows]) => [head, ...follows]);
}

function headOf(of: number, parents: ReadonlyMap<number, number>): number {
  let at = of;
  for (let left = parents.size; left > 0; left--) at = parents.get(at) ?? at;
  return at;
}

/** Of two that occur in the same runs, the earlier one leads; of two that come at once, the one that stands first. */
function leads(
  findings: readonly GateFinding[],
  [j, rank]: readonly [number, number],
  [i, at]: readonly [number, number],
): boolean {
  const [other, one] = [findings[j]!, findings[i]!];
  if (runsOf(other) !== runsOf(one)) return rank < at;
  return !other.follows.includes(one.signature) || rank < at;
}
