// SPDX-License-Identifier: GPL-2.0-only
import type { RunRecord } from "../subject/run/run-record.ts";

/** What a kernel keeps where it has no handle. */
const NO_HANDLE = 0xffff_ffff;

/**
 * Whether a warning comes after an unmap that Xen refused by itself, for its handle, in the same step: then it tells of that,
 * which is a finding of its own (bad-hypercall).
 *
 * @param warning the index of its event
 */
export function isOfRefusedHandle(
  { events, outcomes, forced }: RunRecord,
  step: number,
  warning: number,
): boolean {
  const from = outcomes.find((one) => one.step === step)?.firstEvent ?? 0;
  return events
    .slice(from, warning)
    .some(
      (one, at) =>
        one.kind === "grant-op" &&
        one.op.startsWith("unmap") &&
        one.status !== 0 &&
        one.input.handle !== NO_HANDLE &&
        !forced.has(from + at),
    );
}
