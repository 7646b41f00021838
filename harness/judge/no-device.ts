// SPDX-License-Identifier: GPL-2.0-only
import { Guest } from "../guest/guest.ts";
import { keepingStacks } from "../guest/stack.ts";
import { callerOf } from "./caller-of.ts";

/** @returns why nobody can open a device: no driver registers it, or one asks for what nobody models before it does */
export function noDevice({ build, machine, leftOut }: Guest, device: string): string {
  const what = `no driver registers /dev/${device}`;
  if (leftOut.length === 0) return `unmodelled: ${what}`;
  // once more, for the places
  const again = keepingStacks(() => new Guest(build, machine.params, true));
  again.free();
  const why = again.leftOut.map(({ why, stack }) => `${why}${callerOf(stack, build.lines)}`);
  return `${why.join(", ")}: ${what}`;
}
