// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import { behaviour, checkText, parse, referenceText } from "../support/check.ts";
import { dropHunk, hunksOf, replaceOnce } from "../support/edit-mail.ts";

/** Hunks without which both sides compile to the same code and so behave the same, and why. */
const REDUNDANT: Readonly<Record<string, string>> = {
  "arch/x86/xen/p2m.c hunk 1": "it includes a header that asm/xen/page.h includes since hunk 1 of that file",
};

const text = referenceText();
const patch = (await parse(text)).patches[0]!;

describe("a patch that is not quite the reference patch", () => {
  let whole: string;
  beforeAll(async () => {
    whole = await behaviour(await checkText(text));
  });

  it.each(hunksOf(patch).map((hunk) => [hunk.name, hunk] as const))(
    "without %s is reported differently, unless the hunk is known to be redundant",
    async (name, hunk) => {
      const report = await behaviour(await checkText(dropHunk(text, patch, hunk)));
      if (name in REDUNDANT) expect(report).toBe(whole);
      else expect(report).not.toBe(whole);
    },
  );

  it.each([
    [
      "the kernel mapping is made for the wrong kind of page",
      "+		if (!PageHighMem(page)) {\n+			int ret = HYP",
      "+		if (PageHighMem(page)) {\n+			int ret = HYP",
    ],
    ["the kernel op is never asked for", "+	if (kmap_op != NULL) {", "+	if (kmap_op == NULL) {"],
    [
      "the override is not found",
      "(page->private & GRANT_FRAME_BIT)) {\n+			struct gnttab_map_grant_ref *kmap_op",
      "!(page->private & GRANT_FRAME_BIT)) {\n+			struct gnttab_map_grant_ref *kmap_op",
    ],
    [
      "user entries are taken for kernel entries",
      "+	if (pte_flags(*ptep) & _PAGE_USER)",
      "+	if (!(pte_flags(*ptep) & _PAGE_USER))",
    ],
    [
      "a cleared entry is not written when it should be",
      "+	if (!xen_unmap_granted_page(ptep))",
      "+	if (xen_unmap_granted_page(ptep))",
    ],
    [
      "lowmem pages get no kernel op",
      "+			if (!PageHighMem(map->pages[i])) {",
      "+			if (PageHighMem(map->pages[i])) {",
    ],
  ])("with one condition edited (%s) is reported differently", async (_, from, to) => {
    expect(await behaviour(await checkText(replaceOnce(text, from, to)))).not.toBe(whole);
  });
});

const mail = (diff: string): string => `From: A Tester <tester@example.org>
Subject: [PATCH] test
Message-ID: <test@example.org>
Date: Mon, 1 Jan 2024 00:00:00 +0000

A change for a test.
---
${diff}`;

describe("a patch that changes nothing", () => {
  it("that only adds a comment gives no finding and passes", async () => {
    const result = await checkText(
      mail(`diff --git a/drivers/xen/grant-table.c b/drivers/xen/grant-table.c
--- a/drivers/xen/grant-table.c
+++ b/drivers/xen/grant-table.c
@@ -1,2 +1,4 @@
 // SPDX-License-Identifier: GPL-2.0-only
+/* One comment,
+ * of two lines. */
 /* Mapping and unmapping pages that other domains grant. */
`),
    );
    expect(result.configs.flatMap(({ findings }) => findings)).toEqual([]);
    expect(result.configs.flatMap(({ scenarios }) => scenarios).every((one) => one.class === "same")).toBe(
      true,
    );
    expect(result.verdict.exitCode).toBe(0);
  });

  it("that only changes a file's mode gives no finding and passes", async () => {
    const result = await checkText(
      mail(
        "diff --git a/drivers/xen/grant-table.c b/drivers/xen/grant-table.c\nold mode 100644\nnew mode 100755\n",
      ),
    );
    expect(result.configs.flatMap(({ findings }) => findings)).toEqual([]);
    expect(result.verdict.exitCode).toBe(0);
  });
});
