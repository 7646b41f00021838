// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { HtmlValidate } from "html-validate";
import { parse as parseJunit } from "junit2json";
import PostalMime from "postal-mime";
import type { Log } from "sarif";
import { Parser } from "tap-parser";
import { describe, expect, it, test } from "vitest";
import type { GateReport } from "../../harness/gate/gate-report.ts";
import { FORMATS } from "../../harness/report/formats/index.ts";
import { makeScreen } from "../../harness/report/screen.ts";
import {
  greenReport,
  hostileReport,
  lackingReport,
  redReport,
  seriesReport,
} from "../support/gate-sample.ts";
import { expectGolden } from "../support/golden.ts";
import { tempDir } from "../support/temp-dir.ts";

const render = (name: string, report: GateReport, width = 80): string =>
  FORMATS.find((one) => one.name === name)!.render(report, makeScreen(width, false));

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
  gitlab: "json",
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

/** Tests below the top are indented by two, which is KTAP's own. */
const tap = (text: string) => Parser.parse(text.replace("KTAP version 1", "TAP version 14"));

describe("a reader of TAP", () => {
  it("sees configurations as tests, and takes the plan for kept", () => {
    const results = tap(render("ktap", redReport())).flatMap((event) =>
      event[0] === "assert" ? [event[1]] : [],
    );
    expect(results.map(({ ok, name }) => [ok, name])).toEqual([
      [false, "x86_64"],
      [false, "x86_32-pae"],
      [false, "policy coverage"],
      [true, "policy line 13"],
    ]);
    const complete = tap(render("ktap", redReport())).find(([kind]) => kind === "complete");
    expect(complete?.[1]).toMatchObject({ count: 4, fail: 3, pass: 1 });
  });

  it("sees scenarios as tests of their configuration, with their directives", () => {
    const inner = render("ktap", redReport())
      .split("\n")
      .filter((line) => line.startsWith("  "))
      .map((line) => line.slice(2));
    const second = inner.indexOf("KTAP version 1", 1);
    const results = tap(inner.slice(0, second).join("\n")).flatMap((event) =>
      event[0] === "assert" ? [event[1]] : [],
    );
    expect(results.map(({ ok, name, skip }) => [ok, name, skip])).toEqual([
      [false, "cup", false],
      [true, "saucer", false],
      [true, "jug # XFAIL accepted by the policy", false],
      [false, "kettle # TIMEOUT", false],
      [true, "spoon", "not applicable to x86_64"],
    ]);
  });

  it("sees that a configuration which a tree lacks is skipped, and why", () => {
    const results = tap(render("ktap", lackingReport())).flatMap((event) =>
      event[0] === "assert" ? [event[1]] : [],
    );
    expect(results.slice(0, 3).map(({ ok, name, skip }) => [ok, name, skip])).toEqual([
      [true, "x86_64", false],
      [true, "x86_32-pae", "the tree has PV guests on x86_64 alone"],
      [false, "x86_32-pae-highmem", false],
    ]);
  });

  it("takes a hostile subject for one line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
        const results = tap(render("ktap", hostileReport(text))).filter(([kind]) => kind === "assert");
        expect(results).toHaveLength(3);
      }),
    );
  });
});

describe("a reader of JUnit", () => {
  it("counts what failed, what is in error and what was left out", async () => {
    const suites = (await parseJunit(render("junit", redReport())))!;
    expect(suites).toMatchObject({ tests: 13, failures: 3, errors: 6, skipped: 2 });
  });

  it("finds scenarios by configuration, with file and message", async () => {
    const suites = (await parseJunit(render("junit", redReport()))) as unknown as {
      testsuite: {
        name: string;
        testcase: { name: string; file?: string; failure?: { message: string; inner: string }[] }[];
      }[];
    };
    const [first] = suites.testsuite;
    expect(first?.name).toBe("x86_64");
    const [cup] = first!.testcase;
    expect(cup).toMatchObject({ name: "cup", file: "drivers/xen/gntdev.c" });
    expect(cup?.failure?.[0]?.message).toBe("memory-leak: add in gntdev_alloc_map");
    expect(cup?.failure?.[0]?.inner).toContain("drivers/xen/gntdev.c:121 in gntdev_alloc_map");
  });

  it("takes any text of a mail", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 40 }), async (text) => {
        const report = render("junit", hostileReport(text));
        expect(await parseJunit(report)).toMatchObject({ tests: 5 });
      }),
      { numRuns: 50 },
    );
  });

  const xmllint = ((): string | null => {
    try {
      return execFileSync("sh", ["-c", "command -v xmllint"], { encoding: "utf8" }).trim();
    } catch {
      return null;
    }
  })();

  it.skipIf(xmllint === null)("called xmllint takes it as well", () => {
    const path = join(tempDir(), "junit.xml");
    for (const report of [
      redReport(),
      greenReport(),
      seriesReport(),
      hostileReport("]]><x a='\u0001\ufffe'>&"),
    ]) {
      writeFileSync(path, render("junit", report));
      execFileSync(xmllint!, ["--noout", path], { stdio: "pipe" });
    }
  });
});

