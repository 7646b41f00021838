// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { expect, it } from "vitest";
import { quoted, quotedValue } from "../../harness/scenario/quoted.ts";

it("leaves words as they are", () => {
  expect(quoted("page")).toBe("`page`");
  expect(quoted('"')).toBe('`"`');
  expect(quotedValue("page")).toBe('"page"');
  expect(quotedValue(4096)).toBe("4096");
  expect(quotedValue([1, 2])).toBe("a list of 2");
  expect(quotedValue({})).toBe("an object");
});

it("is short, on one line, and nothing that a terminal obeys, whatever the word", () => {
  const word = fc.oneof(
    fc.string({ unit: "binary", maxLength: 100 }),
    fc.constantFrom(
      "x".repeat(1_000_000),
      "\u001b[31m",
      "\u009b31m",
      "\u202e",
      "\ud83d\ude00".repeat(50),
      "a\n::error::b",
    ),
  );
  fc.assert(
    fc.property(word, (text) => {
      for (const said of [quoted(text), quotedValue(text)]) {
        expect(said.length).toBeLessThan(300);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(said).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
      }
    }),
  );
});
