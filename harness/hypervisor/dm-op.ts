// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../abi/errno.ts";
import { type Lin, type Pfn, type Vaddr, vaddr } from "../machine/units.ts";
import { DMOP } from "./constants.ts";
import type { Context } from "./context.ts";

/** What came of it, and which pages of the caller's were written to. */
export interface DmOpAnswer {
  readonly ret: number;
  readonly wrote: readonly Pfn[];
}

/** No operation takes more. */
const MOST_BUFFERS = 2;

/** struct xen_dm_op: the operation, padding, and what it is about. */
export const ABOUT_AT = 8;

/** A domain of one virtual CPU. */
const VCPUS = 1;

/**
 * HYPERVISOR_dm_op: a device model serves a domain that runs in a container of the hardware's. Of the operations,
 * XEN_DMOP_nr_vcpus alone, which writes its answer to the caller's first buffer (Xen: do_dm_op, dm_op; not recorded).
 *
 * @returns 0; -E2BIG, -EFAULT, -ESRCH (no such domain, or the caller's own number), -EINVAL (no such container),
 *   -EOPNOTSUPP (another operation)
 */
export function dmOp(context: Context, dom: number, count: number, bufs: Lin): DmOpAnswer {
  const { memory, machine, structs } = context;
  const at = structs.dm_op_buf;
  if (count > MOST_BUFFERS) return refused(ERRNO.E2BIG);
  if (!memory.holds(bufs, count * at.bytes)) return refused(ERRNO.EFAULT);
  if (dom === 0 || !machine.hasDomain(dom)) return refused(ERRNO.ESRCH);
  if (!machine.params.hvm) return refused(ERRNO.EINVAL);
  if (count === 0 || memory.u32(bufs + at.size) < ABOUT_AT) return refused(ERRNO.EFAULT);
  const va = vaddr(memory.long(bufs + at.h));
  const space = machine.currentSpace;
  const head = machine.readBytes(space, va, ABOUT_AT, true);
  if (head === null) return refused(ERRNO.EFAULT);
  const op = new DataView(head.buffer).getUint32(0, true);
  if (op !== DMOP.nr_vcpus) return refused(ERRNO.EOPNOTSUPP);
  const answer = new Uint8Array(Uint32Array.of(VCPUS).buffer);
  const to = vaddr(va + ABOUT_AT);
  if (!machine.writeBytes(space, to, answer, true)) return refused(ERRNO.EFAULT);
  return {
    ret: 0,
    wrote: [...new Set([pageAt(context, to), pageAt(context, vaddr(to + answer.length - 1))])],
  };
}

const refused = (errno: number): DmOpAnswer => ({ ret: -errno, wrote: [] });

/** The page of the caller's behind an address that could be written to. */
function pageAt({ machine }: Context, va: Vaddr): Pfn {
  const frame = machine.mappedFrame(machine.userPte(machine.currentSpace, va));
  if (frame === -1) throw new Error("what was written to a moment ago is mapped");
  return machine.m2p(frame);
}
