// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import type { AxeResults } from "axe-core";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { html } from "../../harness/report/formats/html.tsx";
import { makeScreen } from "../../harness/report/screen.ts";
import { openBrowser, openText, WHY_NO_BROWSER } from "../support/browser.ts";
import { buildCli, hunkbox } from "../support/cli.ts";
import { hostileReport, redReport, seriesReport } from "../support/gate-sample.ts";

const SCREEN = makeScreen(80, false);
const TRACE = "#trace-1";

if (WHY_NO_BROWSER !== "") process.stderr.write(`tests of the page are left out: ${WHY_NO_BROWSER}\n`);

/** The bundled patch, judged in all configurations by all scenarios. */
let bundled = "";
let browser: Browser;
beforeAll(async () => {
  buildCli();
  bundled = (await hunkbox(["view", "--out", "-"])).stdout;
  if (WHY_NO_BROWSER === "") browser = await openBrowser();
});
afterAll(async () => browser?.close());

/** Where in its trace a timeline stands. */
const placeOf = async (page: Page, trace = TRACE): Promise<string> =>
  (await page.locator(`${trace} .timeline output`).textContent()) ?? "";

/** A trace in which entries come and go: kernel code maps a granted page, and gives it back. */
const traceWithTables = (): string => {
  const [, id] = /id="(trace-\d+)"[^>]*><summary><code>api-map-again<\/code>, x86_64:/.exec(bundled)!;
  return id!;
};

describe("the page of the bundled patch", () => {
  it("is one file of less than 400 kB, gzipped", () => {
    expect(gzipSync(bundled).length).toBeLessThan(400_000);
    expect(bundled).toContain('id="problem-3"');
  });

  it("has a trace for each finding that it tells", () => {
    expect(bundled).not.toContain("Its trace is left out");
    const findings = bundled.match(/id="finding-\d+"/g)!.length;
    expect(bundled.match(/>Trace of </g)).toHaveLength(findings);
    for (const [, trace] of bundled.matchAll(/href="#(trace-\d+)[^"]*">Trace of/g))
      expect(bundled).toContain(`id="${trace}"`);
  });

  it("has as many rows without its script as with it, and no timeline", {
    skip: WHY_NO_BROWSER !== "",
  }, async () => {
    const { page, faults } = await openText(browser, bundled, { javaScriptEnabled: false }, "problem-1");
    expect(await page.locator("#problem-1").isVisible()).toBe(true);
    await page.locator(`${TRACE} > summary`).click();
    const rows = page.locator(`${TRACE} .rows tbody tr`);
    for (const row of await rows.all()) expect(await row.isVisible()).toBe(true);
    expect(await page.locator(`${TRACE} .timeline`).isVisible()).toBe(false);
    expect(await page.locator("#filters").isVisible()).toBe(false);
    expect(faults).toEqual([]);
  });

  it("asks no network for anything, and runs under its own policy", {
    skip: WHY_NO_BROWSER !== "",
  }, async () => {
    const { page, faults } = await openText(browser, bundled, {}, "trace-1");
    await expect.poll(() => page.locator(`${TRACE} .timeline`).isVisible()).toBe(true);
    expect(faults).toEqual([]);
    const refused = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
            resolve(effectiveDirective),
          );
          const script = document.createElement("script");
          script.textContent = "document.title = 'owned'";
          document.body.append(script);
        }),
    );
    expect(refused).toBe("script-src-elem");
    expect(await page.title()).not.toBe("owned");
  });
});

describe.skipIf(WHY_NO_BROWSER !== "")("a trace", () => {
  let page: Page;
  beforeAll(async () => {
    ({ page } = await openText(browser, bundled, {}, "trace-1"));
  });

  const opened = async (): Promise<Page> => {
    await page.goto(`${page.url().split("#")[0]}#trace-1`);
    await page.reload();
    return page;
  };

  it("opens at its anchor, at the first row that differs", async () => {
    await opened();
    expect(await page.locator(TRACE).getAttribute("open")).not.toBeNull();
    expect(await placeOf(page)).toMatch(/(before|after) alone/);
    expect(await page.locator(`${TRACE} [aria-current]`).count()).toBe(1);
  });

  it("opens at a step that a finding leads to", async () => {
    await opened();
    await page.locator("#problem-1 a", { hasText: "Trace of" }).first().click();
    expect(await placeOf(page)).toMatch(/^row \d+ of \d+, step \d+ of \d+: step \d+: /);
    expect(await page.locator(`${TRACE} tr.step[aria-current]`).isVisible()).toBe(true);
  });

  it("is moved through by its slider and the arrow keys, by rows and by steps", async () => {
    await opened();
    const slider = page.locator(`${TRACE} input[type=range]`);
    await slider.fill("0");
    expect(await placeOf(page)).toMatch(/^row 1 of /);
    await slider.press("ArrowRight");
    await slider.press("ArrowDown");
    expect(await placeOf(page)).toMatch(/^row 3 of /);
    await slider.press("ArrowLeft");
    expect(await placeOf(page)).toMatch(/^row 2 of /);
    await slider.press("End");
    await slider.press("PageUp");
    expect(await placeOf(page)).toMatch(/: step \d+: /);
    await slider.press("Home");
    await slider.press("ArrowUp");
    expect(await placeOf(page)).toMatch(/^row 1 of /);
    expect(await slider.getAttribute("aria-valuetext")).toBe(await placeOf(page));
  });

  it("goes to the next difference by n and back by p, from its rows as well", async () => {
    await opened();
    const trace = `#${traceWithTables()}`;
    await page.goto(`${page.url().split("#")[0]}${trace}`);
    const rows = page.locator(`${trace} .rows`);
    await rows.focus();
    const first = await placeOf(page, trace);
    await page.keyboard.press("n");
    const second = await placeOf(page, trace);
    expect(second).toMatch(/(before|after) alone/);
    expect(second).not.toBe(first);
    await page.keyboard.press("p");
    expect(await placeOf(page, trace)).toBe(first);
  });

  it("folds what both sides have in common, and opens a fold by its button", async () => {
    await opened();
    const fold = page.locator(`${TRACE} .fold button[aria-expanded=false]`).first();
    const shown = await page.locator(`${TRACE} .rows tbody tr:visible`).count();
    const [count] = /\d+/.exec((await fold.textContent())!)!;
    await fold.press("Enter");
    expect(await page.locator(`${TRACE} .rows tbody tr:visible`).count()).toBe(shown + Number(count));
  });

  it("has pictures that change with the place", async () => {
    await opened();
    const trace = `#${traceWithTables()}`;
    await page.goto(`${page.url().split("#")[0]}${trace}`);
    const slider = page.locator(`${trace} input[type=range]`);
    await slider.fill("0");
    const texts = (): Promise<string[]> => page.locator(`${trace} svg`).allTextContents();
    const seen = new Set([(await texts()).join("\n")]);
    for (let i = 0; i < Number(await slider.getAttribute("max")); i++) {
      await slider.press("ArrowRight");
      seen.add((await texts()).join("\n"));
    }
    expect(seen.size).toBeGreaterThan(3);
    for (const mark of ["(new)", "(cleared)", "no grant", "\u2260"])
      expect(
        [...seen].some((one) => one.includes(mark)),
        mark,
      ).toBe(true);
  });

  it("leaves letters to the search field", async () => {
    await opened();
    const before = await placeOf(page);
    await page.locator("#filters input").pressSequentially("np");
    expect(await placeOf(page)).toBe(before);
  });
});

