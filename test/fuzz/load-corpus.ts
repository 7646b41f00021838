// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the corpora lie, from the checkout's root: a folder for each target. */
export const CORPORA = "test/fixtures/fuzz";

/** Fixtures of other tests that are inputs of a target as well. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  mail: ["test/fixtures/mail/good", "test/fixtures/mail/malformed"],
  queue: ["test/fixtures/mail/good", "test/fixtures/mail/malformed"],
};

/**
 * Reads what there is to begin with for a target.
 *
 * @param root of the checkout
 * @returns names of files from the root, and what they hold, one character a byte; the same order everywhere
 */
export function loadCorpus(root: string, target: string): ReadonlyMap<string, string> {
  const folders = [...(ALSO[target] ?? []), join(CORPORA, target)].filter((one) =>
    existsSync(join(root, one)),
  );
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => !name.endsWith(".golden"))
      .sort()
      .map((name) => join(folder, name)),
  );
  return new Map(files.map((file) => [file, readFileSync(join(root, file), "latin1")]));
}
