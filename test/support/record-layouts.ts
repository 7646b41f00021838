// SPDX-License-Identifier: GPL-2.0-only
import { runTool } from "../../harness/compile/toolchain/run-tool.ts";
import { sliceUnit } from "../../harness/slice/slice-unit.ts";

/** Places and sizes of a record's fields as a compiler lays them out: ` 8 | uint32_t flags`, `[sizeof=40]`. */
export type Layouts = ReadonlyMap<string, readonly string[]>;

/** What kernel and hypervisor, or kernel and process, exchange: its layout is an interface. */
export const INTERFACE =
  /^(?:gnttab_(?:map_grant_ref|unmap_grant_ref|unmap_and_replace|copy|setup_table|query_size)|mmu_update|multicall_entry|evtchn_send|start_info|ioctl_gntdev_\w+)$/;

/** What only a kernel's own code reads and writes. */
export const INTERNAL = /^(?:page|(?:gntdev_)?grant_map)$/;

/** Names of the structures that a preprocessed unit defines, of those above. */
export function recordsIn(text: string): string[] {
  const names = [...text.matchAll(/\bstruct\s+(\w+)\s*(?:__attribute__\s*\(\(.*?\)\)\s*)?\{/g)].map(
    (match) => match[1]!,
  );
  return [...new Set(names)].filter((name) => INTERFACE.test(name) || INTERNAL.test(name)).sort();
}

/**
 * Has a compiler lay out structures of a preprocessed unit.
 *
 * @param target as for --target
 * @param names of structures, without `struct`
 */
export async function recordLayouts(
  clang: string,
  target: string,
  text: string,
  names: readonly string[],
): Promise<Layouts> {
  const sizes = names.map((name) => `sizeof(struct ${name})`).join(", ");
  const unit = `${text}\nint hb_layouts[] = { ${sizes} };\n`;
  const slice = sliceUnit(unit, { roots: ["hb_layouts"], neverCut: () => false });
  const args = [
    `--target=${target}`,
    ...["-std=gnu11", "-ffreestanding", "-fshort-wchar", "-w", "-fno-color-diagnostics"],
    ...["-fsyntax-only", "-Xclang", "-fdump-record-layouts", "-x", "c", "-"],
  ];
  const run = await runTool(clang, args, { input: slice.text });
  if (run.code !== 0) throw new Error(`${target}: ${run.stderr.split("\n").slice(0, 3).join("; ")}`);
  const found = new Map<string, string[]>();
  for (const block of run.stdout.split("*** Dumping AST Record Layout\n").slice(1)) {
    const lines = block.split("\n").filter((line) => line.includes("|"));
    const name = /\| struct (\w+)/.exec(lines[0] ?? "")?.[1] ?? "";
    if (!names.includes(name) || found.has(name)) continue;
    // alignment is what a target makes of it for variables; places and size are what the other end sees
    found.set(
      name,
      lines.map((line) => line.replace(/, align=\d+/, "").trim()),
    );
  }
  return found;
}
