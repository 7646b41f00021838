// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { lexer, type Token } from "marked";
import { describe, expect, it } from "vitest";
import type { GateReport } from "../../../harness/gate/gate-report.ts";
import { hostileReport, MANY_PROBLEMS, manyReport, redReport } from "../../support/gate-sample.ts";
import { renderFormat as render } from "../../support/render-format.ts";

/** What a reader of GitHub's Markdown sees in a page: kinds of elements, and tags of HTML, but for their texts. */
function structureOf(text: string): string[] {
  const kinds = (tokens: readonly Token[]): string[] =>
    tokens.flatMap((token) => {
      if (token.type === "table") {
        const cells = [...token["header"], ...token["rows"].flat()] as { tokens: Token[] }[];
        return ["table", ...cells.flatMap((cell) => ["cell", ...kinds(cell.tokens)])];
      }
      if (token.type === "html") return [...token.raw.matchAll(/<\/?[a-z]+/gi)].map(([tag]) => tag);
      // a sign that stands for an address is a tag of our own
      return [token.type, ...("tokens" in token && token.tokens !== undefined ? kinds(token.tokens) : [])];
    });
  const all = kinds(lexer(text, { gfm: true }));
  return all.filter((kind, i) => kind !== "text" && !(kind === "<b" || all[i - 1] === "<b"));
}

const HOSTILE = [
  "|",
  "a | b | c",
  "`",
  "```",
  "``` \n # x",
  "# title",
  "- item",
  "1. one",
  "> quote",
  "a\n\nb",
  "***bold***",
  "__init__",
  "~~gone~~",
  "[a](http://b)",
  "![a](http://b)",
  "<script>alert(1)</script>",
  "</pre>",
  "</code></summary></details>",
  "<!-- x",
  "https://example.org/a",
  "www.example.org",
  "me@example.org",
  "@torvalds #1 GH-1",
  "\\",
  "&lt;b&gt;",
  "| --- |",
  "===",
  "$x$ $`y`$",
  "::error::x",
  "]]>",
];

describe.each(["markdown", "github-summary"])("%s", (name) => {
  const plain = (report: GateReport) => structureOf(render(name, report));

  it.each(HOSTILE)("is the same page for a mail that says %j", (text) => {
    expect(plain(hostileReport(text))).toEqual(plain(hostileReport("plain")));
    expect(plain(hostileReport(`a ${text}`))).toEqual(plain(hostileReport("plain")));
  });

  it("is the same page for any text", () => {
    const want = plain(hostileReport("plain"));
    const piece = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "grapheme", maxLength: 12 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
        expect(plain(hostileReport(`x${pieces.join("")}`))).toEqual(want);
      }),
      { numRuns: 60 },
    );
  });

  it("has every text of a mail in code, where no name and no issue is looked for", () => {
    const page = render(name, hostileReport("@torvalds #1"));
    const outside = page.replace(/<code>.*?<\/code>/gs, "").replace(/<pre>.*?<\/pre>/gs, "");
    expect(outside).not.toMatch(/torvalds|#1\b|&#64;/);
  });

  it("folds each problem, in their order, behind what does not build", () => {
    const page = render(name, manyReport());
    const at = [...["oak", "pine"], ...MANY_PROBLEMS.map((one) => `leak: ${one}</code> <code>`)].map((text) =>
      page.indexOf(text),
    );
    expect(at).not.toContain(-1);
    expect(at).toEqual(at.toSorted((x, y) => x - y));
    expect(page.match(/<details>/g)).toHaveLength(MANY_PROBLEMS.length);
  });
});

describe("a comment", () => {
  /** As many problems as nobody has seen. */
  function longReport(): GateReport {
    const report = redReport();
    const patches = report.patches.map((patch) => {
      const [first] = patch.problems;
      const problems = Array.from({ length: 400 }, (_, i) => ({ ...first!, number: i + 1 }));
      return { ...patch, problems };
    });
    return { ...report, patches };
  }

  it("fits into what GitHub takes, and says what it leaves out", () => {
    const page = render("markdown", longReport());
    expect(page.length).toBeLessThan(65_536);
    const shown = page.match(/<details>/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(40);
    expect(page).toContain(
      `**Left out** here, for want of room: ${400 - shown} more problems, 1 more accepted`,
    );
    expect(page).toContain("To see it yourself:");
    expect(render("github-summary", longReport()).match(/<details>/g)).toHaveLength(400);
  });

  it("fits for very many patches and very long texts", () => {
    const one = hostileReport("@|".repeat(100_000));
    const patches = Array.from({ length: 300 }, () => one.patches[0]!);
    const page = render("markdown", { ...one, patches });
    expect(page.length).toBeLessThan(65_536);
    expect(page).toMatch(/\*\*Left out\*\* here, for want of room: .*\d+ more parts/);
  });
});
