// SPDX-License-Identifier: GPL-2.0-only
import type { CostChange, SideCost } from "../gate/gate-report.ts";
import { COST_COUNTS } from "../judge/cost/cost-count.ts";
import { COST_PAGES } from "../scenario/cost-scenarios.ts";

/** @returns `hypercalls per mmap of n pages: 1 -> 1 + n (x86_64)` */
export function costText({ per, count, before, after, configs }: CostChange): string {
  const where = `(${configs.join(", ")})`;
  if (count === null) {
    const side = before.values === null ? "before" : "after";
    return `${per}: cannot be compared, since it fails on the ${side} side ${where}`;
  }
  const hasTable = before.law === null || after.law === null;
  const which = hasTable ? ` for n = ${COST_PAGES.join(", ")}` : "";
  return `${COST_COUNTS[count]} per ${per}: ${sideText(before)} -> ${sideText(after)}${which} ${where}`;
}

const sideText = ({ values, law }: SideCost): string => law ?? `[${(values ?? []).join(", ")}]`;
