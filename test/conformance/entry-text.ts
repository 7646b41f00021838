// SPDX-License-Identifier: GPL-2.0-only
import type { Rig } from "./rig.ts";
import { show } from "./show.ts";

/** @returns a shared entry as flags:domid:frame; zeroes for one that is not there. */
export const entryText = (rig: Rig, dom: number, ref: number): string => {
  const table = rig.hv.context.tables[dom];
  if (table === undefined || ref >= table.entries) return "0x0:0:0x0";
  return `${show.hex(table.flags[ref]!)}:${table.domid[ref]}:${show.hex(rig.recorded(table.frame[ref]!))}`;
};
