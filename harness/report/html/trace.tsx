// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import type { GateTrace, GateTraceRow } from "../../gate/gate-report.ts";
import { printable } from "../screen.ts";
import { brokenPath } from "./broken-path.tsx";
import { Pages } from "./pages.tsx";
import type { FindingInRun, PatchLinks } from "./patch-links.ts";
import { Pictures } from "./picture/picture.tsx";
import { Scroll } from "./scroll.tsx";

interface Props {
  readonly trace: GateTrace;
  readonly links: PatchLinks;
}

/** One scenario on both sides: what happens, and what the tables show of it, drawn and as a table. */
export function Trace({ trace, links }: Props): VNode {
  const { config, scenario, rows, pages, tables } = trace;
  const id = links.trace(trace);
  const found = links.findingsIn(config, scenario);
  const alone = rows.filter(isAlone).length;
  const row = links.scenario(scenario);
  const files = [...new Set(found.map(({ finding }) => finding.place.file))];
  const rules = [...new Set(found.map(({ finding }) => finding.invariant))];
  return (
    <details
      class="trace"
      id={id}
      data-files={printable(files.join("\n"))}
      data-rules={rules.join("\n")}
      data-configs={config}
    >
      <summary>
        <code>{printable(scenario)}</code>, {config}: {rows.length} rows, {alone} on one side only
      </summary>
      <p>
        {row === null ? null : <a href={`#${row}`}>This scenario in the table of all</a>}
        {found.length === 0 ? null : "; it shows "}
        <Found found={found} trace={trace} links={links} />
      </p>
      {tables.entries.length === 0 ? null : <Pictures trace={trace} step={found[0]?.step ?? 1} />}
      <div class="timeline" hidden data-tables={JSON.stringify(tables)}>
        <label>
          place in the trace <input type="range" min="0" max={Math.max(0, rows.length - 1)} value="0" />
        </label>
        <button type="button" data-move="previous">
          previous difference (p)
        </button>
        <button type="button" data-move="next">
          next difference (n)
        </button>
        <output />
      </div>
      <Scroll class="scroll rows" name={`trace of ${scenario} in ${config}`}>
        <table class="mono">
          <thead>
            <tr>
              <th scope="col">before</th>
              <th scope="col">after</th>
              <th scope="col">line of C</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <Row row={one} trace={trace} links={links} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {pages.length === 0 ? null : <Pages pages={pages} />}
    </details>
  );
}

const isAlone = ({ before, after }: GateTraceRow): boolean => before === null || after === null;

/** What a run shows, each with its step. */
function Found({ found, trace, links }: Props & { readonly found: readonly FindingInRun[] }): VNode {
  return (
    <>
      {found.map(({ index, problem, step, finding }, i) => {
        const at = links.step(trace, step);
        return (
          <>
            {i === 0 ? "" : ", "}
            <a href={`#${links.finding(index)}`}>
              {problem > 0 ? `problem ${problem}` : "finding"}: {finding.invariant}
            </a>
            {at === null ? null : (
              <>
                {" in "}
                <a href={`#${at}`}>step {step}</a>
              </>
            )}
          </>
        );
      })}
    </>
  );
}

function Row({ row, trace, links }: Props & { readonly row: GateTraceRow }): VNode {
  const { before, after, step, where } = row;
  if (step > 0)
    return (
      <tr class="step" id={`${links.trace(trace)}-step-${step}`}>
        <td colspan={3}>{printable(before ?? after ?? "")}</td>
      </tr>
    );
  const side = before === null ? "after" : "before";
  const line = where === null ? null : links.lineAt(side, where.file, where.line);
  const text = where === null ? [] : brokenPath(`${where.file}:${where.line} in ${where.function}`);
  return (
    <tr>
      {before === null ? (
        <td />
      ) : (
        <td class={after === null ? "minus" : ""}>{cellText(before, after, "\u2212")}</td>
      )}
      {after === null ? (
        <td />
      ) : (
        <td class={before === null ? "plus" : ""}>{cellText(after, before, "+")}</td>
      )}
      <td>{line === null ? text : <a href={`#${line}`}>{text}</a>}</td>
    </tr>
  );
}

/** What one side alone has, has a mark beside its colour. */
const cellText = (own: string, other: string | null, mark: string): string =>
  printable(other === null ? `${mark} ${own}` : own);
