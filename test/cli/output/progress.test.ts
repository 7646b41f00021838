// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { Progress } from "../../../harness/cli/output/progress.ts";

const CLEAR = "\r\x1b[K";

/** A progress line whose time and terminal the test has in hand. */
function setUp(terminal: { isTTY?: boolean; columns?: number }) {
  const written: string[] = [];
  const clock = { now: 1_000_000 };
  const write = (text: string): boolean => written.push(text) > 0;
  const progress = new Progress({ ...terminal, write } as NodeJS.WriteStream, () => clock.now);
  return { written, clock, progress };
}

describe("on a terminal", () => {
  it("one line moves, with what is being done where there is room", () => {
    const { written, clock, progress } = setUp({ isTTY: true, columns: 60 });
    progress.update("x86_64: 96 of 187", "user-map-one-page");
    clock.now += 1000;
    progress.update("x86_64: 97 of 187", "fault-kernel-unmap-hypercall-middle-page");
    progress.done();
    expect(written).toEqual([
      `${CLEAR}hunkbox: x86_64: 96 of 187 (user-map-one-page)`,
      `${CLEAR}hunkbox: x86_64: 97 of 187`,
      CLEAR,
    ]);
  });

  it("of width 0 the line has room for 79 characters", () => {
    const { written, progress } = setUp({ isTTY: true, columns: 0 });
    progress.update("x".repeat(100));
    expect(written[0]).toHaveLength(CLEAR.length + 79);
  });

  it("nothing that a scenario is called is obeyed", () => {
    const { written, progress } = setUp({ isTTY: true, columns: 80 });
    progress.update("x86_64: 1 of 1", "a\x1b[2J");
    expect(written[0]).toBe(`${CLEAR}hunkbox: x86_64: 1 of 1 (a?[2J)`);
  });
});

it("elsewhere there is a line every other second at most, and none at once", () => {
  const { written, clock, progress } = setUp({});
  for (let second = 0; second < 6; second++) {
    progress.update(`${second} of 6`);
    clock.now += 1000;
  }
  progress.done();
  expect(written).toEqual(["hunkbox: 2 of 6\n", "hunkbox: 4 of 6\n"]);
});
