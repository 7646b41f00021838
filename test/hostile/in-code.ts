// SPDX-License-Identifier: GPL-2.0-only
import type { Hook } from "./find-places.ts";
import { mailText } from "./mail-text.ts";
import { type Insertion, patchText } from "./patch-text.ts";
import type { Random } from "./random.ts";
import type { Kind, Recipe } from "./recipe.ts";

/** C that a patch adds: declarations before a function, a statement at its start. */
export interface Snippet {
  readonly top?: string;
  readonly call?: string;
}

/** Where a recipe may go: hooks, any of the driver's, or all of them at once. */
export type Where = readonly Hook[] | "driver" | "everywhere";

const DRIVER: readonly Hook[] = ["initcall", "open", "ioctl", "mmap", "notifier", "release", "error"];

/** What a recipe of code is made by. */
export type InCode = (
  name: string,
  tries: string,
  make: (random: Random) => Snippet,
  where?: Where,
) => Recipe;

/** @returns a maker of recipes of a kind that put C into a kernel function */
export const inCode =
  (kind: Kind): InCode =>
  (name, tries, make, where = "driver") => ({
    kind,
    name,
    tries,
    make(ground, random) {
      const hooks = where === "driver" || where === "everywhere" ? DRIVER : where;
      const fitting = ground.places.filter(({ hook }) => hooks.includes(hook));
      const places = where === "everywhere" ? fitting : [random.pick(fitting)];
      const { top, call } = make(random);
      const first = Math.min(...places.map(({ head }) => head));
      const insertions = places.flatMap((place): Insertion[] => [
        ...(top !== undefined && place.head === first
          ? [{ path: place.path, line: place.head, text: top }]
          : []),
        ...(call !== undefined ? [{ path: place.path, line: place.body, text: `\t{ ${call} }` }] : []),
      ]);
      const subject = `xen: ${places[0]?.function}: ${name}`;
      return mailText(patchText(ground, insertions), { subject });
    },
  });
