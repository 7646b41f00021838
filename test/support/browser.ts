// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { tempDir } from "./temp-dir.ts";

/** Debian's, or $CHROMIUM; tests that need it are left out where there is none. */
const PATH = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Why tests in a browser are left out; empty if they are not. */
export const WHY_NO_BROWSER = existsSync(PATH) ? "" : `no ${PATH}: apt-get install chromium, or set CHROMIUM`;

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A browser of its own for a file of tests; close it. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: PATH, headless: true, args: FLAGS });

/** A page that was opened from a file, and what went wrong in it. */
export interface OpenedPage {
  readonly page: Page;
  /** Errors of its script, what its policy refused, and everything that it asked a network for. */
  readonly faults: readonly string[];
}

/** Opens a text as a page from a file, as a user would open a report. */
export async function openText(
  browser: Browser,
  text: string,
  options: BrowserContextOptions = {},
  anchor = "",
): Promise<OpenedPage> {
  const path = join(tempDir(), "report.html");
  writeFileSync(path, text);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", ({ message }) => faults.push(message));
  page.on("console", (message) => faults.push(message.text()));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== `file://${path}`) faults.push(`asked for ${request.url()}`);
  });
  await page.goto(`file://${path}${anchor === "" ? "" : `#${anchor}`}`);
  return { page, faults };
}
