// SPDX-License-Identifier: GPL-2.0-only
import { renderToString } from "preact-render-to-string";
import { Patch } from "../html/patch.tsx";
import { STYLE } from "../html/style.ts";
import { printable } from "../screen.ts";
import type { Format } from "./format.ts";
import { judged, patchName } from "./patch-name.ts";
import { toolName } from "./tool-name.ts";

/** A page of its own: no script, and nothing that is loaded from elsewhere. */
export const html: Format = {
  name: "html",
  what: "a page that opens from disk: hunks, traces, page tables",
  needsTraces: true,
  render: (report) => {
    const { input, line, exitCode, notes, policy, command, patches } = report;
    const all = judged(report);
    const page = (
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`hunkbox: ${printable(input)}`}</title>
          <style dangerouslySetInnerHTML={{ __html: STYLE }} />
        </head>
        <body>
          <h1>hunkbox: {printable(input)}</h1>
          {/* of a single patch, it stands below */}
          {patches.length === 1 && notes.length === 0 ? null : (
            <p class={`verdict ${exitCode === 0 ? "good" : "bad"}`}>{printable(line)}</p>
          )}
          {all.length === 1 ? null : (
            <div class="scroll">
              {" "}
              <table>
                <thead>
                  <tr>
                    <th>patch</th>
                    <th>exit</th>
                    <th>verdict</th>
                    <th>subject</th>
                  </tr>
                </thead>
                <tbody>
                  {all.map(({ number, exitCode: code, verdict, title }) => (
                    <tr class={code === 0 ? "" : "bad"}>
                      <td>{number === 0 ? "series" : number}</td>
                      <td>{code}</td>
                      <td>{verdict}</td>
                      <td>{printable(title)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          {notes.map(({ text, line: at, fails }) => (
            <p class={fails ? "bad" : "odd"}>{printable(`${policy}:${at}: ${text}`)}</p>
          ))}
          {all.map((patch) => (
            <Patch patch={patch} name={patchName(patch, report)} />
          ))}
          <h2>Again</h2>
          <pre>{printable(command)}</pre>
          <p class="dim">{toolName(report)}</p>
        </body>
      </html>
    );
    return `<!DOCTYPE html>\n${renderToString(page)}\n`;
  },
};
