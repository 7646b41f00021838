// SPDX-License-Identifier: GPL-2.0-only
import type { Build } from "../compile/build-side.ts";
import { Guest } from "../guest/guest.ts";
import { keepingStacks, stackOfTrap } from "../guest/stack.ts";
import type { MachineParams } from "../machine/params.ts";

/** Boots a kernel that does not come up once more, for the C stack at its end; empty if it comes up. */
export function bootStack(build: Build, params: MachineParams): string {
  return keepingStacks(() => {
    try {
      new Guest(build, params).free();
      return "";
    } catch (error) {
      return error instanceof Error ? stackOfTrap(error) : "";
    }
  });
}
