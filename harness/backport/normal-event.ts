// SPDX-License-Identifier: GPL-2.0-only
import { eventSort, eventText } from "../judge/trace/event-key.ts";
import type { TraceEvent } from "../machine/trace.ts";
import type { RunRecord } from "../subject/run/run-record.ts";

/** An event in the forms in which two kernels are compared. */
export interface NormalEvent {
  /** True for what Xen, a device or a process sees of the kernel; false for what stays inside of it. */
  readonly isVisible: boolean;
  /** In full, as in a trace. Of what stays inside: the form. */
  readonly text: string;
  /** What it is, without where: the form for kernels that behave differently in the scenario before they are patched. */
  readonly form: string;
  /** True if its number says nothing between such kernels: calls are batched in one and single in the other. */
  readonly isBatched: boolean;
  /** As findings about traces call it. */
  readonly sort: string;
}

/**
 * What of an event may be held against another kernel. Every rule says why it is sound:
 *
 * - sizes and linear addresses never count (eventText has none): structs and allocators differ between versions.
 * - Which function allocates or frees, and its line: kzalloc became kcalloc, kvcalloc, kvmalloc_array. That memory is taken,
 *   refused or given back is what counts, and memory-leak and use-after-free watch the rest.
 * - Whether a page is held by a reference or a pin: kernels went from one to the other, and page-fields watches the sum.
 * - The words of messages and warnings: WARN_ON prints its condition, so a renamed variable changes them.
 * - How a page-table entry is written (a trapped store, mmu_update, update_va_mapping) and how a TLB is flushed: Xen and
 *   the MMU see the same entry in the end. By whom a *grant* is mapped does count.
 * - How many hypercalls carry the operations: one with three operations, or three with one each. The operations count.
 *
 * The last two apply between kernels that differ in the scenario already before they are patched; of kernels that do
 * not, everything visible is compared as it stands.
 *
 * @returns null for what is judged elsewhere: results by their values, deaths and broken rules as invariants
 */
export function normalEvent(record: RunRecord, event: TraceEvent): NormalEvent | null {
  const inside = (form: string): NormalEvent => {
    return { isVisible: false, text: form, form, isBatched: false, sort: eventSort(record, event) };
  };
  const visible = (form: string, isBatched = false): NormalEvent => {
    const sort = eventSort(record, event);
    return { isVisible: true, text: eventText(record, event), form, isBatched, sort };
  };
  switch (event.kind) {
    case "step":
    case "result":
    case "oops":
    case "rule":
    case "fault":
      return null;
    case "alloc":
      return inside(event.lin === 0 ? "an allocation that fails" : "an allocation");
    case "free":
      return inside("memory given back");
    case "pages":
      return inside(
        event.by.startsWith("free") ? "pages given back to the balloon" : "pages of the balloon taken",
      );
    case "page-ref":
      return inside(event.change > 0 ? "a page held" : "a page let go");
    case "page-dirty":
      return inside("a page marked dirty");
    case "printk":
      return inside("a message");
    case "warn":
      return inside("a warning");
    case "evtchn-ref":
    case "lazy-mmu":
      return inside(eventText(record, event));
    case "hypercall":
      return visible(`HYPERVISOR_${event.call}(${event.op})`, true);
    case "tlb-flush":
      return visible("TLB flush", true);
    case "pte-write":
    case "pte-refused":
    case "implicit-unmap": {
      const sort = eventSort(record, event);
      return visible(
        sort.replace(/^(?:native_set_pte|mmu_update|update_va_mapping): /, "page-table write: "),
      );
    }
    case "grant-op":
    case "p2m":
    case "access":
      return visible(eventSort(record, event));
  }
}
