// SPDX-License-Identifier: GPL-2.0-only
import type { RunRecord } from "../../subject/run/run-record.ts";
import { whoDidIt } from "../place/locate.ts";
import type { SideUnderTest } from "../side-under-test.ts";
import { assignedTo } from "./assigned-to.ts";

/** What kernel code got of an allocator, as its source has it. */
export interface NotedAllocation {
  /** What it is assigned to (`add->kmap_ops`), else who asked for it (`gntdev_open()`); empty if neither is known. */
  readonly name: string;
  readonly bytes: number;
  /** Where it is made, in C: from 1; 0 if that is not known. */
  readonly file: string;
  readonly line: number;
  readonly function: string;
  /** It is still there when every file is closed and every process gone. */
  readonly isLeft: boolean;
}

/** @returns of each `alloc` event, by its index, what was allocated */
export function noteAllocations(record: RunRecord, side: SideUnderTest): Map<number, NotedAllocation> {
  const left = new Set(record.death === null ? record.liveAllocations.map(({ event }) => event) : []);
  const noted = new Map<number, NotedAllocation>();
  for (const [index, event] of record.events.entries()) {
    if (event.kind !== "alloc") continue;
    const frame = whoDidIt(side.stacks.read(record.stacks[index] ?? "").frames);
    const target = frame === undefined ? "" : assignedTo(side.view, frame.file, frame.line);
    const maker = frame === undefined ? "" : `${frame.function}()`;
    noted.set(index, {
      name: target === "" ? maker : target,
      bytes: event.bytes,
      file: frame?.file ?? "",
      line: frame?.line ?? 0,
      function: frame?.function ?? "",
      isLeft: left.has(index),
    });
  }
  return noted;
}
