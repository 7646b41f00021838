// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import type { GatePatch, GateReport } from "../../gate/gate-report.ts";
import { printable } from "../screen.ts";
import { Scroll } from "./scroll.tsx";

/** What the whole gate comes to: the verdict, the patches, the policy's notes. Of a single patch, the verdict stands below. */
export function Queue({
  report,
  all,
}: {
  readonly report: GateReport;
  readonly all: readonly GatePatch[];
}): VNode {
  const { line, exitCode, notes, policy, patches } = report;
  return (
    <>
      {patches.length === 1 && notes.length === 0 ? null : (
        <p class={`verdict ${exitCode === 0 ? "good" : "bad"}`}>
          {exitCode === 0 ? "\u2713" : "\u2717"} {printable(line)}
        </p>
      )}
      {all.length === 1 ? null : (
        <Scroll class="scroll" name="patches">
          <table>
            <thead>
              <tr>
                <th scope="col">patch</th>
                <th scope="col">exit</th>
                <th scope="col">verdict</th>
                <th scope="col">subject</th>
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
        </Scroll>
      )}
      {notes.map(({ text, line: at, fails }) => (
        <p class={fails ? "bad" : "odd"}>{printable(`${fails ? "\u2717" : "!"} ${policy}:${at}: ${text}`)}</p>
      ))}
    </>
  );
}
