// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { seenLines } from "../../../harness/report/explain/seen-lines.ts";
import { makeScreen } from "../../../harness/report/screen.ts";

const SCREEN = makeScreen(80, false);

const seen = (config: "x86_64" | "x86_32-pae", scenario: string, step = 3) => ({ config, scenario, step });

const linesOf = (all: Parameters<typeof seenLines>[0], mostRuns = Number.POSITIVE_INFINITY): string[] =>
  seenLines(all, { hasFault: ({ scenario }) => scenario.startsWith("fault"), mostRuns }, SCREEN);

describe("where a finding is seen", () => {
  it("is told of runs with no fault first", () => {
    expect(linesOf([seen("x86_64", "fault-a"), seen("x86_64", "user-b", 4)])).toEqual([
      "  seen with no fault injected (scenario:step), x86_64, 1 run:",
      "    user-b:4",
      "  seen with a fault injected (scenario:step), x86_64, 1 run:",
      "    fault-a:3",
    ]);
  });

  it("is told once of configurations that show the same", () => {
    const all = (["x86_64", "x86_32-pae"] as const).flatMap((one) => [seen(one, "a"), seen(one, "b")]);
    expect(linesOf(all)).toEqual([
      "  seen with no fault injected (scenario:step), x86_64 and x86_32-pae, 2 runs\n    each:",
      "    a:3, b:3",
    ]);
  });

  it("is told of each configuration that shows it in other steps", () => {
    const all = [seen("x86_64", "a", 3), seen("x86_32-pae", "a", 4)];
    expect(linesOf(all).filter((line) => line.startsWith("    "))).toEqual(["    a:3", "    a:4"]);
  });

  it("names all runs, in lines that fit", () => {
    const all = Array.from({ length: 300 }, (_, i) => seen("x86_64", `user-scenario-${i}`));
    const lines = linesOf(all).flatMap((text) => text.split("\n"));
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.join(" ").match(/user-scenario-\d+:3/g)?.length).toBe(300);
  });

  it("names the first runs and counts the rest, if that is shorter", () => {
    const all = ["a", "b", "c", "d"].map((name) => seen("x86_64", name));
    expect(linesOf(all, 2)[1]).toBe("    a:3, b:3 and 2 more");
    expect(linesOf(all, 3)[1]).toBe("    a:3, b:3, c:3, d:3");
  });
});
