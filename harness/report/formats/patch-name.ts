// SPDX-License-Identifier: GPL-2.0-only
import type { GatePatch, GateReport } from "../../gate/gate-report.ts";

/** All that was judged: each patch, and the series as a whole where there is one. */
export const judged = ({ patches, whole }: GateReport): GatePatch[] =>
  whole === null ? [...patches] : [...patches, whole];

/** `patch 2 of 5: subject`, `series: subject`; of a single patch its subject. */
export function patchName({ number, title }: GatePatch, { patches }: GateReport): string {
  if (patches.length === 1) return title;
  return number === 0 ? `series: ${title}` : `patch ${number} of ${patches.length}: ${title}`;
}
