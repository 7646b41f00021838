// SPDX-License-Identifier: GPL-2.0-only
import { fileURLToPath } from "node:url";

/** The recordings that come with the project: of a Linux kernel's grant operations, and of a small kernel's of both widths. */
export const RECORDING = fileURLToPath(new URL("xen-4.17.jsonl", import.meta.url));
export const MMU_RECORDING = fileURLToPath(new URL("mmu/xen-4.17-mmu.jsonl", import.meta.url));
