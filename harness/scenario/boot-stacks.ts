// SPDX-License-Identifier: GPL-2.0-only
import { Guest } from "../guest/guest.ts";

const known = new WeakMap<Guest, readonly string[]>();

/** The C stacks of what went wrong at boot, for which the kernel boots once more. Within keepingStacks only. */
export function bootStacks(guest: Guest): readonly string[] {
  const stacks = known.get(guest) ?? bootAgain(guest);
  known.set(guest, stacks);
  return stacks;
}

function bootAgain({ build, machine }: Guest): readonly string[] {
  const again = new Guest(build, machine.params, true);
  again.free();
  return again.bootStacks;
}
