// SPDX-License-Identifier: GPL-2.0-only
import { DOMID_SELF } from "../../../harness/hypervisor/constants.ts";
import { BUFFER, type MmuRig } from "./mmu-rig.ts";

/** Puts VAn's entry into the state that a question tells to have found, by ordinary updates, if it is in another one. */
export function bringEntry(rig: MmuRig, n: number, recorded: string): void {
  const wanted = rig.fromRecorded(recorded);
  if (rig.readEntry(n) === wanted) return;
  // asked for as Xen stored it: bit 52 says that the guest's kernel alone was meant
  const isKernels = rig.width === "x86_64" && (wanted & ((1n << 52n) | 1n)) === ((1n << 52n) | 1n);
  const asked = isKernels ? wanted & ~((1n << 52n) | 4n) : wanted;
  for (const [value, dom] of [
    [0n, DOMID_SELF],
    [asked, DOMID_SELF],
    [asked, 1],
  ] as const) {
    rig.put64(BUFFER, BigInt(rig.pteMa(n)));
    rig.put64(BUFFER + 8, value);
    rig.hv.mmuUpdate(BUFFER, 1, BUFFER, dom);
    if (value !== 0n && rig.readEntry(n) === wanted) return;
  }
  if (rig.readEntry(n) !== wanted) throw new Error(`the entry cannot be made ${recorded}`);
}
