// SPDX-License-Identifier: GPL-2.0-only
import { drivenFiles } from "../harness/subject/driven-files.ts";

/** What the reference patch concerns. */
export const DRIVEN = drivenFiles(["gntdev", "grants"]);
