// SPDX-License-Identifier: GPL-2.0-only
import { renderToString } from "preact-render-to-string";
import type { GatePatch } from "../../gate/gate-report.ts";
import { contentPolicy } from "../html/content-policy.ts";
import { Contents } from "../html/contents.tsx";
import { Filters } from "../html/filters/filters.tsx";
import { fitTraces } from "../html/fit-traces.ts";
import { pageScript } from "../html/page-script.ts";
import { Patch } from "../html/patch.tsx";
import { PatchLinks } from "../html/patch-links.ts";
import { Queue } from "../html/queue.tsx";
import { STYLE } from "../html/style.ts";
import { printable } from "../screen.ts";
import type { Format } from "./format.ts";
import { judged, patchName } from "./patch-name.ts";
import { toolName } from "./tool-name.ts";

/** A page of its own: all is there without its script, and nothing is loaded from elsewhere. */
export const html: Format = {
  name: "html",
  what: "a page that opens from disk: problems, hunks, traces, page tables",
  needsTraces: true,
  render: (report) => {
    const { input, command } = report;
    const all = fitTraces(judged(report));
    const patches = all.map((patch) => {
      return { links: new PatchLinks(patch, prefixOf(patch, all)), name: patchName(patch, report) };
    });
    const script = pageScript();
    const page = (
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content={contentPolicy(STYLE, script)} />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`hunkbox: ${printable(input)}`}</title>
          <style dangerouslySetInnerHTML={{ __html: STYLE }} />
        </head>
        <body>
          <header>
            <h1>hunkbox: {printable(input)}</h1>
            <Queue report={report} all={all} />
            <Contents patches={patches} />
          </header>
          <Filters patches={all} />
          <main>
            {patches.map(({ links, name }) => (
              <Patch links={links} name={name} />
            ))}
          </main>
          <footer>
            <h2>Again</h2>
            <pre>{printable(command)}</pre>
            <p class="dim">{toolName(report)}</p>
          </footer>
          <script dangerouslySetInnerHTML={{ __html: script }} />
        </body>
      </html>
    );
    return `<!DOCTYPE html>\n${renderToString(page)}\n`;
  },
};

/** Anchors of a single patch are as short as they can be: people send them to each other. */
function prefixOf({ number }: GatePatch, all: readonly GatePatch[]): string {
  if (all.length === 1) return "";
  return number === 0 ? "series-" : `patch-${number}-`;
}
