// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseSeries } from "../../harness/patch/parse-series.ts";
import { bytes, DIFF } from "./mail-builders.ts";

const REFERENCE = readFileSync(
  new URL("../../patches/xen-modify-kernel-mappings-2011.mbox", import.meta.url),
  "utf8",
);
const REFERENCE_ID = "1311699345-32579-1-git-send-email-stefano.stabellini@eu.citrix.com";

/** What an archive page puts around a mail. */
function page(...body: string[]): string {
  return [
    "All of lists.example.org",
    " help / color / mirror / Atom feed",
    "From: Cup Bearer <cup@example.org>",
    "To: Tess Kettle <tess@example.org>,",
    '\t"pots" <pots@lists.example.org>',
    "Subject: Re: pots boil over",
    "Date: Tue, 4 Mar 2025 12:35:57 +0100\t[thread overview]",
    "Message-ID: <page@example.org> (raw)",
    "In-Reply-To: <other@example.org>",
    "",
    ...body,
    "  reply\tother threads:[~2025-03-04 11:36 UTC|newest]",
    "",
    "Thread overview: 2+ messages / expand[flat|nested]  mbox.gz  Atom feed  top",
    "* [PATCH] not this one",
    "--- a/lib/never.c",
    "+++ b/lib/never.c",
    "@@ -1 +1 @@",
    "-never",
    "+ever",
    "",
  ].join("\n");
}

function attachment(number: number, name: string, text: string): string[] {
  return [
    `[-- Attachment #${number}: ${name} --]`,
    "[-- Type: text/plain, Size: 999 bytes --]",
    "",
    text,
    "",
  ];
}

test("the reference patch has 6 files and 18 hunks, and the author of its in-body From", async () => {
  const series = await parseSeries(bytes(REFERENCE), "reference");
  expect(series.patches).toHaveLength(1);
  const [patch] = series.patches;
  expect(patch?.author).toEqual({
    name: "Stefano Stabellini",
    email: "stefano.stabellini@eu.citrix.com",
  });
  expect(patch?.messageId).toBe(REFERENCE_ID);
  expect(patch?.files).toHaveLength(6);
  expect(patch?.files.flatMap((file) => file.hunks)).toHaveLength(18);
});

test("an mbox attached to an archive page is the patch, whatever mail shows it", async () => {
  const quoted = ["[-- Attachment #1: Type: text/plain, Size: 60 bytes --]", "", "> diff --git a/x b/x", ""];
  const text = page(
    ...quoted,
    ...attachment(2, "fix.mbox", `>${REFERENCE}`),
    ...attachment(3, "footer", "____"),
  );
  const series = await parseSeries(bytes(text), "page");
  const alone = await parseSeries(bytes(REFERENCE), "reference");
  expect(series.patches.map((patch) => patch.messageId)).toEqual([REFERENCE_ID]);
  const shapes = [series, alone].map(({ patches }) =>
    patches[0]?.files.map((file) => file.hunks.map((hunk) => hunk.lines.map((line) => line.op + line.text))),
  );
  expect(shapes[0]).toEqual(shapes[1]);
});

test("lines of an attachment are numbered as lines of the page", async () => {
  const text = page(...attachment(1, "fix.mbox", `>${REFERENCE}`));
  const series = await parseSeries(bytes(text), "page");
  const hunk = series.patches[0]?.files[0]?.hunks[0];
  const lines = text.split("\n");
  expect(lines[(hunk?.line ?? 0) - 1]).toBe("@@ -12,6 +12,7 @@");
  expect(hunk?.lines.map((line) => lines[line.line - 1])).toEqual(
    hunk?.lines.map((line) => line.op + line.text),
  );
});

test("a patch in the text of an archive page takes its data from the page", async () => {
  const series = await parseSeries(bytes(page("Lids matter.", "---", DIFF)), "page");
  expect(series.patches).toHaveLength(1);
  expect(series.patches[0]).toMatchObject({
    subject: "pots boil over",
    messageId: "page@example.org",
    inReplyTo: "other@example.org",
    description: "Lids matter.",
  });
  expect(series.patches[0]?.files.map((file) => file.newPath)).toEqual(["lib/cup.c"]);
});

test("an attached plain diff on an archive page is a patch of the mail shown", async () => {
  const first = ["[-- Attachment #1: Type: text/plain, Size: 9 bytes --]", "", "See below.", ""];
  const series = await parseSeries(bytes(page(...first, ...attachment(2, "lid.patch", DIFF))), "page");
  expect(series.patches).toHaveLength(1);
  expect(series.patches[0]).toMatchObject({ messageId: "page@example.org", description: "See below." });
});

test("fields of a page lose the archive's marks, whatever blanks they hold", async () => {
  const blanks = " ".repeat(1_000_000);
  const text = page(DIFF).replace("In-Reply-To:", `X-Blank: ${blanks}x\nIn-Reply-To:`);
  const [patch] = (await parseSeries(bytes(text), "page")).patches;
  expect(patch?.messageId).toBe("page@example.org");
  expect(patch?.date).toBe("2025-03-04T11:35:57.000Z");
});
