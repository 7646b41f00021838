// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { parseQueue } from "../../harness/patch/parse-queue.ts";
import { PatchError } from "../../harness/patch/patch-error.ts";

const DIFF = "--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-one\n+two\n";
const CUT = "--- a/x.c\n+++ b/x.c\n@@ -1,9 +1,9 @@\n-one\n+two\n";

const mail = (subject: string, body: string): string =>
  `From x Mon Sep 17 00:00:00 2001\nFrom: A <a@example.org>\nSubject: ${subject}\nMessage-ID: <${subject.length}${subject.slice(-1)}@x>\n\n${body}\n`;

const read = (text: string) => parseQueue(Buffer.from(text), "q.mbox");

describe("a queue", () => {
  it("is a series where no mail is damaged", async () => {
    const { entries, cover } = await read(
      [mail("[PATCH 0/2] both", "hello"), mail("[PATCH 2/2] b", DIFF), mail("[PATCH 1/2] a", DIFF)].join(
        "\n",
      ),
    );
    expect(entries.map(({ patch }) => patch?.subject)).toEqual(["a", "b"]);
    expect(cover?.subject).toBe("both");
  });

  it("has an error, with its line, in the place of a damaged mail", async () => {
    const text = [
      mail("[PATCH 3/3] c", DIFF),
      mail("[PATCH 1/3] a", DIFF),
      mail("[PATCH 2/3] b", CUT),
      mail("Re: [PATCH 1/3] a", "> quoted"),
    ].join("\n");
    const { entries } = await read(text);
    expect(entries.map(({ patch, error }) => patch?.subject ?? error?.constructor.name)).toEqual([
      "a",
      "PatchError",
      "c",
    ]);
    const damaged = entries[1]!;
    expect(damaged).toMatchObject({ subject: "b", number: 2 });
    const line = text.split("\n").indexOf("@@ -1,9 +1,9 @@") + 1;
    expect(Math.abs((damaged.error?.line ?? 0) - line)).toBeLessThan(5);
  });

  it("keeps the order of the mails where they have no numbers", async () => {
    const { entries } = await read([mail("b", DIFF), mail("a", CUT), mail("c", DIFF)].join("\n"));
    expect(entries.map(({ patch }) => patch?.subject ?? null)).toEqual(["b", null, "c"]);
  });

  it.each([
    ["of damaged mails alone", [mail("a", CUT), mail("b", CUT)].join("\n")],
    ["of one damaged mail", mail("a", CUT)],
    ["of two revisions", [mail("[PATCH 1/2] a", DIFF), mail("[PATCH v2 1/3] b", DIFF)].join("\n")],
    ["that is empty", ""],
    ["without a patch", mail("a", "hello")],
  ])("%s is refused", async (_, text) => {
    await expect(read(text)).rejects.toBeInstanceOf(PatchError);
  });
});
