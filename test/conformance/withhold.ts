// SPDX-License-Identifier: GPL-2.0-only
import type { XenRecord } from "./record.ts";

/** @returns a record as it would stand in the recording if its answer were withheld */
export const withhold = (record: XenRecord): XenRecord => {
  const { output: _, ...rest } = record as XenRecord & { xen_log?: unknown; guest_log?: unknown };
  delete rest.xen_log;
  delete rest.guest_log;
  const before = Object.entries(record.effect).filter(([field]) => /_before(_|$)/.test(field));
  return { ...rest, note: "", effect: Object.fromEntries(before), withheld: true };
};
