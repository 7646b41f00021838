// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from "commander";
import { choosePlace } from "../../compile/cache/choose-place.ts";
import { openCache } from "../../compile/cache/open-cache.ts";
import { cacheLimit } from "../../compile/cache/upkeep/cache-limit.ts";
import { emptyCache } from "../../compile/cache/upkeep/empty-cache.ts";
import { listEntries } from "../../compile/cache/upkeep/list-entries.ts";
import { EXIT_CODES } from "../../judge/verdict/verdict.ts";
import { cacheReport, emptiedReport } from "../../report/cache-report.ts";

const HELP = `
It is $HUNKBOX_CACHE, else hunkbox in $XDG_CACHE_HOME or ~/.cache. What was not
used for longest goes when it is larger than $HUNKBOX_CACHE_SIZE (default: 2G).

Examples:
  hunkbox cache                            where it is, and what is in it
  hunkbox cache --clear                    empty it
  HUNKBOX_CACHE=wasm hunkbox cache         of another folder
  HUNKBOX_CACHE_SIZE=500M hunkbox check    smaller from now on

Exit codes:
  0  done
  2  bad input: no such option, HUNKBOX_CACHE_SIZE is no size
  5  the cache cannot be read or written`;

/** Adds `hunkbox cache` to the program. */
export function addCacheCommand(program: Command, done: (exitCode: number) => void): void {
  program
    .command("cache")
    .description("show where what was built is kept, and how much it is; or empty it")
    .option("--clear", "remove what hunkbox made there, but for what a run is using", false)
    .addHelpText("after", HELP)
    .action(({ clear }: { readonly clear: boolean }) => {
      const limit = cacheLimit();
      const { by } = choosePlace();
      const { dir } = openCache();
      process.stdout.write(
        clear
          ? emptiedReport(dir, emptyCache(dir))
          : cacheReport({ dir, by, limit, entries: listEntries(dir) }),
      );
      done(EXIT_CODES.pass);
    });
}
