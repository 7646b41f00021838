// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import type { GateConfig, GateFinding, GatePatch } from "../../gate/gate-report.ts";
import { printable } from "../screen.ts";
import { Finding } from "./finding.tsx";
import { Hunk } from "./hunk.tsx";
import { Trace } from "./trace.tsx";

/** What is told one by one; the rest is counted. */
const isTold = ({ status, class: kind }: GateFinding): boolean =>
  status === "fails" || status === "accepted" || kind === "fixed" || kind === "revealed";

/** One patch: how it fared, its hunks with the findings in place, and the traces behind them. */
export function Patch({ patch, name }: { patch: GatePatch; name: string }): VNode {
  const {
    refusal,
    configs,
    findings,
    hunks,
    notes,
    coverage,
    traces,
    line,
    exitCode,
    author,
    messageId,
    base,
  } = patch;
  const told = findings.filter(isTold);
  const inHunk = (finding: GateFinding): boolean =>
    finding.place.line > 0 &&
    hunks.some(
      (hunk) => hunk.file === finding.place.file && hunk.inputLine === finding.place.hunk?.inputLine,
    );
  const elsewhere = told.filter((finding) => !inHunk(finding));
  const who = author === null ? "" : `${author.name} <${author.email}>`.trim();
  const facts = [
    who,
    messageId === null ? "" : `Message-ID ${messageId}`,
    base === "" ? "" : `base: ${base}`,
  ];
  return (
    <section>
      <h2>{printable(name)}</h2>
      <p class="dim">{printable(facts.filter((one) => one !== "").join("; "))}</p>
      <p class={`verdict ${exitCode === 0 ? "good" : "bad"}`}>{printable(line)}</p>
      {refusal === null ? null : (
        <>
          <pre>{printable(refusal.message)}</pre>
          <p>Hint: {printable(refusal.hint)}</p>
        </>
      )}
      {configs.length === 0 ? null : <Configs configs={configs} />}
      {coverage === null || coverage.lines === 0 ? null : (
        <details>
          <summary>
            changed lines run: {coverage.run} of {coverage.lines}
          </summary>
          <ul>
            {coverage.missed.map(({ side, file, line: at, code }) => (
              <li class="mono">{printable(`${file}:${at} (${side}) ${code}`)}</li>
            ))}
          </ul>
        </details>
      )}
      {notes.map(({ text }) => (
        <p class="bad">{printable(text)}</p>
      ))}
      {elsewhere.length === 0 ? null : <h3>Findings outside of the changed lines</h3>}
      {elsewhere.map((finding) => (
        <Finding finding={finding} />
      ))}
      {hunks.length === 0 ? null : <h3>Hunks</h3>}
      {hunks.map((hunk) => (
        <Hunk
          hunk={hunk}
          hunks={hunks.length}
          findings={told.filter(
            ({ place }) =>
              place.line > 0 && hunk.file === place.file && hunk.inputLine === place.hunk?.inputLine,
          )}
        />
      ))}
      {traces.length === 0 ? null : <h3>Scenarios in which findings are first seen</h3>}
      {traces.map((trace) => (
        <Trace trace={trace} />
      ))}
    </section>
  );
}

function Configs({ configs }: { configs: readonly GateConfig[] }): VNode {
  const statuses = ["pass", "fail", "hang", "accepted", "error", "skipped"] as const;
  return (
    <>
      <div class="scroll">
        {" "}
        <table>
          <thead>
            <tr>
              <th>configuration</th>
              {statuses.map((status) => (
                <th>{status}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {configs.map(({ config, scenarios }) => (
              <tr>
                <td>{config}</td>
                {statuses.map((status) => (
                  <td>{scenarios.filter((one) => one.status === status).length}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {configs.flatMap(({ config, before, after }) =>
        [before, after].flatMap(({ ok, errors, unavailable }, i) => {
          const isBoth = unavailable !== "" && before.unavailable === after.unavailable;
          const side = isBoth ? "both sides" : i === 0 ? "before side" : "after side";
          if (ok || (isBoth && i === 1)) return [];
          const what = unavailable === "" ? "does not build" : `not comparable here: ${unavailable}`;
          return [
            <p class={unavailable === "" ? "bad" : "odd"}>
              {config}, {side}: {printable(what)}
            </p>,
            errors.length === 0 ? null : (
              <ul>
                {errors.map(({ file, line, message }) => (
                  <li class="mono">{printable(`${file}:${line}: ${message}`)}</li>
                ))}
              </ul>
            ),
          ];
        }),
      )}
    </>
  );
}
