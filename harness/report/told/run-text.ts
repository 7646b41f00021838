// SPDX-License-Identifier: GPL-2.0-only
import { findingText } from "./finding-text.ts";
import type { RunFinding } from "./run-findings.ts";

/** `problem 1: memory leak: kmap_ops is never freed`, or what follows from it, or what the policy accepts. */
export function runTitle({ problem, isHead, finding }: RunFinding): string {
  if (problem === null) return `accepted: ${finding.signature}`;
  return `${isHead ? "problem" : "follows from problem"} ${problem.number}: ${problem.headline}`;
}

/** `step 3, drivers/xen/gntdev.c:120 in gntdev_alloc_map: memory-leak: after the patch, …`. */
export function runText({ finding, step }: RunFinding): string {
  const { file, line, function: name } = finding.place;
  const where = line === 0 ? "" : `, ${file}:${line}${name === "" ? "" : ` in ${name}`}`;
  return `step ${step}${where}: ${finding.invariant}: ${findingText(finding)}`;
}
