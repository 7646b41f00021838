// SPDX-License-Identifier: GPL-2.0-only
import type { Pfn } from "../../machine/units.ts";

/** Whether what a process asked for was done when its mapping went. */
export type UnmapNotice =
  | {
      readonly kind: "byte";
      /** At whose end the mapping is gone. */
      readonly step: number;
      readonly map: string;
      readonly page: number;
      readonly pfn: Pfn;
      /** The byte that was to be cleared, as it is then. */
      readonly byte: number;
    }
  | {
      readonly kind: "event";
      readonly step: number;
      readonly port: number;
      /** How many mappings went that were to send one, and how many events there were. */
      readonly wanted: number;
      readonly sent: number;
    };
