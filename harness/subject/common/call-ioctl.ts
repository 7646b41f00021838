// SPDX-License-Identifier: GPL-2.0-only
import { hi32, join64, lo32, vaddr } from "../../machine/units.ts";
import type { Process, RunState } from "../run/run-state.ts";

/** Where arguments are put together; the longest names 32 grants. */
const ARGUMENT_WORDS = new Uint32Array(128);
const ARGUMENT = new Uint8Array(ARGUMENT_WORDS.buffer);

/** Copies an argument to the process's buffer and calls ioctl on it. */
export function callIoctl(
  run: RunState,
  process: Process,
  file: number,
  cmd: number,
  words: readonly number[],
): number {
  for (let i = 0; i < words.length; i++) ARGUMENT_WORDS[i] = words[i]!;
  run.guest.space = process.space;
  run.guest.machine.writeBytes(process.space, process.buffer, ARGUMENT, true, 0, words.length * 4);
  return run.guest.call("hb_ioctl", process.mm, file, cmd, lo32(process.buffer), hi32(process.buffer));
}

/** @returns the long at an offset of the process's buffer, as an ioctl left it */
export function readBuffer(run: RunState, process: Process, offset: number): number {
  const bytes = run.guest.machine.readBytes(process.space, vaddr(process.buffer + offset), 8, true);
  if (bytes === null) return 0;
  const word = (i: number): number =>
    (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)) >>> 0;
  return join64(word(0), word(4));
}
