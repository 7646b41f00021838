// SPDX-License-Identifier: GPL-2.0-only
import { shortName } from "../short-name.ts";

/** A run of code that came out of a function which the compiler put in place of a call of it. */
export interface InlinedCall {
  /** Offsets in the code section; the last one is not part of it. */
  readonly from: number;
  readonly to: number;
  /** The function whose code it is. */
  readonly function: string;
  /** Where it was called. */
  readonly file: string;
  readonly line: number;
  /** How many such calls stand around it. */
  readonly depth: number;
}

/**
 * Reads which code was inlined from where out of a module's debugging information.
 *
 * @param dump output of `llvm-dwarfdump --debug-info`
 * @returns in the order of the dump: an outer call before those inside it
 */
export function inlinedCallsOf(dump: string): InlinedCall[] {
  const calls: InlinedCall[] = [];
  let home = "";
  let open: { ranges: [number, number][]; function: string; file: string; depth: number } | null = null;
  let indent = 0;
  /** Indentation of the inlined calls around the current line. */
  const around: number[] = [];
  for (const text of dump.split("\n")) {
    const tag = /^0x[0-9a-f]{8}:( +)(\w+)/.exec(text);
    if (tag !== null) {
      indent = tag[1]!.length;
      while (around.length > 0 && around.at(-1)! >= indent) around.pop();
      open = null;
      if (tag[2] !== "DW_TAG_inlined_subroutine") continue;
      open = { ranges: [], function: "?", file: "", depth: around.length };
      around.push(indent);
      continue;
    }
    const directory = /^ +DW_AT_comp_dir\s+\("(.*)"\)$/.exec(text);
    if (directory !== null) home = directory[1]!.replace(/\/?$/, "/");
    if (open === null) continue;
    const name = /^ +DW_AT_abstract_origin\s+\(0x[0-9a-f]+ "(.*)"\)$/.exec(text);
    if (name !== null) open.function = shortName(name[1]!);
    const low = /^ +DW_AT_low_pc\s+\(0x([0-9a-f]+)\)$/.exec(text);
    if (low !== null) open.ranges.push([Number.parseInt(low[1]!, 16), 0]);
    const high = /^ +DW_AT_high_pc\s+\(0x([0-9a-f]+)\)$/.exec(text);
    if (high !== null && open.ranges[0] !== undefined) open.ranges[0][1] = Number.parseInt(high[1]!, 16);
    const range = /^ +\[0x([0-9a-f]+), 0x([0-9a-f]+)\)/.exec(text);
    if (range !== null) open.ranges.push([Number.parseInt(range[1]!, 16), Number.parseInt(range[2]!, 16)]);
    const file = /^ +DW_AT_call_file\s+\("(.*)"\)$/.exec(text);
    if (file !== null) open.file = file[1]!.startsWith(home) ? file[1]!.slice(home.length) : file[1]!;
    const line = /^ +DW_AT_call_line\s+\((\d+)\)$/.exec(text);
    if (line === null) continue;
    const { ranges, ...call } = open;
    for (const [from, to] of ranges) calls.push({ from, to, ...call, line: Number(line[1]) });
  }
  return calls;
}
