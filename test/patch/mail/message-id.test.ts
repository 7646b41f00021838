// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageIdOf } from "../../../harness/patch/mail/message-id.ts";

const ID = "20240101.1234-1-a+b=c@example.org";

describe("a Message-ID", () => {
  it.each([
    [ID],
    [`<${ID}>`],
    [`https://lore.kernel.org/all/${ID}/`],
    [`https://lore.kernel.org/r/${ID}`],
    [`http://lore.kernel.org/xen-devel/${ID}/T/#u`],
    [`https://lore.kernel.org/all/${ID}/t.mbox.gz`],
    [`https://lore.kernel.org/all/${encodeURIComponent(ID)}/raw`],
    [`https://lkml.kernel.org/r/${ID}`],
    [`https://patch.msgid.link/${ID}`],
    [`https://patchwork.kernel.org/project/xen-devel/patch/${ID}/`],
  ])("is read from %s", (word) => {
    expect(messageIdOf(word)).toBe(ID);
  });

  it("may hold a slash where it stands in <> or is escaped in an address", () => {
    expect(messageIdOf("<Z/1@host>")).toBe("Z/1@host");
    expect(messageIdOf("https://lore.kernel.org/all/Z%2F1@host/")).toBe("Z/1@host");
  });

  it.each([
    ["fix.mbox"],
    ["-"],
    ["@"],
    ["a@"],
    ["@b"],
    ["patches/fix@home.mbox"],
    ["a b@c"],
    ["<a@b"],
    ["<a@b> "],
    ["<a>@b>"],
    ["<a\n@b>"],
    ["<a\u001b[31m@b>"],
    ["ä@b"],
    [`${"a".repeat(400)}@b`],
    ["https://example.org/all/a@b/"],
    ["https://lore.kernel.org@example.org/a@b"],
    ["https://user@lore.kernel.org/all/a@b/"],
    ["https://lore.kernel.org:8080/all/a@b/"],
    ["https://lore.kernel.org/all/"],
    ["https://lore.kernel.org/all/%E0%A4%A@b/"],
    ["https://lore.kernel.org/all/a%0a@b/"],
    ["https://"],
    ["file:///a@b"],
  ])("is none: %j", (word) => {
    expect(messageIdOf(word)).toBeNull();
  });

  it("holds nothing that could end it, whatever is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const word of [text, `<${text}@b>`, `https://lore.kernel.org/all/${text}@b/`])
          expect(messageIdOf(word) ?? "a@b").toMatch(/^[!-;=?-~]{1,400}$/);
      }),
    );
  });
});
