// SPDX-License-Identifier: GPL-2.0-only
import type { CostChange, SideCost } from "../gate/gate-report.ts";
import { COST_COUNTS } from "../judge/cost/cost-count.ts";
import { costLaw } from "../judge/cost/cost-law.ts";
import { lawText } from "../judge/cost/law-text.ts";
import { COST_PAGES } from "../scenario/cost-scenarios.ts";

/** @returns `hypercalls per mmap of n pages: 1 -> 1 + n (x86_64)` */
export function costText({ per, count, before, after, configs }: CostChange): string {
  const where = `(${configs.join(", ")})`;
  if (count !== null) return `${COST_COUNTS[count]} per ${per}: ${changeText(before, after)} ${where}`;
  const side = before.values === null ? "before" : "after";
  return `${per}: cannot be compared, since it fails on the ${side} side ${where}`;
}

function changeText(before: SideCost, after: SideCost): string {
  if (before.law !== null && after.law !== null) return `${before.law} -> ${after.law}`;
  const from = before.values ?? [];
  const by = before.law === null ? costLaw((after.values ?? []).map((value, i) => value - from[i]!)) : null;
  // what is done in batches has no law, and may still cost more by one
  if (by !== null) {
    const [first, last] = [from[0], from.at(-1)];
    const [least, most] = [COST_PAGES[0], COST_PAGES.at(-1)];
    return `changes by ${lawText(by)} (before: ${first} for n = ${least}, ${last} for n = ${most})`;
  }
  return `${sideText(before)} -> ${sideText(after)} for n = ${COST_PAGES.join(", ")}`;
}

const sideText = ({ values, law }: SideCost): string => law ?? `[${(values ?? []).join(", ")}]`;
