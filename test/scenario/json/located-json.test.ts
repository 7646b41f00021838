// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { locatedJson } from "../../../harness/scenario/json/located-json.ts";

const fault = (text: string): string => {
  const json = locatedJson(text);
  if ("value" in json) throw new Error("is JSON");
  return `${json.line}:${json.column} ${json.text}`;
};

test.each([
  ["", "1:1 the file is empty"],
  ["{", "1:1 nothing closes this `{`"],
  ['{\n  "a": [1', "2:8 nothing closes this `[`"],
  ['{"a": 1,', "1:1 nothing closes this `{`"],
  ['{"id": "x', '1:8 nothing closes this `"`'],
  ['{\n "a": 1,\n}', "3:1 there is a comma too many before this `}`"],
  ["[1, 2,]", "1:7 there is a comma too many before this `]`"],
  [
    '{\n  "id": "a"\n  "title": "b"\n}',
    '3:3 `"` does not belong here: a comma or a colon is missing before it',
  ],
  ['{"a" 1}', "1:6 `1` does not belong here: a comma or a colon is missing before it"],
  ["[1, 2}", "1:6 a `]` is missing before this `}`"],
  ['[{"a": 1]]', "1:9 a `}` is missing before this `]`"],
  ['{"a": 1}}', "1:9 `}` comes after the end"],
  ["{} {}", "1:4 `{` comes after the end"],
  ["// why\n{}", "1:1 JSON has no comments"],
  ['{"a": 1, # why\n}', "1:10 JSON has no comments"],
  ["{'a': 1}", "1:2 keys and texts stand in double quotes"],
  ["{a: 1}", "1:2 `a` is not in double quotes, as all are but true, false, null and numbers"],
  ['{"a": tru}', "1:7 `tru` is not in double quotes, as all are but true, false, null and numbers"],
  ['{"a": "b\n"}', '1:9 a text ends on its line and holds no tab: a `"` is missing, or write \\n or \\t'],
  ['{"a": "\\x"}', "1:8 JSON has no such escape in a text"],
  ["[1,,2]", "1:4 `,` does not belong here"],
  ["[".repeat(100_000), "1:1 is nested deeper than any scenario"],
])("says why %j is no JSON, and where", (text, says) => {
  expect(fault(text)).toBe(says);
});

describe("the place of a part", () => {
  const text = '{\n  "a": 1,\r\n  "b": [\n    2,\n    { "ä": null }\n  ]\n}';
  const json = locatedJson(text);
  if (!("value" in json)) throw new Error("is no JSON");

  test.each([
    [[], false, 1, 1],
    [["a"], false, 2, 8],
    [["a"], true, 2, 3],
    [["b", 1, "ä"], true, 5, 7],
    [["b", 1, "ä"], false, 5, 12],
    [["b", 0], false, 4, 5],
    [["b", 1, "none"], false, 5, 5],
    [["b", 7], false, 3, 8],
  ] as const)("of %j (its key: %s) is %i:%i", (path, isOfKey, line, column) => {
    expect(json.placeOf(path, isOfKey)).toEqual({ line, column });
  });
});

it("notices a key that is there twice, which JSON.parse does not", () => {
  expect(locatedJson('{"a": {"b": 1, "b": 2}}')).toMatchObject({
    value: { a: { b: 2 } },
    problems: [{ path: ["a", "b"], isOfKey: true, text: "`b` is there twice" }],
  });
});

it("finds each of very many keys at once", () => {
  const keys = Array.from({ length: 50_000 }, (_, i) => `k${i}`);
  const json = locatedJson(`{\n${keys.map((key) => `"${key}": 1`).join(",\n")}\n}`);
  if (!("value" in json)) throw new Error("is no JSON");
  keys.forEach((key, i) => {
    if (json.placeOf([key], true).line !== i + 2) throw new Error(key);
  });
});

it("takes what JSON.parse takes for what it is, and nothing else", () => {
  const edit = fc.record({
    at: fc.nat(200),
    cut: fc.nat(3),
    add: fc.constantFrom(..."{}[],:\"'\\ \n\t0-.e/ntu\u0001é"),
  });
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.array(edit, { maxLength: 2 }), (whole, edits) => {
      const text = edits.reduce((one, { at, cut, add }) => {
        const i = at % (one.length + 1);
        return one.slice(0, i) + add + one.slice(i + cut);
      }, whole);
      let value: unknown;
      let isJson = true;
      try {
        value = JSON.parse(text);
      } catch {
        isJson = false;
      }
      const json = locatedJson(text);
      expect("value" in json, text).toBe(isJson);
      if ("value" in json) expect(json.value).toEqual(value);
      else expect(json.line).toBeLessThanOrEqual(text.split("\n").length);
    }),
    { numRuns: 2000 },
  );
});
