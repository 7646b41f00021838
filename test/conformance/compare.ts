// SPDX-License-Identifier: GPL-2.0-only
import { isDeepStrictEqual } from "node:util";
import type { XenRecord } from "./record.ts";
import type { RecordedForm } from "./recorded-form.ts";

/** @returns a line for each field of a record's answer that the emulation's does not have, or has otherwise. */
export const compare = (record: XenRecord, answer: RecordedForm): string[] => {
  const differences: string[] = [];
  for (const part of ["output", "effect"] as const)
    for (const [field, recorded] of Object.entries(record[part] ?? {})) {
      const here = answer[part][field];
      if (isDeepStrictEqual(recorded, here)) continue;
      differences.push(`${part}.${field}: Xen ${JSON.stringify(recorded)}, here ${JSON.stringify(here)}`);
    }
  return differences;
};
