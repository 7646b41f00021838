// SPDX-License-Identifier: GPL-2.0-only
import type { Views } from "../base/make-views.ts";
import type { Build } from "../build/build-side.ts";
import { Guest } from "../guest/guest.ts";
import type { MachineParams } from "../machine/params.ts";
import type { SideText } from "./locate.ts";

/** One side, ready to run. */
export interface SideUnderTest extends SideText {
  readonly guest: Guest;
}

/** @param reverse the sides are exchanged: `after` is the text that the hunks apply to */
export function sideUnderTest(views: Views, build: Build, reverse: boolean, guest: Guest): SideUnderTest {
  const { side, lines } = build;
  const isOld = (side === "before") !== reverse;
  return { side, view: views[side], lines, placed: views.placed, isOld, guest };
}

/** One guest for each module and machine; a debug Xen is but a policy that any machine can have. */
export class GuestPool {
  readonly #guests = new Map<string, Guest>();

  get(build: Build, params: MachineParams): Guest {
    const key = `${build.flavour} ${build.side} ${JSON.stringify({ ...params, xenDebug: false })}`;
    let guest = this.#guests.get(key);
    if (guest === undefined) {
      guest = new Guest(build, params);
      this.#guests.set(key, guest);
    }
    guest.machine.params = { ...guest.machine.params, ...params };
    return guest;
  }

  /** @returns all guests that were made of a module */
  of(build: Build): Guest[] {
    return [...this.#guests.values()].filter((guest) => guest.build === build);
  }

  free(): void {
    for (const guest of this.#guests.values()) guest.free();
    this.#guests.clear();
  }
}
