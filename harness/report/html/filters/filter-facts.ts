// SPDX-License-Identifier: GPL-2.0-only
import type { GateFinding } from "../../../gate/gate-report.ts";
import { printable } from "../../screen.ts";

/** What the filters of a page know an element by: each value on a line of its own. */
export interface FilterFacts {
  readonly "data-files": string;
  readonly "data-rules": string;
  readonly "data-configs": string;
}

/** What an element that tells these findings is filtered by. */
export function filterFacts(findings: readonly GateFinding[]): FilterFacts {
  const lines = (all: readonly string[]): string => [...new Set(all)].map(oneLine).join("\n");
  return {
    "data-files": lines(findings.flatMap(({ place }) => (place.file === "" ? [] : [place.file]))),
    "data-rules": lines(findings.map(({ invariant }) => invariant)),
    "data-configs": lines(findings.flatMap(({ seen }) => seen.map(({ config }) => config))),
  };
}

const oneLine = (text: string): string => printable(text).replaceAll("\n", " ");
