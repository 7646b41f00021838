// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from "vitest";
import { parseSeries } from "../../harness/patch/parse-series.ts";
import { PatchError } from "../../harness/patch/patch-error.ts";
import { bytes, DIFF, mail } from "./mail-builders.ts";

async function errorOf(text: string | Uint8Array): Promise<string> {
  const input = typeof text === "string" ? Buffer.from(text, "latin1") : text;
  const error = await parseSeries(input, "in").catch((thrown: unknown) => thrown);
  if (!(error instanceof PatchError)) throw new Error(`no PatchError but ${String(error)}`);
  return error.describe().split("\n")[0] ?? "";
}

function mbox(...mails: string[]): string {
  return mails.map((text) => `From a@example.org Mon Mar  3 10:00:00 2025\n${text}\n\n`).join("");
}

test("a mail names its thread, and whom it went to", async () => {
  const text = mail(
    "[PATCH] a",
    DIFF,
    "To: list@example.org, cooks: a@example.org, b@example.org;",
    "Cc: =?utf-8?q?J=C3=B6rg?= <j@example.org>,",
    ' "K, L" <k@example.org>',
    "References: <one@example.org>",
    "\t<two@example.org>",
  );
  const [patch] = (await parseSeries(bytes(text), "in")).patches;
  expect(patch?.references).toEqual(["one@example.org", "two@example.org"]);
  expect(patch?.recipients).toEqual([
    { name: "", email: "list@example.org" },
    { name: "", email: "a@example.org" },
    { name: "", email: "b@example.org" },
    { name: "Jörg", email: "j@example.org" },
    { name: "K, L", email: "k@example.org" },
  ]);
});

test("of a long thread the first and the last mails are kept", async () => {
  const ids = Array.from({ length: 60 }, (_, i) => `<${i}@example.org>`);
  const text = mail("[PATCH] a", DIFF, `References: ${ids.join("\n ")}`);
  const [patch] = (await parseSeries(bytes(text), "in")).patches;
  expect(patch?.references).toHaveLength(30);
  expect([patch?.references[0], patch?.references[1], patch?.references[29]]).toEqual([
    "0@example.org",
    "31@example.org",
    "59@example.org",
  ]);
});

test("patches that a series lacks are listed", async () => {
  const text = mbox(mail("[PATCH 4/4] d", DIFF), mail("[PATCH 2/4] b", DIFF));
  const series = await parseSeries(bytes(text), "in");
  expect(series.patches.map((patch) => patch.number)).toEqual([2, 4]);
  expect(series.missing).toEqual([1, 3]);
});

test("unnumbered patches stay in the order of the mbox", async () => {
  const text = mbox(mail("[PATCH] b", DIFF), mail("[PATCH v2] a", DIFF));
  const series = await parseSeries(bytes(text), "in");
  expect(series.patches.map((patch) => patch.subject)).toEqual(["b", "a"]);
});

test("a mail that is in the mbox twice counts once", async () => {
  const one = mail("[PATCH 1/2] a", DIFF, "Message-ID: <1@example.org>");
  const series = await parseSeries(bytes(mbox(one, one)), "in");
  expect(series.patches).toHaveLength(1);
});

test("a reply with a diff is no patch beside the patch it replies to", async () => {
  const text = mbox(mail("Re: [PATCH] a", DIFF), mail("[PATCH] a", DIFF));
  const series = await parseSeries(bytes(text), "in");
  expect(series.patches.map((patch) => patch.prefix)).toEqual(["[PATCH]"]);
  expect(series.patches[0]?.line).toBeGreaterThan(10);
});

test("a reply with the only diff is the patch", async () => {
  const series = await parseSeries(bytes(mail("Re: it boils over", `Try this:\n\n${DIFF}`)), "in");
  expect(series.patches).toHaveLength(1);
});

test("a reply to a cover letter is no cover letter", async () => {
  const text = mbox(
    mail("Re: [PATCH 0/2] all", "Nice."),
    mail("[PATCH 0/2] all", "Hello."),
    mail("[PATCH 1/2] a", DIFF),
  );
  const series = await parseSeries(bytes(text), "in");
  expect(series.cover?.description).toBe("Hello.");
});

test("a dated From inside a paragraph begins no mail", async () => {
  const from = "From Mon Mar  3 10:00:00 2025 on,\nNote: no lids.";
  const series = await parseSeries(bytes(mbox(mail("[PATCH] a", `Hot.\n${from}\n---\n${DIFF}`))), "in");
  expect(series.patches[0]?.description).toBe(`Hot.\n${from}`);
});

test("an undeclared charset is Western European unless it is UTF-8", async () => {
  for (const encoded of ["f=FCr", "f=C3=BCr"]) {
    const text = mail("[PATCH] a", `${encoded}\n---\n${DIFF}`, "Content-Transfer-Encoding: quoted-printable");
    const series = await parseSeries(bytes(text), "in");
    expect(series.patches[0]?.description).toBe("für");
  }
});

