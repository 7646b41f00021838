// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { parse as parseJunit } from "junit2json";
import { describe, expect, it } from "vitest";
import type { GateReport } from "../../../harness/gate/gate-report.ts";
import { FORMATS } from "../../../harness/report/formats/index.ts";
import { hostileReport } from "../../support/gate-sample.ts";
import { renderFormat as render } from "../../support/render-format.ts";

/** A value with each text taken out: what is left is what a reader finds its way by. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value === "string") return "";
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)]));
}

type Structure = (report: GateReport) => unknown;
const ofJson =
  (name: string): Structure =>
  (report) =>
    shapeOf(JSON.parse(render(name, report)));

/** How a reader of each format finds its way. Markdown has tests of its own. */
const STRUCTURES: Readonly<Record<string, Structure>> = {
  json: ofJson("json"),
  b4: ofJson("b4"),
  sarif: ofJson("sarif"),
  gitlab: ofJson("gitlab"),
  patchwork: ofJson("patchwork"),
  // an id is left out where it is no address
  kcidb: (report) => shapeOf(JSON.parse(render("kcidb", report).replace(/^ +"message_id": .*\n/gm, ""))),
  // paths may break at each slash, and what a text of several lines is shown in is no structure
  html: (report) =>
    [...render("html", report).matchAll(/<\/?(?!wbr|br)([a-z][a-z0-9]*)/g)].map(([tag]) => tag).join(" "),
  junit: async (report) => shapeOf(await parseJunit(render("junit", report))),
  ktap: (report) =>
    render("ktap", report)
      .split("\n")
      .flatMap((line) => /^ *(?:KTAP version|1\.\.|# Subtest:|ok \d|not ok \d)/.exec(line)?.[0] ?? []),
  github: (report) =>
    render("github", report)
      .split("\n")
      .map((line) => /^::(\w+) (.*?)::/.exec(line) ?? ["", "", ""])
      .map(([, level, given]) => [level, given!.split(",").map((one) => one.split("=")[0])]),
};

const HOSTILE = [
  "\u001b[31mred\u001b[0m",
  "\u001b]0;title\u0007",
  "::error::x",
  "::error file=a,line=1::x",
  "##vso[task.complete result=Succeeded;]",
  "##teamcity[buildProblem description='a']",
  "]]>",
  "<script>x</script>",
  "&amp;",
  "|",
  "`",
  '"',
  "'",
  "\\",
  "\n",
  "\r\n",
  "\nok 1 x",
  "\nnot ok 2 x # SKIP",
  "\n1..7",
  "\nKTAP version 1",
  "\n# Subtest: x",
  "\n::error::x",
  "%0A::error::x",
  ",title=x",
  "\ud800",
  "\udc00\ud800",
  "\0",
  "\ufffe",
  "\u2028",
  "\u202e",
];

describe.each(Object.entries(STRUCTURES))("the structure of %s", (_, structure) => {
  it.each(HOSTILE)("is not changed by %j", async (text) => {
    const plain = await structure(hostileReport("plain"));
    // where a text is empty, some formats leave out what would hold it
    for (const one of [`a${text}`, `a${text}b`, `a ${text} b`])
      expect(await structure(hostileReport(one)), one).toEqual(plain);
  });

  it("is not changed by any of them together, or by any text", async () => {
    const plain = await structure(hostileReport("plain"));
    const piece = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary", maxLength: 8 }));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
        expect(await structure(hostileReport(`a${pieces.join("")}`))).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it("is not changed by a megabyte", async () => {
    const plain = await structure(hostileReport("plain"));
    for (const text of ["a".repeat(1 << 20), "x y|`]]>\n::error::z\ud800 ".repeat(1 << 16)])
      expect(await structure(hostileReport(text))).toEqual(plain);
  });
});

describe.each(FORMATS.map(({ name }) => name))("%s", (name) => {
  it("is well-formed where a text is cut in the middle of a character", () => {
    for (const text of [
      "\ud800",
      "a\udc00b",
      "\ud83d",
      `${"x".repeat(254)}\u{1f600}`,
      "\u{1f600}".repeat(5000),
    ]) {
      const out = render(name, hostileReport(text));
      expect(out.isWellFormed()).toBe(true);
      expect(out).not.toMatch(/[^\\](?:\\\\)*\\ud[89a-f][0-9a-f]{2}(?!\\ud)/i);
    }
  });
});
