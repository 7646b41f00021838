// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import type { GateReport } from "../../../harness/gate/gate-report.ts";
import {
  greenReport,
  hostileReport,
  MANY_PROBLEMS,
  manyReport,
  redReport,
  seriesReport,
} from "../../support/gate-sample.ts";
import { renderFormat as render } from "../../support/render-format.ts";

describe("the answer by mail", () => {
  it("is one mail in the thread of the patch, whatever that says", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 60 }), async (text) => {
        const mail = await PostalMime.parse(render("mail", hostileReport(`${text}\nBcc: x@y`)));
        expect(mail.bcc).toBeUndefined();
        expect(mail.headers.map(({ key }) => key)).toEqual([
          "to",
          "cc",
          "subject",
          "in-reply-to",
          "references",
          "mime-version",
          "content-type",
          "content-transfer-encoding",
        ]);
      }),
    );
  });

  it("quotes the hunk from its @@ to the line that a problem is about, and puts the problem below it", () => {
    const lines = render("mail", redReport()).split("\n");
    const at = lines.indexOf("2. memory leak: kmap_ops is never freed");
    expect(lines.slice(at + 1, at + 7)).toEqual([
      "",
      "> @@ -120,4 +120,4 @@ static struct grant_map *gntdev_alloc_map(int count)",
      "> \tadd->count = count;".replace("> ", ">  "),
      "> +\tadd->kmap_ops = kzalloc(n, GFP_KERNEL);",
      "",
      "drivers/xen/gntdev.c:121 in gntdev_alloc_map: after the patch, 48 bytes",
    ]);
  });

  it("tells build errors first, then the problems, and names those that nobody reads in full", () => {
    const mail = render("mail", manyReport());
    const at = [...["oak", "pine"], ...MANY_PROBLEMS, ...["tansy", "sedge"]].map((name) =>
      mail.indexOf(name),
    );
    expect(at).not.toContain(-1);
    expect(at).toEqual(at.toSorted((x, y) => x - y));
    expect(mail).toContain("\n  12. grant leak: maple (1 run)\n");
  });

  it("names a command that anybody can run who has the mail", () => {
    const of = (over: Partial<GateReport>, messageId: string | null = "one@example.org") => {
      const report = redReport();
      const patches = report.patches.map((patch) => ({ ...patch, messageId }));
      return render("mail", { ...report, patches, command: "hunkbox gate /home/me/fix.mbox", ...over });
    };
    const command = "hunkbox check - --debian linux-source-6.1";
    expect(of({ portableCommand: command })).toContain(`\n  b4 am -o - one@example.org | ${command}\n`);
    expect(of({ portableCommand: command }, null)).toContain(`\n  ${command} < PATCH\n`);
    const range = "hunkbox gate --git . --range v6.1..v6.2";
    expect(of({ portableCommand: range })).toContain(`\n  ${range}\n`);
    expect(of({})).not.toContain("/home/me");
  });

  it.each(["a b", "$(x)@y", "-o", "x;y@z", "a'b@c", "`x`@y", "x\n@y"])(
    "puts no id into a command of a shell that is not one plain word: %j",
    (messageId) => {
      const report = redReport();
      const patches = report.patches.map((patch) => ({ ...patch, messageId }));
      const mail = render("mail", { ...report, patches });
      expect(mail).toContain("\n  b4 am -o - MESSAGE-ID | hunkbox check -\n");
    },
  );

  it("says how it may be credited, and what for", () => {
    const mail = render("mail", redReport());
    expect(mail).toContain("\n  Reported-by: <who sends this mail>\n  Closes: <link to this mail>\n");
    expect(render("mail", greenReport())).not.toMatch(/^ *[A-Z][a-z]+(?:-[a-z]+)+: /m);
  });

  it("goes to whom the patch went to, and names its thread", async () => {
    const mail = await PostalMime.parse(render("mail", redReport()));
    expect(mail.to?.map(({ address }) => address)).toEqual(["a@example.org"]);
    expect(mail.cc?.map(({ name, address }) => [name, address])).toEqual([
      ["", "list@example.org"],
      ["B, Reviewer", "b@example.org"],
    ]);
    expect(mail.inReplyTo).toBe("<one@example.org>");
    expect(mail.references?.split(/\s+/)).toEqual(["<zero@example.org>", "<one@example.org>"]);
  });

  it("answers the first patch of a series without a cover letter", () => {
    expect(render("mail", seriesReport())).toContain("Subject: Re: [PATCH] xen: first\n");
  });

  it("names nobody as a tester or a reviewer", () => {
    for (const report of [redReport(), greenReport(), seriesReport()])
      expect(render("mail", report)).not.toMatch(/(?:Tested|Reviewed|Acked)-by/i);
  });

  it("keeps a name in other letters", async () => {
    const mail = await PostalMime.parse(render("mail", hostileReport("Łukasz Ünï")));
    expect(mail.to?.[0]?.name).toBe("Łukasz Ünï");
    expect(mail.subject).toBe("Re: Łukasz Ünï Łukasz Ünï");
  });
});
