// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it, test } from "vitest";
import type { SideName, Views } from "../../../harness/base/make-views.ts";
import { LineMap } from "../../../harness/compile/lines/line-map.ts";
import { lineTableOf } from "../../../harness/compile/lines/line-table.ts";
import { type Frame, framesOf } from "../../../harness/guest/stack.ts";
import type { TraceEvent } from "../../../harness/machine/trace.ts";
import { loadCatalogue } from "../../../harness/scenario/load-catalogue.ts";
import { runScenario } from "../../../harness/scenario/run-scenario.ts";
import type { RunRecord } from "../../../harness/subject/run/run-record.ts";
import { buildGuests, type Guests } from "../../scenario/guests.ts";
import { referenceViews } from "../../support/views.ts";

const scenario = loadCatalogue().find(({ id }) => id === "user-map-one-page")!;

describe.each([
  ["x86_64", "before"],
  ["x86_64", "after"],
  ["x86_32-pae-highmem", "before"],
  ["x86_32-pae-highmem", "after"],
] as const)("the lines of a stack in %s, %s", (config, side) => {
  let guests: Guests;
  let views: Views;
  let record: RunRecord;
  beforeAll(async () => {
    [guests, views] = await Promise.all([buildGuests([config]), referenceViews()]);
    record = runScenario(guests.get(config, side, scenario), scenario, { stacks: "all", probes: false });
  });

  /** The innermost frames of kernel code behind the events of a kind, with the text of their lines. */
  const callers = (wanted: (event: TraceEvent) => boolean): { frame: Frame; text: string }[] => {
    const { lines } = guests.builds.find((one) => one.config === config && one.side === side)!;
    return record.events.flatMap((event, i) => {
      if (!wanted(event)) return [];
      const frame = framesOf(record.stacks[i] ?? "", lines).find(
        // wrappers that a header has are not what calls
        ({ file }) => !file.startsWith("csrc/") && file.endsWith(".c"),
      );
      return frame === undefined ? [] : [{ frame, text: lineOf(views, side, frame) }];
    });
  };

  it("are those of the calls that allocate, one after the other", () => {
    const found = callers(({ kind }) => kind === "alloc");
    expect(
      found.map(({ text }) => text).filter((text) => !/\b(?:k[zc]alloc|get_zeroed_page)\(/.test(text)),
    ).toEqual([]);
    const text = views[side].read("drivers/xen/gntdev.c")!.split("\n");
    const from = text.findIndex((line) => line.startsWith("static struct grant_map *gntdev_alloc_map("));
    const to = text.indexOf("}", from);
    const calls = text.flatMap((line, i) =>
      i > from && i < to && /\bk[zc]alloc\(/.test(line) ? [i + 1] : [],
    );
    expect(calls.length).toBeGreaterThan(4);
    const inFunction = found.filter(({ frame }) => frame.function === "gntdev_alloc_map");
    expect(inFunction.map(({ frame }) => frame.line)).toEqual(calls);
  });

  it("are those of the hypercalls", () => {
    const found = callers(({ kind }) => kind === "hypercall");
    expect(found.length).toBeGreaterThan(1);
    for (const { frame, text } of found) expect(text, `${frame.file}:${frame.line}`).toContain("HYPERVISOR_");
  });

  it("lead from a driver's call up to the entry of the file operation", () => {
    const { lines } = guests.builds.find((one) => one.config === config && one.side === side)!;
    const first = record.events.findIndex((event) => event.kind === "alloc");
    const stack = framesOf(record.stacks[first]!, lines).filter(({ file }) => file.includes("gntdev.c"));
    expect(stack.map(({ function: name }) => name)).toEqual(["gntdev_open"]);
  });
});

function lineOf(views: Views, side: SideName, { file, line }: Frame): string {
  return views[side].read(file)?.split("\n")[line - 1] ?? `${file} has no line ${line}`;
}

const DUMP = [
  "debug_line[0x00000000]",
  'include_directories[  1] = "lib"',
  "file_names[  1]:",
  '           name: "cup.c"',
  "      dir_index: 1",
  "file_names[  2]:",
  '           name: "/lib/lid.h"',
  "      dir_index: 0",
  "Address            Line   Column File   ISA Discriminator Flags",
  "------------------ ------ ------ ------ --- ------------- -------------",
  "0x0000000000000010      7      0      1   0             0  is_stmt",
  "0x0000000000000014      0      0      1   0             0 ",
  "0x0000000000000018      9      0      2   0             0  is_stmt",
  "0x0000000000000018     12      0      1   0             0  is_stmt",
  "0x0000000000000020     12      0      1   0             0  is_stmt end_sequence",
  "debug_line[0x00000040]",
  "file_names[  1]:",
  '           name: "pot.c"',
  "      dir_index: 0",
  "0x0000000000000004      3      0      1   0             0  is_stmt",
  "",
].join("\n");

test("rows of a dump are sorted, moved to the module's offsets, and the last of one address holds", () => {
  // a function whose code begins at the tenth byte, as the addresses count from there
  const module = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 10, 4, 1, 2, 0, 0x0b]);
  const { sources, rows } = lineTableOf(DUMP, module);
  const named = rows.map(([at, source, line]) => [at, sources[source], line]);
  expect(named).toEqual([
    [14, "pot.c", 3],
    [26, "lib/cup.c", 7],
    [34, "lib/cup.c", 12],
  ]);
});

