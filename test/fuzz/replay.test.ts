// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, test } from "vitest";
import { CORPORA, loadCorpus } from "./load-corpus.ts";
import { outcomeOf } from "./outcome.ts";
import type { Target } from "./target.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TARGETS = fileURLToPath(new URL("targets", import.meta.url));

/** A repository is no place for more, in bytes. */
const MOST = 300_000;

const targets = await Promise.all(
  readdirSync(TARGETS)
    .filter((name) => !name.endsWith("-tokens.ts"))
    .map(async (name) => ((await import(join(TARGETS, name))) as { target: Target }).target),
);

describe("every input of the corpora", () => {
  it.each(targets.map((target) => [target.name, target] as const))(
    "is taken or refused as %s documents it, the same way twice",
    async (name, target) => {
      const corpus = loadCorpus(ROOT, name);
      expect(corpus.size).toBeGreaterThan(0);
      for (const [file, text] of corpus) {
        const input = Buffer.from(text, "latin1");
        const outcome = await outcomeOf(target, input);
        expect([file, outcome.kind === "failed" ? outcome : null]).toEqual([file, null]);
        expect([file, await outcomeOf(target, input)]).toEqual([file, outcome]);
      }
    },
  );
});

test("the corpora are small, and each is of a target", () => {
  const names = readdirSync(join(ROOT, CORPORA));
  expect(names.filter((name) => targets.every((target) => target.name !== name))).toEqual([]);
  const files = names.flatMap((name) =>
    readdirSync(join(ROOT, CORPORA, name)).map((file) => join(name, file)),
  );
  const sizes = files.map((file) => statSync(join(ROOT, CORPORA, file)).size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST);
});
