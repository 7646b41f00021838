// SPDX-License-Identifier: GPL-2.0-only
import type { Place } from "../judge/verdict/finding.ts";
import { atStep } from "./at-step.ts";
import type { Comparison, Fate, Shown } from "./comparison.ts";
import type { NormalEvent } from "./normal-event.ts";
import type { PatchProfile } from "./patch-profile.ts";
import type { ScenarioPair } from "./scenario-pair.ts";
import type { SideProfile } from "./side-profile.ts";

/** The events of a step on both sides of a patch. */
interface Events {
  readonly before: readonly NormalEvent[];
  readonly after: readonly NormalEvent[];
}

/** How closely two kernels can be compared: in full if they do the same in the scenario before they are patched. */
interface Likeness {
  readonly visible: boolean;
  readonly inside: boolean;
}

/**
 * What happens on the way, step by step: hypercalls, page-table writes, allocations. By how many events of a
 * sort each patch makes more or fewer is compared, not how many there are: a base may have others for its own reasons.
 * Numbers count, so that a hunk lost in a loop shows. Where the two bases differ in a scenario before they are patched, what
 * stays inside of the kernel, and how operations are batched, is compared as "more", "fewer" or "as many" only.
 */
export function compareEvents(pair: ScenarioPair): Comparison[] {
  const { scenario, upstream, backport } = pair;
  const likeness = {
    visible: runText(upstream.before, true) === runText(backport.before, true),
    inside: runText(upstream.before, false) === runText(backport.before, false),
  };
  const found: Comparison[] = [];
  for (let step = 0; step <= scenario.steps.length; step++) {
    // a side that stops is compared as a broken invariant
    if ([upstream, backport].some(({ after }) => !reaches(after, step))) break;
    if (!reaches(upstream.before, step) && !reaches(backport.before, step)) break;
    const [up, back] = [upstream, backport].map(({ before, after }): Events => {
      return { before: before.steps[step] ?? [], after: after.steps[step] ?? [] };
    }) as [Events, Events];
    const gone = [upstream, backport].find(({ before }) => !reaches(before, step));
    const why =
      gone === undefined
        ? ""
        : `the base of the ${gone === upstream ? "upstream" : "backport"} stops at step ${gone.before.deathStep + 1} without the patch`;
    found.push(
      ...compareSorts(pair, step, up, back, likeness, why),
      ...compareOrder(pair, step, up, back, likeness, why),
    );
  }
  return found;
}

const runText = ({ steps }: SideProfile, isVisible: boolean): string =>
  JSON.stringify(steps.map((events) => texts(events.filter((one) => one.isVisible === isVisible))));

const reaches = ({ deathStep }: SideProfile, step: number): boolean => deathStep === -1 || step < deathStep;

const texts = (events: readonly NormalEvent[]): string[] => events.map(({ text }) => text);
const sameBag = (one: readonly NormalEvent[], other: readonly NormalEvent[]): boolean =>
  one.length === other.length && texts(one).sort().join("\n") === texts(other).sort().join("\n");
const sameOrder = (one: readonly NormalEvent[], other: readonly NormalEvent[]): boolean =>
  texts(one).join("\n") === texts(other).join("\n");

function compareSorts(
  pair: ScenarioPair,
  step: number,
  up: Events,
  back: Events,
  likeness: Likeness,
  why: string,
): Comparison[] {
  const formOf = (event: NormalEvent): string =>
    event.isVisible && likeness.visible ? event.sort : event.form;
  const forms = new Map<string, NormalEvent>();
  for (const event of [...up.before, ...up.after, ...back.before, ...back.after]) {
    if (!forms.has(formOf(event))) forms.set(formOf(event), event);
  }
  return [...forms].flatMap(([form, sample]): Comparison[] => {
    const only = (events: readonly NormalEvent[]): NormalEvent[] =>
      events.filter((event) => formOf(event) === form);
    const [ours, theirs] = [up, back].map(({ before, after }): Events => {
      return { before: only(before), after: only(after) };
    }) as [Events, Events];
    const isExact = sample.isVisible ? likeness.visible : likeness.inside;
    const settled = settle(ours, theirs, isExact, !isExact && (sample.isBatched || !sample.isVisible));
    if (settled === null) return [];
    const [fate, note] = why === "" ? settled : (["not-comparable", why] as const);
    const how = direction(fate === "extra" ? theirs : ours);
    const what = { kind: "event" as const, what: form, class: "changed" as const };
    const signature = `event: ${form}: ${how}`;
    const sides = { upstream: shown(ours, pair.upstream), backport: shown(theirs, pair.backport) };
    return [{ fate, ...atStep(pair, step), ...what, signature, ...sides, note }];
  });
}

