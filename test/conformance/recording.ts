// SPDX-License-Identifier: GPL-2.0-only
import { fileURLToPath } from "node:url";

/** The recording that comes with the project. */
export const RECORDING = fileURLToPath(new URL("xen-4.17.jsonl", import.meta.url));
