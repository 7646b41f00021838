// SPDX-License-Identifier: GPL-2.0-only
import { join } from "node:path";
import type { TreeStore } from "../../harness/base/tree/tree-store.ts";
import { Cache } from "../../harness/compile/cache/cache.ts";

/** A new store of exported trees below a folder. */
export const storeIn = (dir: string, name: string): TreeStore => new Cache(join(dir, name));
