// SPDX-License-Identifier: GPL-2.0-only
import { fileURLToPath } from "node:url";

/** The recordings that come with the project: grant operations of x86_64, and page tables and grants of both widths. */
export const RECORDING = fileURLToPath(new URL("xen-4.17.jsonl", import.meta.url));
export const MMU_RECORDING = fileURLToPath(new URL("xen-4.17-mmu.jsonl", import.meta.url));
