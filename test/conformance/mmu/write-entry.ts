// SPDX-License-Identifier: GPL-2.0-only
import { DOMID_SELF, HYPERCALL } from "../../../harness/hypervisor/constants.ts";
import { nameOf } from "../name-of.ts";
import type { Question } from "../question.ts";
import { BUFFER, DONE, type MmuRig, type Width } from "./mmu-rig.ts";

/** What stood in *done before the call. */
const DONE_PRESET = -7;

/** Where the recorder's kernel saw VA0's entry, and the fault that a kernel of its kind gets there: a write, present. */
const ENTRY_AT: Readonly<Record<Width, string>> = {
  "x86_32-pae": "0xc0216dc0",
  x86_64: "0xffffffff8022cdb0",
};
const PAGE_FAULT = { fault: 14, error_code: "0x3" } as const;

/** What stood in a multicall's result before it. */
const RESULT_PRESET = 0x5555n;

/**
 * Writes VA0's entry as a question says.
 *
 * @param value the entry, with this machine's frame
 * @returns what the caller gets to see; null for a question of another kind
 */
export function writeEntry(
  rig: MmuRig,
  op: string,
  input: Question["input"],
  value: bigint,
): Record<string, unknown> | null {
  const [lo, hi] = [Number(value & 0xffff_ffffn), Number(value >> 32n)];
  const dom = input.dom === undefined ? DOMID_SELF : Number(input.dom);
  if (op === "mmu_update") {
    const [, kind] = /^PTE_MA\(VA0\)\|(\d)$/.exec(String(input.ptr)) ?? [];
    if (kind === undefined) return null;
    rig.put64(BUFFER, BigInt(rig.pteMa(0)) | BigInt(kind));
    rig.put64(BUFFER + 8, value);
    rig.view.setInt32(DONE, DONE_PRESET, true);
    const ret = rig.hv.mmuUpdate(BUFFER, 1, DONE, dom);
    const done = rig.view.getInt32(DONE, true);
    return { ...returned(ret), done: done === DONE_PRESET ? "unchanged" : done };
  }
  if (op === "update_va_mapping") return returned(rig.hv.updateVaMapping(rig.va(0), lo, hi, 2));
  if (op === "update_va_mapping_otherdomain")
    return returned(rig.hv.updateVaMappingOtherdomain(rig.va(0), lo, hi, 2, dom));
  if (op === "multicall(update_va_mapping)") return multicall(rig, lo, hi);
  if (op === "ptwr")
    return rig.hv.trapPteWrite(rig.pteOf(rig.va(0)), lo, hi)
      ? { fault: "none" }
      : { ...PAGE_FAULT, cr2: ENTRY_AT[rig.width] };
  return null;
}

const returned = (ret: number): Record<string, unknown> => ({
  ret,
  ...(ret < 0 ? { ret_name: nameOf.errno(ret) } : {}),
});

/** update_va_mapping as the one call of a multicall. */
function multicall(rig: MmuRig, lo: number, hi: number): Record<string, unknown> {
  const word = rig.width === "x86_64" ? 8 : 4;
  const va = BigInt(rig.va(0));
  const value = (BigInt(hi) << 32n) | BigInt(lo);
  const args = word === 8 ? [va, value, 2n] : [va, BigInt(lo), BigInt(hi), 2n];
  const put = (i: number, what: bigint): void => {
    if (word === 8) rig.view.setBigUint64(BUFFER + i * 8, BigInt.asUintN(64, what), true);
    else rig.view.setUint32(BUFFER + i * 4, Number(BigInt.asUintN(32, what)), true);
  };
  put(0, BigInt(HYPERCALL.update_va_mapping));
  put(1, RESULT_PRESET);
  args.forEach((one, i) => {
    put(2 + i, one);
  });
  const ret = rig.hv.multicall(BUFFER, 1);
  const result =
    word === 8 ? Number(rig.view.getBigInt64(BUFFER + 8, true)) : rig.view.getInt32(BUFFER + 4, true);
  return { ret, result, ...(result < 0 ? { result_name: nameOf.errno(result) } : {}) };
}
