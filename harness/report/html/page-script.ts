// SPDX-License-Identifier: GPL-2.0-only
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** Put in where the command is bundled (scripts/setup.sh); sources that run as they are bundle it themselves. */
declare const __hunkbox_page_script: string | undefined;

let known: string | null = null;

/** The script of the page, `client/main.ts` and what it imports, as one text without any import. */
export function pageScript(): string {
  known ??= typeof __hunkbox_page_script === "string" ? __hunkbox_page_script : bundled();
  return known;
}

function bundled(): string {
  // by its name alone: the command's own bundle is not to have it
  const { buildSync } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
  const here = import.meta.url.endsWith(".js") ? "client/main.js" : "client/main.ts";
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL(here, import.meta.url))],
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    charset: "ascii",
    write: false,
  });
  return outputFiles[0]!.text.trim();
}
