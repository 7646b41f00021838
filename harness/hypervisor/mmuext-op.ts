// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../abi/errno.ts";
import { type Lin, vaddr } from "../machine/units.ts";
import { DOMID_SELF, MMUEXT } from "./constants.ts";
import type { Context } from "./context.ts";
import { UnmodelledCall } from "./unmodelled-call.ts";

/** The last operation that Xen 4.17 knows, and a number that was never one (recorded: mmuext.cmd_14). */
const LAST_OP = 20;
const NO_OP = 14;

/**
 * HYPERVISOR_mmuext_op, of which those alone that drop translations: on one CPU, local, multi and all are the same, but that
 * multi names the CPUs by a mask. Stops at the first that fails; *done counts those before it, and is left alone where there is
 * no such domain (Xen: do_mmuext_op; recorded: flush.*, mmuext.*).
 *
 * @returns 0; -EFAULT, -ESRCH (no such domain, or the caller's own number), -EPERM (another domain's), -EINVAL (no mask),
 *   -ENOSYS (an operation that Xen does not have)
 * @throws UnmodelledCall for any other that it has
 */
export const mmuextOp = (context: Context, ops: Lin, count: number, donePtr: Lin, dom: number): number => {
  const { memory, machine, structs } = context;
  if (dom !== DOMID_SELF && (dom === 0 || !machine.hasDomain(dom))) return -ERRNO.ESRCH;
  let rc = 0;
  let done = 0;
  for (; done < count; done++) {
    rc = dom === DOMID_SELF ? one(context, ops + done * structs.mmuext_op.bytes) : -ERRNO.EPERM;
    if (rc !== 0) break;
  }
  if (donePtr !== 0) {
    if (!memory.takes(donePtr, 4)) return -ERRNO.EFAULT;
    memory.setU32(donePtr, done);
  }
  return rc;
};

const one = ({ memory, machine, structs }: Context, at: number): number => {
  const { bytes, cmd, arg1, arg2 } = structs.mmuext_op;
  if (!memory.holds(at, bytes)) return -ERRNO.EFAULT;
  const which = memory.u32(at + cmd);
  const isMulti = which === MMUEXT.tlb_flush_multi || which === MMUEXT.invlpg_multi;
  if (isMulti && !memory.holds(memory.long(at + arg2), 1)) return -ERRNO.EINVAL;
  switch (which) {
    case MMUEXT.tlb_flush_local:
    case MMUEXT.tlb_flush_multi:
    case MMUEXT.tlb_flush_all:
      machine.flushTlbAll();
      return 0;
    case MMUEXT.invlpg_local:
    case MMUEXT.invlpg_multi:
    case MMUEXT.invlpg_all:
      machine.flushTlbOne(vaddr(memory.long(at + arg1)));
      return 0;
    default:
      if (which > LAST_OP || which === NO_OP) return -ERRNO.ENOSYS;
      throw new UnmodelledCall("mmuext_op", String(which));
  }
};