function direction({ before, after }: Events): string {
  if (before.length === after.length) return "others";
  return after.length > before.length ? "more" : "fewer";
}

/**
 * @param isExact both kernels do the same before they are patched: they have to do the same afterwards
 * @param bySign numbers say nothing beyond "more" and "fewer"
 */
function settle(ours: Events, theirs: Events, isExact: boolean, bySign: boolean): [Fate, string] | null {
  const isOurs = !sameBag(ours.before, ours.after);
  const isTheirs = !sameBag(theirs.before, theirs.after);
  if (!isOurs && !isTheirs) return null;
  if (isExact) {
    if (isOurs && isTheirs) return [sameBag(ours.after, theirs.after) ? "kept" : "lost", ""];
    return [isOurs ? "lost" : "extra", ""];
  }
  const sizeOf = ({ before, after }: Events): number => {
    const size = after.length - before.length;
    return bySign ? Math.sign(size) : size;
  };
  if (isOurs && isTheirs) return [sizeOf(ours) === sizeOf(theirs) ? "kept" : "lost", ""];
  const [one, other, name] = isOurs ? [ours, theirs, "backport"] : [theirs, ours, "upstream"];
  if (other.before.length === one.after.length && other.before.length !== one.before.length) {
    return ["not-comparable", `the base of the ${name} does so without the patch`];
  }
  return [isOurs ? "lost" : "extra", ""];
}

/** The same events in another order: memory given back before a grant is unmapped, say. */
function compareOrder(
  pair: ScenarioPair,
  step: number,
  up: Events,
  back: Events,
  likeness: Likeness,
  why: string,
): Comparison[] {
  const isReordered = ({ before, after }: Events): boolean =>
    sameBag(before, after) && !sameOrder(before, after);
  const isAlike = likeness.visible && likeness.inside;
  const isOurs = isReordered(up);
  const isTheirs = isReordered(back);
  let fate: Fate | null = null;
  if (isAlike && sameBag(up.after, back.after)) {
    // the bases are the same, and nothing but the order of the outcomes may differ
    if (!sameOrder(up.after, back.after)) fate = sameOrder(up.before, up.after) ? "extra" : "lost";
    else if (isOurs) fate = "kept";
  } else if (isOurs || isTheirs) {
    fate = isOurs && isTheirs ? (isAlike ? "lost" : "kept") : isOurs ? "lost" : "extra";
  }
  if (fate === null) return [];
  const first = (one: readonly NormalEvent[], other: readonly NormalEvent[]): string => {
    const at = one.findIndex((event, i) => event.text !== other[i]?.text);
    return at === -1 ? "as before" : `${one[at]!.text}, then ${one[at + 1]?.text ?? "nothing"}`;
  };
  const order = ({ before, after }: Events): Shown => {
    return { before: first(before, after), after: first(after, before), place: null };
  };
  const what = { kind: "order" as const, what: "order", class: "changed" as const };
  const sides = { upstream: order(up), backport: order(back) };
  const known = why === "" ? fate : "not-comparable";
  return [{ fate: known, ...atStep(pair, step), ...what, signature: "order of events", ...sides, note: why }];
}

function shown({ before, after }: Events, { verdict }: PatchProfile): Shown {
  const side = (own: readonly NormalEvent[], other: readonly NormalEvent[]): string => {
    const there = new Set(texts(other));
    const event = own.find(({ text }) => !there.has(text)) ?? own[0];
    return event === undefined ? "none" : `${own.length === 1 ? "" : `${own.length} times: `}${event.text}`;
  };
  const isMore = after.length >= before.length;
  const sort = (isMore ? after : before)[0]?.sort ?? "";
  const place = placeOf(`trace: ${isMore ? "added" : "removed"}: ${sort}`, verdict);
  return { before: side(before, after), after: side(after, before), place };
}

function placeOf(signature: string, { findings }: PatchProfile["verdict"]): Place | null {
  const found = findings.find(
    (one) => one.signature === signature || one.signature.startsWith(`${signature} in `),
  );
  return found === undefined || found.place.line === 0 ? null : found.place;
}
