// SPDX-License-Identifier: GPL-2.0-only
import { runtimeUnits, type Unit } from "../source-tree.ts";

/** What of the skeleton's runtime serves a tree as well: no structure of a kernel is in it. */
const SHARED = new Set(["lib.c", "printk.c"]);

/** Beside it, what is of trees alone and knows no structure either. */
const OWN = ["csrc/tree/builtins.c", "csrc/tree/console.c"];

/** The part of the runtime that is compiled with our own headers, beside the slices. */
export const sharedRuntime = (): Unit[] => runtimeUnits((name) => SHARED.has(name), OWN);