describe("SARIF", () => {
  const logOf = (report: GateReport): Log => JSON.parse(render("sarif", report)) as Log;

  it("has what fails, and what is accepted as suppressed", () => {
    const results = logOf(redReport()).runs[0]!.results!;
    expect(results.map(({ ruleId, suppressions }) => [ruleId, suppressions?.[0]?.justification])).toEqual([
      ["hang", undefined],
      ["memory-leak", undefined],
      ["outcome", "an error is right there"],
    ]);
    expect(results[1]?.locations?.[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: "drivers/xen/gntdev.c" },
      region: { startLine: 121 },
    });
  });

  it("names rules that it lists, and fingerprints that do not depend on lines", () => {
    const { results, tool } = logOf(redReport()).runs[0]!;
    for (const { ruleId, ruleIndex } of results!) expect(tool.driver.rules![ruleIndex!]?.id).toBe(ruleId);
    const prints = results!.map(({ partialFingerprints }) => partialFingerprints!["hunkboxSignature/v1"]);
    expect(new Set(prints).size).toBe(prints.length);
    expect(prints).toEqual(
      redReport().patches[0]!.findings.flatMap(({ fingerprint, status }) =>
        status === "fails" || status === "accepted" ? [fingerprint] : [],
      ),
    );
  });

  const validator = process.env.HUNKBOX_SARIF_MULTITOOL;
  it.skipIf(!validator)("fits its schema, as Microsoft's validator reads it", () => {
    const dir = tempDir();
    const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" };
    for (const [i, report] of [
      redReport(),
      greenReport(),
      seriesReport(),
      hostileReport('a b%#?"\\'),
    ].entries()) {
      const path = join(dir, `${i}.sarif`);
      writeFileSync(path, render("sarif", report));
      const text = execFileSync(validator!, ["validate", path, "--output", `${path}.out`], {
        encoding: "utf8",
        env,
      });
      expect(text.split("\n").filter((line) => line.includes(": error "))).toEqual([]);
    }
  });
});

describe("GitHub's annotations", () => {
  it("are one line each, whatever the mail says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
        const lines = render("github", hostileReport(`${text}\n::error::x`))
          .trimEnd()
          .split("\n");
        for (const line of lines) expect(line).toMatch(/^::(?:error|warning|notice) [^:]*(?:%3A[^:]*)*::/);
        expect(lines).toHaveLength(5);
      }),
    );
  });
});

describe("GitLab's report", () => {
  it("gives each issue a fingerprint of its own, a place and a severity", () => {
    for (const report of [redReport(), seriesReport(), lackingReport()]) {
      const issues = JSON.parse(render("gitlab", report)) as {
        fingerprint: string;
        severity: string;
        location: { path: string; lines: { begin: number } };
      }[];
      expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
      for (const { severity, location } of issues) {
        expect(severity).toMatch(/^(?:info|minor|major|critical|blocker)$/);
        expect(location.path).not.toBe("");
        expect(location.lines.begin).toBeGreaterThan(0);
      }
    }
  });
});

describe("b4", () => {
  test.each([
    ["fail", redReport],
    ["pass", greenReport],
    ["fail", seriesReport],
  ])("is told %s", (status, report) => {
    const results = JSON.parse(render("b4", report())) as Record<string, string>[];
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({ tool: "hunkbox", status });
    expect(results[0]?.summary).not.toContain("\n");
    expect(results[0]?.details).toContain("\n");
  });
});

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

  it("quotes the line that a finding is about, and puts the finding below it", () => {
    const lines = render("mail", redReport()).split("\n");
    const at = lines.indexOf("> +\tadd->kmap_ops = kzalloc(n, GFP_KERNEL);");
    expect(lines.slice(at + 2, at + 4).join(" ")).toMatch(/^hang: drivers\/xen\/gntdev\.c:121/);
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

  it("names nobody as a tester", () => {
    for (const report of [redReport(), greenReport()])
      expect(render("mail", report)).not.toMatch(/Tested-by/i);
  });

  it("keeps a name in other letters", async () => {
    const mail = await PostalMime.parse(render("mail", hostileReport("Łukasz Ünï")));
    expect(mail.to?.[0]?.name).toBe("Łukasz Ünï");
    expect(mail.subject).toBe("Re: Łukasz Ünï Łukasz Ünï");
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
