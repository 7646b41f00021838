// SPDX-License-Identifier: GPL-2.0-only

import { ERRNO } from "../../abi/errno.ts";
import { returnName } from "../../abi/return-name.ts";
import { many } from "../../base/many.ts";
import { GNTST } from "../../hypervisor/constants.ts";
import { gntstName } from "../../hypervisor/gntst-name.ts";
import type { Invariant, Violation } from "../../subject/invariant.ts";
import { eventsOf, stepOf } from "../../subject/run/find-event.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import { reported } from "../reported.ts";
import { entryName, pteName } from "../trace/describe.ts";

/** GNTST_* that say the guest named something it does not have: no handle, no address, not what is mapped there. */
const NAMED_NOTHING: ReadonlySet<number> = new Set([
  GNTST.general_error,
  GNTST.bad_handle,
  GNTST.bad_virt_addr,
  GNTST.bad_dev_addr,
]);

/** What a kernel keeps where it has no handle. */
const NO_HANDLE = 0xffff_ffff;

/** Kernel code asks the hypervisor only for what it has. */
export const badHypercall: Invariant = {
  id: "bad-hypercall",
  title: "hypercall that Xen refuses",
  why: "a handle or an address that is not one says that the kernel lost track",
  when: "on the way",
  identity: "event",
  isUnnoticed: true,
  check: (record) => {
    const found: Violation[] = [];
    const asked = ["grant-op", "hypercall", "pte-refused"] as const;
    for (const index of asked.flatMap((kind) => eventsOf(record, kind)).sort((a, b) => a - b)) {
      const event = record.events[index]!;
      const fine =
        event.kind === "grant-op"
          ? event.status === 0
          : event.kind === "hypercall" && event.ret !== -ERRNO.EFAULT;
      if (fine || record.forced.has(index)) continue;
      if (event.kind === "pte-refused" && event.isForeign === true) continue;
      // kernels unmap what failed to map along with the rest, and look at the handle afterwards
      if (event.kind === "grant-op" && event.input.handle === NO_HANDLE && reported(record, index)) continue;
      if (event.kind === "grant-op" && wasOverwritten(record, index, event.input.handle)) continue;
      const step = stepOf(record, index);
      const common = { invariant: "bad-hypercall" as const, step, event: index };
      if (event.kind === "grant-op" && event.op.startsWith("unmap") && NAMED_NOTHING.has(event.status)) {
        found.push({
          ...common,
          subject: `GNTTABOP_${event.op}: ${gntstName(event.status)}`,
          key: `${event.op} ${event.status} step ${step} ${event.index}`,
          observed: `GNTTABOP_${event.op} of a handle that does not stand for a mapping there: ${gntstName(event.status)}`,
          expected: "a handle that a map gave, with its address",
        });
      } else if (event.kind === "grant-op" && event.status === GNTST.bad_copy_arg) {
        found.push({
          ...common,
          subject: `GNTTABOP_${event.op}: ${gntstName(event.status)}`,
          key: `${event.op} ${event.status} step ${step} ${event.index}`,
          observed: `GNTTABOP_copy of ${many(event.input.len ?? 0, "byte")} beyond the end of a page: ${gntstName(event.status)}`,
          expected: "a copy within one page on either side",
        });
      } else if (event.kind === "hypercall" && event.ret === -ERRNO.EFAULT) {
        found.push({
          ...common,
          subject: `${event.call}: bad pointer`,
          key: `${event.call} ${event.op} step ${step}`,
          observed: `HYPERVISOR_${event.call}(${event.op}) with a pointer that cannot be read: ${returnName(event.ret)}`,
          expected: "a pointer to the op",
        });
      } else if (event.kind === "pte-refused") {
        found.push({
          ...common,
          subject: "refused page-table write",
          key: `${event.by} ${entryName(record, event.maddr)}`,
          observed: `Xen refuses to write ${pteName(event.newLo, event.newHi)} to the ${entryName(record, event.maddr)}: ${event.reason}`,
          expected: "an entry that the guest may make",
        });
      }
    }
    return found;
  },
};

/** An ordinary write took the mapping away before, which is a finding of its own (implicit-unmap): the kernel does have the handle. */
const wasOverwritten = (record: RunRecord, index: number, handle: number | undefined): boolean =>
  eventsOf(record, "implicit-unmap").some((at) => {
    const event = record.events[at]!;
    return at < index && event.kind === "implicit-unmap" && event.handle === handle;
  });
