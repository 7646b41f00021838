// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { parseSubject } from "../../../harness/patch/mail/parse-subject.ts";

test.each([
  ["[PATCH] a: b", "a: b", "[PATCH]", 1, 1, 1],
  ["[PATCH v2 3/7] a", "a", "[PATCH v2 3/7]", 2, 3, 7],
  ["[RFC PATCH net-next v10 00/12] a", "a", "[RFC PATCH net-next v10 00/12]", 10, 0, 12],
  ["[PATCHv3 1/2] a", "a", "[PATCHv3 1/2]", 3, 1, 2],
  ["Re: [Pots] [PATCH 2/3]a", "a", "[Pots] [PATCH 2/3]", 1, 2, 3],
  ["pots 1/2: v2 of a", "pots 1/2: v2 of a", "", 1, 1, 1],
  ["[PATCH 5/3] a", "a", "[PATCH 5/3]", 1, 1, 1],
  ["[PATCH 1/99999] a", "a", "[PATCH 1/99999]", 1, 1, 1],
  ["[open", "[open", "", 1, 1, 1],
  ["[PATCH]\n a\n b", "a b", "[PATCH]", 1, 1, 1],
])("%j", (line, subject, prefix, version, number, total) => {
  expect(parseSubject(line)).toEqual({ subject, prefix, version, number, total });
});

test("a subject of a megabyte is cut, a real one is whole", () => {
  const real = `xen/gntdev: ${"why ".repeat(100)}`.trim();
  expect(parseSubject(`[PATCH] ${real}`).subject).toBe(real);
  const { subject, prefix } = parseSubject(`[${"P".repeat(1e6)}] ${"漢".repeat(1e6)}`);
  expect(subject).toMatch(/^漢+…$/);
  expect(subject.length + prefix.length).toBeLessThan(2000);
});
