// SPDX-License-Identifier: GPL-2.0-only
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { compare } from "./compare.ts";
import { loadRecords } from "./load-records.ts";
import { replay } from "./replay.ts";

const RECORDING = fileURLToPath(new URL("xen-4.17.jsonl", import.meta.url));

test("x", () => {
  const records = loadRecords(RECORDING);
  const outcomes = replay(records);
  const lines: string[] = [];
  records.forEach((r, i) => {
    const a = outcomes[i]!.answer;
    if (a === null) {
      lines.push(`UNASKED ${r.id}`);
      return;
    }
    if (r.withheld) {
      for (const k of Object.keys(r.effect)) if (!(k in a.effect)) lines.push("?" + k);
      return;
    }
    const d = compare(r, a);
    for (const l of d) lines.push(`${r.id}: ${l}`);
    for (const p of ["output", "effect"] as const)
      for (const k of Object.keys(a[p]))
        if (!(k in ((r[p] ?? {}) as object)))
          lines.push(`${r.id}: EXTRA ${p}.${k} ${JSON.stringify(a[p][k])}`);
  });
  console.log(lines.length + "\n" + lines.join("\n"));
});
