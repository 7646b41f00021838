// SPDX-License-Identifier: GPL-2.0-only
import type { ConfigVerdict } from "../judge/judge-config.ts";

/** Which lines ran, in the form that lcov and genhtml read: one test for each configuration and side. */
export function lcov(configs: readonly ConfigVerdict[]): string {
  const out: string[] = [];
  for (const { config, coverage } of configs) {
    if (coverage === null) continue;
    for (const side of ["before", "after"] as const) {
      const { counts, functions } = coverage[side];
      for (const file of [...counts.keys()].sort()) {
        const lines = [...counts.get(file)!].sort(([a], [b]) => a - b);
        const own = functions.filter((one) => one.file === file);
        out.push(`TN:${config.replaceAll("-", "_")}_${side}`, `SF:${file}`);
        for (const { line, name } of own) out.push(`FN:${line},${name}`);
        for (const { name, count } of own) out.push(`FNDA:${count},${name}`);
        out.push(`FNF:${own.length}`, `FNH:${own.filter(({ count }) => count > 0).length}`);
        for (const [line, count] of lines) out.push(`DA:${line},${count}`);
        out.push(
          `LF:${lines.length}`,
          `LH:${lines.filter(([, count]) => count > 0).length}`,
          "end_of_record",
        );
      }
    }
  }
  return out.length === 0 ? "" : `${out.join("\n")}\n`;
}
