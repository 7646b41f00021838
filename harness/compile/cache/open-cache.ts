// SPDX-License-Identifier: GPL-2.0-only
import { Cache } from "./cache.ts";
import { choosePlace } from "./choose-place.ts";
import { cacheLimit } from "./upkeep/cache-limit.ts";
import { SizeKeeper } from "./upkeep/size-keeper.ts";
import { sweepDead } from "./upkeep/sweep-dead.ts";

/** By folder: a command asks more than once. */
const opened = new Map<string, Cache>();

/**
 * The cache to use (`choosePlace`), at the size that it may have (`cacheLimit`): what killed processes left is removed
 * when it is opened, and what was not used for longest when this process ends.
 *
 * @throws ToolError if it can be neither found nor made, BaseError if HUNKBOX_CACHE_SIZE is no size
 */
export function openCache(): Cache {
  const limit = cacheLimit();
  const { dir } = choosePlace();
  const known = opened.get(dir);
  if (known !== undefined) return known;
  const keeper = new SizeKeeper(dir, limit);
  const cache = new Cache(dir, (key) => keeper.grown(key));
  opened.set(dir, cache);
  sweepDead(dir);
  process.once("exit", () => keeper.settle());
  return cache;
}
