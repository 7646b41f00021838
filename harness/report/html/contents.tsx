// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import { buildErrors } from "../first-screen/build-error-lines.ts";
import { printable } from "../screen.ts";
import type { PatchLinks } from "./patch-links.ts";

/** Where on the page what is, of each patch. */
export function Contents({
  patches,
}: {
  readonly patches: readonly { links: PatchLinks; name: string }[];
}): VNode {
  return (
    <nav aria-label="contents">
      {patches.map(({ links, name }) => (
        <ul>
          {patches.length === 1 ? null : (
            <li>
              <a href={`#${links.section("patch")}`}>{printable(name)}</a>
            </li>
          )}
          {partsOf(links).map(([id, what]) => (
            <li>
              <a href={`#${links.section(id)}`}>{what}</a>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}

function partsOf({ patch, told }: PatchLinks): (readonly [string, string])[] {
  const { problems, costs, coverage, configs, hunks, traces } = patch;
  const count = (kind: string): number => problems.filter((one) => one.kind === kind).length;
  const errors = buildErrors(patch).length;
  const others = told.filter(({ problem }) => problem === 0).length;
  return [
    ...(errors > 0 ? [["build-errors", `build errors (${errors})`] as const] : []),
    ...(count("fails") > 0 ? [["problems", `problems (${count("fails")})`] as const] : []),
    ...(count("mended") > 0 ? [["mended", `mended (${count("mended")})`] as const] : []),
    ...(others > 0 ? [["others", `accepted or revealed (${others})`] as const] : []),
    ...(costs.length > 0 ? [["costs", `costs (${costs.length})`] as const] : []),
    ...(coverage !== null && coverage.lines > 0
      ? [["never-run", `never run (${coverage.missed.length})`] as const]
      : []),
    ...(configs.length > 0 ? [["scenarios", "scenarios"] as const] : []),
    ...(hunks.length > 0 ? [["hunks", "hunks"] as const] : []),
    ...(traces.length > 0 ? [["traces", `traces (${traces.length})`] as const] : []),
  ];
}
