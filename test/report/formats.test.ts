// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import fc from "fast-check";
import { HtmlValidate } from "html-validate";
import { describe, expect, it, test } from "vitest";
import { FORMATS } from "../../harness/report/formats/index.ts";
import { greenReport, hostileReport, redReport, seriesReport } from "../support/gate-sample.ts";
import { expectGolden } from "../support/golden.ts";
import { renderFormat as render } from "../support/render-format.ts";

const EXTENSIONS: Readonly<Record<string, string>> = {
  terminal: "txt",
  json: "json",
  html: "html",
  mail: "eml",
  b4: "json",
  junit: "xml",
  ktap: "ktap",
  sarif: "sarif",
  github: "txt",
  "github-summary": "md",
  markdown: "md",
  gitlab: "json",
  patchwork: "json",
  kcidb: "json",
};

/** The page's own style and script are read where they are written. */
const withoutCode = (text: string): string =>
  text
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, "<$1></$1>")
    .replace(/sha256-[\w+/=]+/g, "sha256-")
    // a line each for what people compare
    .replace(/(?=<(?:article|section|details|tr|li|h\d|p|figure|svg)\b)/g, (_, at) =>
      at > 0 && text.startsWith("<!DOCTYPE html>") ? "\n" : "",
    );

describe.each(FORMATS.map(({ name }) => name))("%s", (name) => {
  test.each([
    ["red", redReport],
    ["green", greenReport],
    ["series", seriesReport],
  ])("of a %s gate reads as it should", (what, report) => {
    expectGolden(`gate/formats/${name}-${what}.${EXTENSIONS[name]}`, withoutCode(render(name, report())));
  });

  it("gives the same bytes each time", () => {
    expect(render(name, redReport())).toBe(render(name, redReport()));
  });

  it("lets nothing of a mail act on a terminal", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        expect(render(name, hostileReport(text))).not.toMatch(/[^\P{Cc}\n\t]|\u202e/u);
      }),
      { numRuns: 50 },
    );
    // those of one byte in other character sets are rare among all letters
    const codes = [...Array.from({ length: 160 }, (_, i) => i), 0x202e];
    for (const code of codes.filter((one) => one < 32 || one > 126))
      expect(render(name, hostileReport(`a${String.fromCodePoint(code)}b`))).not.toMatch(
        /[^\P{Cc}\n\t]|\u202e/u,
      );
  });
});

/** What runners of CI obey in a log, and the marks that nobody sees or that turn text around. */
const OBEYED = [
  "::error::owned",
  "::set-output name=a::b",
  "::add-mask::a",
  "##[group]a",
  "##[error]a",
  "##vso[task.complete result=Succeeded;]",
  "##teamcity[buildProblem description='a']",
];
const MARKS = [
  "\u061c",
  "\u200b",
  "\u200e",
  "\u200f",
  "\u2028",
  "\u202a",
  "\u202e",
  "\u2060",
  "\u2066",
  "\u2069",
  "\ufeff",
];

/** A line of a log that some runner obeys: GitHub's trims it before it looks. */
const isObeyed = (line: string): boolean => /^\s*::[a-z]|##(?:vso|teamcity)?\[/i.test(line);

describe.each(FORMATS.map(({ name }) => name).filter((name) => name !== "github"))("%s in a log", (name) => {
  it.each(OBEYED)("holds no command of a mail: %s", (command) => {
    for (const text of [
      command,
      `a ${command}`,
      `a\n${command}`,
      `${"word ".repeat(12)}${command}`,
      `#${command}`,
      `:${command}`,
    ])
      for (const width of [60, 80, 160]) {
        const lines = render(name, hostileReport(text), width).split("\n");
        expect(lines.filter(isObeyed)).toEqual([]);
      }
  });

  it("holds no mark that turns text around or hides it", () => {
    const shown = render(name, hostileReport(MARKS.join("a")));
    expect(MARKS.filter((mark) => shown.includes(mark))).toEqual([]);
  });
});

describe("the terminal", () => {
  test.each([60, 80, 160])("of %i columns is not written over its edge", (width) => {
    for (const report of [redReport(), greenReport(), seriesReport()])
      for (const line of render("terminal", report, width).split("\n"))
        expect(line.length, line).toBeLessThanOrEqual(width);
  });
});

