// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../abi/errno.ts";
import { type Lin, vaddr } from "../machine/units.ts";
import { DOMID_SELF, MMUEXT } from "./constants.ts";
import type { Context } from "./context.ts";

const FLUSHES: ReadonlySet<number> = new Set([
  MMUEXT.tlb_flush_local,
  MMUEXT.tlb_flush_multi,
  MMUEXT.tlb_flush_all,
]);
const INVLPGS: ReadonlySet<number> = new Set([MMUEXT.invlpg_local, MMUEXT.invlpg_multi, MMUEXT.invlpg_all]);

/**
 * HYPERVISOR_mmuext_op, of which those alone that drop translations: on one CPU, local, multi and all are the same. Stops
 * at the first that fails; *done counts those before it (Xen: do_mmuext_op; not recorded for these).
 *
 * @returns 0; -EFAULT, -EPERM (another domain's), -EOPNOTSUPP (another operation)
 */
export const mmuextOp = (context: Context, ops: Lin, count: number, donePtr: Lin, dom: number): number => {
  const { memory, machine, structs } = context;
  if (dom !== DOMID_SELF && dom !== 0) return -ERRNO.EPERM;
  const { bytes, cmd, arg1 } = structs.mmuext_op;
  let rc = 0;
  let done = 0;
  for (; done < count && rc === 0; done++) {
    const at = ops + done * bytes;
    if (!memory.holds(at, bytes)) rc = -ERRNO.EFAULT;
    else if (FLUSHES.has(memory.u32(at + cmd))) machine.flushTlbAll();
    else if (INVLPGS.has(memory.u32(at + cmd))) machine.flushTlbOne(vaddr(memory.long(at + arg1)));
    else rc = -ERRNO.EOPNOTSUPP;
  }
  if (rc !== 0) done--;
  if (donePtr !== 0) {
    if (!memory.takes(donePtr, 4)) return -ERRNO.EFAULT;
    memory.setU32(donePtr, done);
  }
  return rc;
};
