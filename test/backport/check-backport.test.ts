// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import { type BackportResult, checkBackport } from "../../harness/backport/check-backport.ts";
import type { Fate } from "../../harness/backport/comparison.ts";
import type { Base } from "../../harness/base/base.ts";
import { openCache } from "../../harness/compile/cache/open-cache.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { parse, referenceBase, referenceText } from "../support/check.ts";
import { dropHunk, hunksOf, replaceOnce } from "../support/edit-mail.ts";
import { baseOn, referenceViews, withFile } from "../support/views.ts";

const GNTDEV = "drivers/xen/gntdev.c";
const P2M = "arch/x86/xen/p2m.c";

const text = referenceText();
const [patch] = (await parse(text)).patches as [Awaited<ReturnType<typeof parse>>["patches"][number]];

/** The reference patch, in the words of the older kernel that it is carried to. */
const renamed = (mail: string): string =>
  mail.replaceAll("map_grant_pages(struct grant_map *map)", "map_pages(struct grant_map *map)");

/** An older kernel: a function has another name, an allocation another form, and lines stand elsewhere. */
async function olderBase(): Promise<Base> {
  let { before } = await referenceViews();
  const edit = (path: string, change: (old: string) => string): void => {
    before = withFile(before, path, change(before.read(path)!));
  };
  edit(GNTDEV, (old) => `/* an older one */\n\n\n${old.replaceAll("map_grant_pages", "map_pages")}`);
  edit(P2M, (old) => old.replaceAll("mfn_hash", "hash_of_mfn"));
  return baseOn(before, "older");
}

const SCENARIOS = [
  "user-map-one-page",
  "user-map-several-pages",
  "fault-kernel-map-op-middle-page",
  "fault-kernel-unmap-op-first-page",
  "fault-kmalloc-first",
  "kmap-lazy-mmu",
  "api-map-several",
  "override-with-mapping",
];

async function compare(
  mail: string,
  configs: ("x86_64" | "x86_32-pae-highmem")[] = ["x86_64"],
): Promise<BackportResult> {
  return await checkBackport({
    upstream: { base: await referenceBase(), patches: [patch] },
    backport: { base: await olderBase(), patches: (await parse(renamed(mail))).patches },
    configs,
    scenarios: loadCatalogue().filter(({ id }) => SCENARIOS.includes(id)),
    flavours: [],
    cache: openCache(),
    progress: () => {},
  });
}

const effects = ({ comparisons }: BackportResult, fate: Fate): string[] => [
  ...new Set(comparisons.filter((one) => one.fate === fate).map(({ signature }) => signature)),
];

describe("a faithful backport", () => {
  let result: BackportResult;
  beforeAll(async () => {
    result = await compare(text, ["x86_64", "x86_32-pae-highmem"]);
  });

  it("is called faithful, on a base where names and lines differ", () => {
    expect(result.verdict, result.verdict.line).toMatchObject({ name: "faithful", exitCode: 0 });
    expect([...effects(result, "lost"), ...effects(result, "extra")]).toEqual([]);
  });

  it("keeps what upstream mends, and what it breaks", () => {
    const kept = effects(result, "kept");
    expect(kept.some((one) => one.includes("kernel-view"))).toBe(true);
    expect(kept.some((one) => one.includes("memory-leak"))).toBe(true);
  });

  it("has all hunks of upstream, one of them in other words", () => {
    const odd = result.hunks.filter(({ state }) => state !== "there");
    expect(odd).toEqual([]);
    expect(result.hunks).toHaveLength(18);
  });
});

/** Hunks of which nothing is left to see where they are gone, and why. */
const REDUNDANT: Readonly<Record<string, string>> = {
  "arch/x86/xen/p2m.c hunk 1": "it includes a header that asm/xen/page.h includes since hunk 1 of that file",
};

describe("a backport that lost a hunk", () => {
  it.each(hunksOf(patch).map((hunk) => [hunk.name, hunk] as const))(
    "(%s) is told from a faithful one",
    async (name, hunk) => {
      const result = await compare(dropHunk(text, patch, hunk), ["x86_64", "x86_32-pae-highmem"]);
      const missing = result.hunks.filter(({ state }) => state === "missing");
      expect(missing.map(({ path, number }) => `${path} hunk ${number}`)).toEqual([name]);
      if (name in REDUNDANT) {
        expect(result.verdict.exitCode).toBe(0);
        expect(result.idle).toEqual(missing);
      } else expect(result.verdict.exitCode, result.verdict.line).not.toBe(0);
      // where it builds and scenarios show it, the effect that is lost or comes in its place has a name
      if (result.verdict.exitCode === 1)
        expect([...effects(result, "lost"), ...effects(result, "extra")]).not.toEqual([]);
    },
  );
});

describe("a backport with one condition changed", () => {
  it("loses what the condition decides", async () => {
    const turned = replaceOnce(
      text,
      "+		if (!PageHighMem(page)) {\n+			int ret = HYP",
      "+		if (PageHighMem(page)) {\n+			int ret = HYP",
    );
    const result = await compare(turned);
    expect(result.verdict.exitCode, result.verdict.line).toBe(1);
    expect(effects(result, "lost").some((one) => one.includes("kernel-view"))).toBe(true);
  });

  it("is told although only an error path differs", async () => {
    const result = await compare(
      replaceOnce(text, "+	    NULL == add->kmap_ops  ||", "+	    (0 && NULL == add->kmap_ops)  ||"),
    );
    expect(result.verdict.exitCode, result.verdict.line).not.toBe(0);
  });
});

describe("a backport that does something else as well", () => {
  it("has that as extra", async () => {
    const line = "+		add->kmap_ops[i].handle = -1;";
    const result = await compare(replaceOnce(text, line, `${line} WARN_ON(1);`));
    expect(result.verdict.exitCode, result.verdict.line).toBe(1);
    expect(effects(result, "extra")).toContain("event: a warning: more");
    expect(effects(result, "lost")).toEqual([]);
  });
});