describe("the page", () => {
  const html = new HtmlValidate({
    extends: ["html-validate:standard"],
    rules: { "long-title": "off", "no-inline-style": "off" },
  });

  test.each([
    ["red", redReport],
    ["green", greenReport],
    ["series", seriesReport],
    ["hostile", () => hostileReport("</style><script>alert(1)</script>&\"'")],
  ])("of a %s gate is valid HTML", async (_, report) => {
    const { results } = await html.validateString(render("html", report()));
    expect(
      results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
    ).toEqual([]);
  });

  it("loads nothing, and runs its own script alone", () => {
    for (const report of [
      redReport(),
      hostileReport('"><script src=http://x></script><img src=x onerror=y><a href="javascript:z">'),
    ]) {
      const page = render("html", report);
      expect(page.match(/<script\b[^>]*>/g)).toEqual(["<script>"]);
      const content = page.replace(/<script>[\s\S]*?<\/script>/, "");
      expect(content).not.toMatch(/<(?:img|link|iframe|object|embed|base)\b/i);
      expect(content).not.toMatch(/<[^>]*\s(?:src|style|on\w+)=/i);
      expect(content).not.toMatch(/<[^>]*\shref="(?!#)/i);
      expect(page).not.toMatch(/url\(|@import/);
    }
  });

  it("allows by its policy what it holds, by hash, and nothing else", () => {
    const page = render("html", redReport());
    const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)!;
    const hash = (tag: string): string => {
      const [, text] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)!;
      return `'sha256-${createHash("sha256").update(text!).digest("base64")}'`;
    };
    expect(policy!.replaceAll("&#39;", "'").split("; ")).toEqual([
      "default-src 'none'",
      `style-src ${hash("style")}`,
      `script-src ${hash("script")}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it("has no link that leads nowhere, and no anchor twice", () => {
    for (const report of [redReport(), greenReport(), seriesReport(), hostileReport("a b")]) {
      const page = render("html", report);
      const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);
      expect(new Set(ids).size).toBe(ids.length);
      const links = [...page.matchAll(/\shref="#([^"]*)"/g)].map(([, id]) => id!);
      expect(links.filter((id) => !ids.includes(id))).toEqual([]);
    }
  });

  it("leads from a finding to its line, its trace and its scenarios, and back from each", () => {
    const page = render("html", redReport());
    const finding =
      redReport().patches[0]!.findings.findIndex(({ invariant }) => invariant === "memory-leak") + 1;
    const part = (from: string, to: string): string => {
      const at = page.indexOf(from);
      return page.slice(at, page.indexOf(to, at));
    };
    const told = part(`id="finding-${finding}"`, "signature");
    for (const target of ["hunk-1-line-2", "trace-1", "scenario-1"])
      expect(told).toContain(`href="#${target}"`);
    const back = `href="#finding-${finding}"`;
    for (const link of [back, 'href="#trace-1"'])
      expect(part('id="hunk-1-line-2"', 'id="hunk-1-line-3"')).toContain(link);
    expect(part('id="scenario-1"', "</tr>")).toContain(back);
    expect(part('id="trace-1"', "<table")).toContain(back);
  });

  it("puts build errors before problems, these in their order, then what is mended, never ran, and was run", () => {
    const page = render("html", redReport());
    const marks = [
      "build-errors",
      "problems",
      "problem-1",
      "problem-2",
      "mended",
      "others",
      "never-run",
      "scenarios",
    ];
    const places = marks.map((id) => page.indexOf(`id="${id}"`));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it("says of a finding whose trace there is no room for that it is left out", () => {
    const report = redReport();
    const patches = report.patches.map((patch) => ({ ...patch, traces: [] }));
    const page = render("html", { ...report, patches });
    expect(page).toContain("Its trace is left out: there is no room for more of them here.");
    expect(page).toMatch(/Of \d+ findings no trace is here/);
  });

  it("leaves lines of a hunk out that nobody could read, and says how many", () => {
    const report = redReport();
    const long = Array.from({ length: 50_000 }, (_, i) => `+int line_${i};`);
    const patches = report.patches.map((patch) => ({
      ...patch,
      hunks: patch.hunks.slice(0, 1).map((hunk) => ({ ...hunk, lines: long })),
    }));
    const page = render("html", { ...report, patches });
    expect(page).toContain("+int line_19999;");
    expect(page).not.toContain("+int line_49999;");
    expect(page).toMatch(/>\d+ lines of this hunk are left out here</);
  });

  it("says what a step does above what comes of it", () => {
    const page = render("html", redReport());
    expect(page).toContain(
      '<tr class="step" id="trace-1-step-1"><td colspan="3">step 1: {&quot;do&quot;:&quot;open&quot;}</td></tr>',
    );
    expect(page).toContain("drivers/<wbr/>xen/<wbr/>gntdev.c:121 in gntdev_alloc_map</a></td>");
  });

  it("shows what each table has of a granted page, in colour and by a mark", () => {
    const page = render("html", redReport());
    expect(page).toContain('<span class="page mono wrong">not present ✗</span>');
    expect(page).toContain('<span class="page mono right">0x11bcd5 ✓</span>');
    expect(page).toContain('<span class="page none">no entry</span>');
  });

  it("draws entries, frames and an arrow from one to the other", () => {
    const page = render("html", redReport());
    const [before, after] = [...page.matchAll(/<svg[\s\S]*?<\/svg>/g)].map(([svg]) => svg);
    expect(before).toContain("domain 1, mapped 1x");
    expect(before!.match(/class="arrow/g)).toHaveLength(1);
    expect(after).toContain("\u2260 shows 0x11bcd5 (new, no grant)");
  });
});
