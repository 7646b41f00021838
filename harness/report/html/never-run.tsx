// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import { printable } from "../screen.ts";
import { brokenPath } from "./broken-path.tsx";
import type { PatchLinks } from "./patch-links.ts";

/** Lines that are listed: a patch may change more than anybody reads. */
const MOST = 500;

/** Changed lines that ran in no configuration: nothing is known of them. */
export function NeverRun({ links }: { readonly links: PatchLinks }): VNode | null {
  const { coverage } = links.patch;
  if (coverage === null || coverage.lines === 0) return null;
  const { lines, run, missed } = coverage;
  return (
    <section>
      <h3 id={links.section("never-run")}>
        Changed lines run: {run} of {lines}
      </h3>
      {missed.length === 0 ? null : (
        <>
          <p class="odd">! Never run, so nothing was seen of them:</p>
          <ul>
            {missed.slice(0, MOST).map(({ side, file, line, code }) => {
              const at = links.lineAt(side, file, line);
              const where = <code>{brokenPath(`${file}:${line}`)}</code>;
              return (
                <li data-files={printable(file).replaceAll("\n", " ")} data-rules="" data-configs="">
                  {at === null ? where : <a href={`#${at}`}>{where}</a>} ({side}){" "}
                  <code>{printable(code)}</code>
                </li>
              );
            })}
          </ul>
        </>
      )}
      {missed.length > MOST ? (
        <p class="dim">and {missed.length - MOST} more lines, which the json format lists</p>
      ) : null}
    </section>
  );
}
