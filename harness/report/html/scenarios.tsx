// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import type { GateConfig, GateScenario } from "../../gate/gate-report.ts";
import { printable } from "../screen.ts";
import { filterFacts } from "./filters/filter-facts.ts";
import type { FindingInRun, PatchLinks } from "./patch-links.ts";
import { Scroll } from "./scroll.tsx";

const STATUSES = ["pass", "fail", "hang", "accepted", "error", "skipped"] as const;

/** Marks beside the words, for those who see no colour. */
const MARKS = {
  pass: "\u2713",
  fail: "\u2717",
  hang: "\u2717",
  accepted: "!",
  error: "\u2717",
  skipped: "\u2013",
} as const;
const TONES = {
  pass: "good",
  fail: "bad",
  hang: "bad",
  accepted: "odd",
  error: "bad",
  skipped: "dim",
} as const;

/** What was run in each configuration, and what became of each scenario; with links to findings and traces. */
export function Scenarios({ links }: { readonly links: PatchLinks }): VNode | null {
  const { configs } = links.patch;
  if (configs.length === 0) return null;
  return (
    <section>
      <h3 id={links.section("scenarios")}>Scenarios</h3>
      <Counts configs={configs} />
      {links.scenarios.length === 0 ? null : <All links={links} />}
    </section>
  );
}

function Counts({ configs }: { readonly configs: readonly GateConfig[] }): VNode {
  const away = configs.flatMap(({ config, before, after, unchecked }) => {
    const texts =
      before.unavailable === after.unavailable
        ? [before.unavailable]
        : [before.unavailable, after.unavailable];
    const why = texts.filter((text) => text !== "").map((text) => `not comparable here: ${text}`);
    return [...why, ...unchecked].map((text) => `${config}: ${text}`);
  });
  return (
    <>
      <Scroll class="scroll" name="counts by configuration">
        <table>
          <thead>
            <tr>
              <th scope="col">configuration</th>
              {STATUSES.map((status) => (
                <th scope="col">{status}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {configs.map(({ config, scenarios }) => (
              <tr>
                <th scope="row">{config}</th>
                {STATUSES.map((status) => (
                  <td>{scenarios.filter((one) => one.status === status).length}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {away.map((text) => (
        <p class="odd">{printable(`! ${text}`)}</p>
      ))}
    </>
  );
}

function All({ links }: { readonly links: PatchLinks }): VNode {
  const { configs } = links.patch;
  const maps = configs.map(({ config, scenarios }) => {
    return { config, byId: new Map(scenarios.map((one) => [one.id, one] as const)) };
  });
  return (
    <Scroll class="scroll" name="all scenarios">
      <table class="scenarios">
        <thead>
          <tr>
            <th scope="col">scenario</th>
            {configs.map(({ config }) => (
              <th scope="col">{config}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {links.scenarios.map((id) => {
            const found = configs.flatMap(({ config }) => links.findingsIn(config, id));
            const ran = maps.flatMap(({ config, byId }) => (byId.has(id) ? [config] : []));
            return (
              <tr
                id={links.scenario(id)!}
                {...filterFacts(found.map(({ finding }) => finding))}
                data-configs={ran.join("\n")}
              >
                <th scope="row">
                  <code>{printable(id)}</code>
                </th>
                {maps.map(({ config, byId }) => (
                  <td>
                    <Cell
                      scenario={byId.get(id)}
                      found={links.findingsIn(config, id)}
                      config={config}
                      links={links}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

/** Reasons that a whole configuration has, which is said once. */
const OF_ALL = new Set<string | undefined>(["no-build", "unavailable"]);

interface CellProps {
  readonly scenario: GateScenario | undefined;
  readonly config: GateConfig["config"];
  readonly found: readonly FindingInRun[];
  readonly links: PatchLinks;
}

function Cell({ scenario, config, found, links }: CellProps): VNode | null {
  if (scenario === undefined) return null;
  const { id, status, reason, whyNot } = scenario;
  const trace = links.traceOf([{ config, scenario: id, step: 1 }]);
  return (
    <>
      <span class={TONES[status]}>
        {MARKS[status]} {status}
      </span>
      {trace === null ? null : (
        <>
          {" "}
          <a href={`#${links.trace(trace)}`}>trace</a>
        </>
      )}
      {found.map(({ index, problem, finding }) => (
        <>
          {" "}
          <a class="tag" href={`#${links.finding(index)}`}>
            {problem > 0 ? `#${problem}` : finding.class} {finding.invariant}
          </a>
        </>
      ))}
      {reason === "" || OF_ALL.has(whyNot?.kind) ? null : <span class="dim"> {printable(reason)}</span>}
    </>
  );
}
