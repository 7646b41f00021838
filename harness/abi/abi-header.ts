// SPDX-License-Identifier: GPL-2.0-only
import {
  CALLER_OPS,
  DIRECT_MAP_WINDOWS,
  FIXMAP,
  GFP,
  LOCK_OPS,
  MEMORY_BYTES,
  P2M,
  PAGE_STATE,
  PAGE_TABLE_PAGES,
  PKMAP,
} from "./numbers.ts";

const hex = (value: number, suffix: string): string => `0x${value.toString(16)}${suffix}`;

/** @returns csrc/include/hunkbox/abi.h */
export function abiHeader(): string {
  const defines: readonly (readonly [string, string])[] = [
    ["P2M_FOREIGN", String(P2M.foreign)],
    ["P2M_IDENTITY", String(P2M.identity)],
    ["P2M_INVALID", String(P2M.invalid)],
    ["GFP_WAIT", hex(GFP.wait, "u")],
    ["GFP_KEPT", hex(GFP.kept, "u")],
    ["MEMORY_BYTES", hex(MEMORY_BYTES, "ul")],
    ["PAGE_TABLE_PAGES", String(PAGE_TABLE_PAGES)],
    ["DIRECT_MAP_WINDOWS", String(DIRECT_MAP_WINDOWS)],
    ["PKMAP_BASE", hex(PKMAP.base, "ul")],
    ["NR_PKMAPS", String(PKMAP.pages)],
    ["FIXMAP_BASE", hex(FIXMAP.base, "ul")],
    ["PAGE_STATE_FIELDS", String(PAGE_STATE.length)],
    ["NR_CALLER_OPS", String(CALLER_OPS.count)],
  ];
  return `/* SPDX-License-Identifier: GPL-2.0-only */
/* written from harness/abi/numbers.ts by its test: UPDATE_GOLDEN=1 */
#ifndef HUNKBOX_ABI_H
#define HUNKBOX_ABI_H

enum hb_lock_op {
${LOCK_OPS.map((op) => `\tHB_${op.toUpperCase()},\n`).join("")}};

${defines.map(([name, value]) => `#define HB_${name} ${value}\n`).join("")}
#endif
`;
}