test("an offset belongs to the last row before it; one before all rows has no line", () => {
  const map = new LineMap(
    JSON.stringify({
      sources: ["cup.c"],
      rows: [
        [10, 0, 1, -1],
        [20, 0, 2, -1],
      ],
      functions: [
        [10, "pour"],
        [15, "stir"],
      ],
      inlined: [],
    }),
  );
  expect(map.find(9)).toEqual([]);
  expect(map.find(10)).toEqual([{ file: "cup.c", line: 1, function: "pour" }]);
  expect(map.find(19)).toEqual([{ file: "cup.c", line: 1, function: "stir" }]);
  expect(map.find(500)).toEqual([{ file: "cup.c", line: 2, function: "stir" }]);
});

const INFO = `
0x0000000b: DW_TAG_compile_unit
              DW_AT_comp_dir	("/kitchen")

0x00000036:   DW_TAG_subprogram
                DW_AT_low_pc	(0x0000000000000010)
                DW_AT_high_pc	(0x0000000000000020)
                DW_AT_name	("serve")

0x00000047:     DW_TAG_inlined_subroutine
                  DW_AT_abstract_origin	(0x00000030 "brew")
                  DW_AT_low_pc	(0x0000000000000012)
                  DW_AT_high_pc	(0x000000000000001e)
                  DW_AT_call_file	("/kitchen/lib/cup.c")
                  DW_AT_call_line	(7)

0x0000005a:       DW_TAG_inlined_subroutine
                    DW_AT_abstract_origin	(0x0000002a "boil")
                    DW_AT_ranges	(0x00000000
                       [0x0000000000000014, 0x0000000000000016)
                       [0x0000000000000018, 0x000000000000001a))
                    DW_AT_call_file	("/kitchen/lib/tea.h")
                    DW_AT_call_line	(3)

0x00000065:       NULL
`;

test("a function that is inlined stands in a stack with those that call it", () => {
  const module = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 10, 4, 1, 2, 0, 0x0b]);
  const map = new LineMap(JSON.stringify({ ...lineTableOf(DUMP + INFO, module), functions: [[0, "serve"]] }));
  const at = (offset: number): string[] =>
    map.find(offset + 10).map((place) => `${place.function} ${place.file}:${place.line}`);
  expect(at(0x11)).toEqual(["serve lib/cup.c:7"]);
  expect(at(0x12)).toEqual(["brew lib/cup.c:7", "serve lib/cup.c:7"]);
  expect(at(0x15)).toEqual(["boil lib/cup.c:7", "brew lib/tea.h:3", "serve lib/cup.c:7"]);
  expect(at(0x17)).toEqual(["brew lib/cup.c:7", "serve lib/cup.c:7"]);
  expect(at(0x19)).toEqual(["boil lib/cup.c:12", "brew lib/tea.h:3", "serve lib/cup.c:7"]);
  expect(at(0x1e)).toEqual(["serve lib/cup.c:12"]);
});
