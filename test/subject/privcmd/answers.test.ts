// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { vaddr } from "../../../harness/machine/units.ts";
import { WRONG_VIEWS } from "../../../harness/subject/privcmd/foreign-views.ts";
import { UNKNOWN_IOCTLS } from "../../../harness/subject/privcmd/unknown-ioctls.ts";
import { WRONG_ANSWERS } from "../../../harness/subject/privcmd/wrong-answers.ts";
import { FakeRun, type Ioctl } from "./fake-run.ts";

const PAGE = 4096;
const ENOENT = 2;
const BATCH = {
  do: "privcmd-map-batch",
  map: "m",
  domain: 1,
  version: 2,
  first: 0,
  times: 1,
  refused: false,
} as const;

/** A run with an area of two pages. */
function withArea(): FakeRun {
  const run = new FakeRun();
  run.do({ do: "privcmd-mmap", process: "p", file: "f", map: "m", pages: 2, writable: true });
  return run;
}

const pageOf = (run: FakeRun, page: number): ReturnType<typeof vaddr> =>
  vaddr(run.state.map("m").va! + page * PAGE);

/** Answers MMAPBATCH_V2: maps the frames of pages, and writes an error for each. */
const batch =
  (frames: readonly (number | null)[], errors: readonly number[], result = 0): Ioctl =>
  (run, argument) => {
    frames.forEach((frame, page) => {
      if (frame !== null) run.showFrame(pageOf(run, page), frame);
    });
    run.write(run.pointer(vaddr(argument + 24)), ...errors);
    return result;
  };

/** What is wrong with what the process sees after a batch. */
function seen(frames: readonly number[], ioctl: Ioctl, over: object = {}): readonly object[] {
  const run = withArea();
  run.ioctl = ioctl;
  run.do({ ...BATCH, frames, ...over });
  return look(run);
}

function look(run: FakeRun): readonly object[] {
  const { state } = run;
  WRONG_VIEWS.look?.(state, state.step);
  return WRONG_VIEWS.end(state, state.step);
}

describe("what a process sees of foreign frames", () => {
  it("is right where frames are as it was told", () => {
    expect(seen([3, 5], batch([3, 5], [0, 0]))).toEqual([]);
    expect(seen([3, 5], batch([null, 5], [-22, 0]))).toEqual([]);
  });

  it("is wrong where a frame is not the one, or is there and told not to be", () => {
    expect(seen([3, 5], batch([3, 6], [0, 0]))).toMatchObject([{ page: 1 }]);
    expect(seen([3, 5], batch([3, 5], [0, -22]))).toMatchObject([{ page: 1, wanted: null }]);
  });

  it("is wrong where nothing is, and no error said so", () => {
    expect(seen([3, 5], batch([3, null], [0, 0]))).toMatchObject([{ page: 1, shown: -1 }]);
  });

  it("is what it was told by a call that fails only after it began", () => {
    expect(seen([3, 5], batch([null, 5], [-ENOENT, 0], -ENOENT))).toEqual([]);
    expect(seen([3, 5], batch([3, null], [0, 0], -14))).toEqual([]);
  });

  it("is held against success where the call returns a number that is no error", () => {
    expect(seen([3, 5], batch([], [], 8), { badPointer: "errors" })).toMatchObject([
      { page: 0 },
      { page: 1 },
    ]);
  });

  it("is wrong where it can be written and was to be read", () => {
    const run = new FakeRun();
    run.do({ do: "privcmd-mmap", process: "p", file: "f", map: "m", pages: 2, writable: false });
    run.ioctl = (_, argument) => {
      run.showFrame(pageOf(run, 0), 3, 0x65);
      run.showFrame(pageOf(run, 1), 5);
      run.write(run.pointer(vaddr(argument + 24)), 0, 0);
      return 0;
    };
    run.do({ ...BATCH, frames: [3, 5] });
    expect(look(run)).toMatchObject([{ page: 1, isWritable: true }]);
  });
});

describe("the answer to a batch", () => {
  /** What is wrong with the answers to batches of frames, one after the other. */
  function answers(...calls: readonly (readonly [number[], Ioctl])[]): readonly object[] {
    const run = withArea();
    for (const [frames, ioctl] of calls) {
      run.ioctl = ioctl;
      run.do({ ...BATCH, frames });
    }
    return WRONG_ANSWERS.end(run.state, run.state.step);
  }

  it("tells of a frame that is paged out by itself as well as by the list", () => {
    expect(answers([[3, 5], batch([null, 5], [-ENOENT, 0], -ENOENT)])).toEqual([]);
    expect(answers([[3, 5], batch([null, 5], [-22, 0])])).toEqual([]);
    expect(answers([[3, 5], batch([null, 5], [-ENOENT, 0])])).toMatchObject([{ step: 2, page: 0 }]);
  });

  it("is 0 or an error for each frame", () => {
    const [wrong] = answers([[3, 5], batch([3, null], [0, 5])]);
    expect(wrong).toMatchObject({ page: 1, observed: "is answered by 0x5", isOfFailure: true });
    const [missing] = answers([[3, 5], batch([3, null], [0])]);
    expect(missing).toMatchObject({ page: 1, observed: "is not answered for" });
  });

  it("may fill what is empty, and exchanges nothing", () => {
    const first = [[3, 5], batch([null, 5], [-22, 0])] as const;
    const whole = [[3, 5], batch([3, 5], [0, 0])] as const;
    expect(answers([[...first[0]], first[1]], [[3], batch([3], [0])])).toEqual([]);
    expect(answers([[...whole[0]], whole[1]], [[6], batch([], [], -22)])).toEqual([]);
    expect(answers([[...whole[0]], whole[1]], [[6], batch([6], [0])])).toMatchObject([{ step: 3, page: 0 }]);
  });
});

describe("an ioctl that nobody knows", () => {
  const told = (answer: number): [number | null, number] => {
    const run = new FakeRun();
    run.ioctl = () => answer;
    const value = run.do({ do: "privcmd-unknown-ioctl", file: "f" });
    return [value, UNKNOWN_IOCTLS.end(run.state, 1).length];
  };

  it("is -ENOTTY, which a driver may leave to the kernel to say", () => {
    expect(told(-25)).toEqual([-25, 0]);
    expect(told(-515)).toEqual([-25, 0]);
  });

  it("is no other error, and no success", () => {
    expect(told(-38)).toEqual([-38, 1]);
    expect(told(0)).toEqual([0, 1]);
  });
});