test("mboxrd quoting comes off a description", async () => {
  const text = mbox(mail("[PATCH] a", `>From now on.\n>>From then.\n---\n${DIFF}`));
  const series = await parseSeries(bytes(text), "in");
  expect(series.patches[0]?.description).toBe("From now on.\n>From then.");
});

test.each([
  ["commit 0123456789abcdef upstream."],
  ["[ Upstream commit 0123456789abcdef ]"],
  ["(cherry picked from commit 0123456789abcdef)"],
])("upstream commit: %s", async (line) => {
  const series = await parseSeries(bytes(mail("[PATCH] a", `${line}\n---\n${DIFF}`)), "in");
  expect(series.patches[0]?.upstreamCommit).toBe("0123456789abcdef");
});

test("a byte order mark does not hide the header", async () => {
  const series = await parseSeries(bytes(`\ufeff${mail("[PATCH] a", DIFF)}`), "in");
  expect(series.patches[0]?.subject).toBe("a");
});

test("a diff without prefixes keeps its whole path", async () => {
  const text = DIFF.replaceAll("a/lib", "lib").replaceAll("b/lib", "lib");
  const series = await parseSeries(bytes(text), "in");
  expect(series.patches[0]?.files[0]?.newPath).toBe("lib/cup.c");
});

test("a backup suffix is no rename", async () => {
  const text = "--- lib/cup.c.orig\n+++ lib/cup.c\n@@ -1 +1 @@\n-a\n+b\n";
  const series = await parseSeries(bytes(text), "in");
  expect(series.patches[0]?.files[0]).toMatchObject({
    oldPath: "lib/cup.c",
    newPath: "lib/cup.c",
    change: "modify",
  });
});

test("a removed line of dashes is no signature while the counts want it", async () => {
  const text = "--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n x\n-- \n-- \n2.43.0\n";
  const series = await parseSeries(bytes(text), "in");
  expect(series.patches[0]?.files[0]?.hunks[0]?.lines.map((line) => line.op + line.text)).toEqual([
    " x",
    "-- ",
  ]);
});

describe("hostile input ends quickly", () => {
  const head = "--- a/x\n+++ b/x\n";
  const hunk = "@@ -1 +1 @@\n-a\n+b\n";
  const limit = 8000;

  test(
    "200 000 hunks",
    async () => {
      const series = await parseSeries(bytes(head + hunk.repeat(200_000)), "in");
      expect(series.patches[0]?.files[0]?.hunks).toHaveLength(200_000);
    },
    limit,
  );

  test(
    "lines of 7 MB",
    async () => {
      const text = `${head}@@ -1 +1 @@\n-${"a".repeat(7e6)}\n+${"b".repeat(7e6)}\n`;
      expect((await parseSeries(bytes(text), "in")).patches).toHaveLength(1);
    },
    limit,
  );

  test(
    "a header that could be split in a million ways",
    async () => {
      expect(await errorOf(`diff --git a/${" b/x".repeat(2e6)}\n`)).toBe("in:1: file header is too long");
    },
    limit,
  );

  test(
    "15 million blank lines",
    async () => {
      expect(await errorOf("\n".repeat(15e6))).toBe("in: has more than 4000000 lines");
    },
    limit,
  );

  test(
    "100 000 mails",
    async () => {
      expect(await errorOf(mbox("From: a\n").repeat(100_000))).toBe("in:1: holds more than 10000 mails");
    },
    limit,
  );

  test(
    "3000 nested messages",
    async () => {
      const nest = "From: a\nContent-Type: message/rfc822\n\n".repeat(3000);
      expect(await errorOf(nest)).toMatch(/mails are nested deeper than 8$/);
    },
    limit,
  );

  test(
    "100 000 parts",
    async () => {
      const parts = `From: a\nContent-Type: multipart/mixed; boundary=b\n\n${"--b\n\nx\n".repeat(1e5)}--b--\n`;
      expect(await errorOf(parts)).toMatch(/mail has more than 1000 parts$/);
    },
    limit,
  );

  test(
    "a million soft line breaks",
    async () => {
      const text = mail("x", "a \n".repeat(1e6), "Content-Type: text/plain; format=flowed");
      expect(await errorOf(text)).toBe("in:1: holds no patch");
    },
    limit,
  );

  test(
    "more than 16 MiB",
    async () => {
      expect(await errorOf(new Uint8Array(16 * 1024 * 1024 + 1))).toBe("in: is larger than 16 MiB");
    },
    limit,
  );
});

test("a mail that is cut within the header of a hunk is refused", async () => {
  expect(await errorOf(`${DIFF}@`)).toMatch(/: malformed hunk header: @$/);
  expect(await errorOf(`${DIFF}@@ -12`)).toMatch(/: malformed hunk header: @@ -12$/);
});