describe.skipIf(WHY_NO_BROWSER !== "")("search and filters", () => {
  let page: Page;
  beforeAll(async () => {
    ({ page } = await openText(browser, bundled));
  });
  const problems = (): Locator => page.locator("article.problem[id^=problem]:visible");

  it("show what is of a file, of a rule, of a configuration, and has the words", async () => {
    const all = await problems().count();
    await page.locator("select[name=rules]").selectOption("memory-leak");
    const leaks = await problems().count();
    expect(leaks).toBeGreaterThan(0);
    expect(leaks).toBeLessThan(all);
    await page.locator("select[name=configs]").selectOption("x86_64");
    await page.locator("select[name=files]").selectOption("drivers/xen/gntdev.c");
    expect(await problems().count()).toBeGreaterThan(0);
    await page.locator("input[name=text]").fill("no such words");
    expect(await problems().count()).toBe(0);
    expect(await page.locator("#filters output").textContent()).toMatch(/^0 of \d+ shown$/);
    await page.locator("#filters button").click();
    await expect.poll(() => problems().count()).toBe(all);
  });

  it("hide nothing that a link leads to", async () => {
    await page.locator("input[name=text]").fill("no such words");
    await page.locator("nav a", { hasText: "problems" }).click();
    await page.goto(`${page.url().split("#")[0]}#problem-2`);
    expect(await page.locator("#problem-2").isVisible()).toBe(true);
    expect(await page.locator("#problem-1").isVisible()).toBe(false);
  });
});

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe.skipIf(WHY_NO_BROWSER !== "").each([
  ["light", 1280],
  ["dark", 1280],
  ["light", 400],
  ["dark", 400],
] as const)("in %s, %i pixels wide", (colorScheme, width) => {
  it.each([
    ["red", redReport],
    ["series", seriesReport],
    ["hostile", () => hostileReport("</style><script>alert(1)</script>&\"'")],
  ])("axe finds nothing in a %s report, with its traces open", async (_, report) => {
    const options = { colorScheme, viewport: { width, height: 900 }, bypassCSP: true };
    const { page } = await openText(browser, html.render(report(), SCREEN), options);
    await page.evaluate(() => {
      for (const one of document.querySelectorAll("details")) one.open = true;
    });
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
    );
    expect(violations.map(({ id, impact, nodes }) => `${impact}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  it("nothing is wider than the window", async () => {
    const { page } = await openText(
      browser,
      bundled,
      { colorScheme, viewport: { width, height: 900 } },
      "trace-2",
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
});

describe.skipIf(WHY_NO_BROWSER !== "")("by keyboard alone", () => {
  it("all that can be used is reached, and what has the focus is seen to have it", async () => {
    const { page } = await openText(browser, html.render(redReport(), SCREEN), {}, "trace-1");
    await page.locator(`${TRACE} .timeline`).waitFor();
    const wanted = await page.locator("a, button, input, select, summary, [tabindex='0']").count();
    const hidden = await page.locator("details:not([open]) a").count();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.evaluate(() => window.getSelection()?.collapse(document.body, 0));
    const reached = new Set<number>();
    // the way begins at the anchor, and goes round by the window itself
    for (let i = 0; i <= wanted + 2; i++) {
      await page.keyboard.press("Tab");
      const [index, outline] = await page.evaluate(() => {
        const all = [...document.querySelectorAll("a, button, input, select, summary, [tabindex='0']")];
        const at = document.activeElement!;
        return [all.indexOf(at), getComputedStyle(at).outlineStyle] as const;
      });
      if (index === -1) continue;
      expect(outline).toBe("solid");
      reached.add(index);
    }
    expect(reached.size).toBe(wanted - hidden);
  });
});
