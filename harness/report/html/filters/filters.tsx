// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import type { GatePatch } from "../../../gate/gate-report.ts";
import { isTold } from "../../../gate/traces/is-told.ts";
import { filterFacts } from "./filter-facts.ts";

/** Search and filters over the whole page; shown by its script, since without one they would do nothing. */
export function Filters({ patches }: { readonly patches: readonly GatePatch[] }): VNode {
  const facts = filterFacts(patches.flatMap(({ findings }) => findings.filter(isTold)));
  const configs = [...new Set(patches.flatMap((patch) => patch.configs.map(({ config }) => config)))];
  const valuesOf = (text: string): string[] => (text === "" ? [] : text.split("\n").toSorted());
  return (
    <search hidden id="filters">
      <form>
        <label>
          search <input type="search" name="text" autocomplete="off" />
        </label>
        <Choice name="files" label="file" values={valuesOf(facts["data-files"])} />
        <Choice name="rules" label="rule" values={valuesOf(facts["data-rules"])} />
        <Choice name="configs" label="configuration" values={configs} />
        <button type="reset">show all</button>
        <output />
      </form>
    </search>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly values: readonly string[];
}

function Choice({ name, label, values }: ChoiceProps): VNode {
  return (
    <label>
      {label}{" "}
      <select name={name}>
        <option value="">all</option>
        {values.map((value) => (
          <option value={value}>{value}</option>
        ))}
      </select>
    </label>
  );
}
