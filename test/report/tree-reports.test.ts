// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import type { InspectedSide } from "../../harness/compile/tree/inspect-side.ts";
import { importsReport } from "../../harness/report/inspect/imports-report.ts";
import { sliceReport } from "../../harness/report/inspect/slice-report.ts";
import { makeScreen } from "../../harness/report/screen.ts";

const screen = makeScreen(80, false);

const size = (functions: number, lines: number, length: number) => ({
  functions,
  headerFunctions: 3,
  lines,
  length,
});

const lid = { name: "lid", file: "include/cup.h", line: 9, why: "header-asm" } as const;

const SIDE: InspectedSide = {
  config: "x86_64",
  unavailable: "",
  errors: [],
  units: [
    {
      path: "drivers/kitchen/a-cupboard-with-a-rather-long-name.c",
      lines: 900,
      functions: 30,
      before: size(30, 800, 2048),
      after: size(10, 200, 1024),
      cut: [lid],
    },
    {
      path: "drivers/kitchen/cup.c",
      lines: 90,
      functions: 3,
      before: size(3, 80, 3000),
      after: size(1, 20, 1025),
      cut: [lid, { name: "pour", file: "drivers/kitchen/cup.c", line: 7, why: "asm" }],
    },
  ],
  imports: [
    { name: "boil", model: "csrc/kernel", callers: [use("cup", 4), use("pot", 8)] },
    { name: "hb_bug", model: "harness", callers: [use("cup", 5)] },
    { name: "spill", model: null, callers: [use("cup", 6), use("pot", 9)] },
  ],
  unfit: [],
};

function use(name: string, line: number) {
  return { function: name, file: "drivers/kitchen/cup.c", line };
}

describe("the report of slices", () => {
  it("has a row a file, and once what was cut", () => {
    expect(sliceReport(SIDE, screen)).toBe(
      [
        "slices of the after side in x86_64",
        "  kept of                            lines  functions  KiB with headers  cut",
        "  drivers/kitchen/a-cupboard-with-a-rather-long-name.c",
        "                                200 of 900   10 of 30            1 of 2    1",
        "  drivers/kitchen/cup.c           20 of 90     1 of 3            2 of 3    2",
        "",
        "  cut to a prototype for assembly in a header: 1 function",
        "    lid  include/cup.h:9",
        "",
        "  cut to a prototype for assembly: 1 function",
        "    pour  drivers/kitchen/cup.c:7",
        "",
      ].join("\n"),
    );
  });

  it("says what is left out since it does not compile, and why", () => {
    const unfit = { name: "pour", file: "drivers/kitchen/cup.c", line: 7, column: 1, message: "no such tea" };
    expect(sliceReport({ ...SIDE, unfit: [unfit] }, screen)).toContain(
      "\n  left out, since it does not compile to WebAssembly: 1\n    pour  drivers/kitchen/cup.c:7: no such tea\n",
    );
  });

  it("says why there are none", () => {
    const none = { ...SIDE, units: [], imports: [], unavailable: "no guests there" };
    expect(sliceReport(none, screen)).toBe("slices of the after side in x86_64\n  none: no guests there\n");
    const error = { file: "cup.c", line: 2, column: 1, message: "no lid" };
    const broken = { ...SIDE, units: [], imports: [], errors: Array.from({ length: 7 }, () => error) };
    expect(importsReport(broken, screen).split("\n")).toHaveLength(8);
    expect(importsReport(broken, screen)).toContain("  cup.c:2: no lid\n  and 2 more errors\n");
  });
});

describe("the report of imports", () => {
  it("names all callers of what is not modelled, and one of what is", () => {
    expect(importsReport(SIDE, screen)).toBe(
      [
        "imports of the after side in x86_64",
        "  3 functions, 1 of them not modelled",
        "",
        "  not modelled: a scenario that calls one is not comparable",
        "    spill",
        "        cup at drivers/kitchen/cup.c:6",
        "        pot at drivers/kitchen/cup.c:9",
        "",
        "  modelled by csrc/kernel",
        "    boil",
        "        cup at drivers/kitchen/cup.c:4",
        "        and 1 more",
        "",
        "  modelled by harness",
        "    hb_bug",
        "        cup at drivers/kitchen/cup.c:5",
        "",
      ].join("\n"),
    );
  });
});
