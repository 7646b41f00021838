// SPDX-License-Identifier: GPL-2.0-only
import type { Hook, Place } from "./find-places.ts";
import { mailText } from "./mail-text.ts";
import { type Insertion, patchText } from "./patch-text.ts";
import type { Random } from "./random.ts";
import type { Kind, Recipe } from "./recipe.ts";

/** C that a patch adds: declarations before a function, a statement at its start. */
export interface Snippet {
  readonly top?: string;
  readonly call?: string;
}

/** Where a recipe goes: to one place of some hooks or of the driver's, to all of the driver's, or to all of all files. */
export type Where = readonly Hook[] | "driver" | "everywhere" | "all-files";

const DRIVER: readonly Hook[] = ["initcall", "open", "ioctl", "mmap", "notifier", "release", "error"];
const ALL: readonly Hook[] = [...DRIVER, "grants", "pages"];

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
      const hooks = typeof where !== "string" ? where : where === "all-files" ? ALL : DRIVER;
      const fitting = ground.places.filter(({ hook }) => hooks.includes(hook));
      const isAll = where === "everywhere" || where === "all-files";
      const places = isAll ? fitting : [random.pick(fitting)];
      const { top, call } = make(random);
      const isFirst = ({ path, head }: Place): boolean =>
        places.every((other) => other.path !== path || other.head >= head);
      const insertions = places.flatMap((place): Insertion[] => [
        ...(top !== undefined && isFirst(place) ? [{ path: place.path, line: place.head, text: top }] : []),
        ...(call !== undefined ? [{ path: place.path, line: place.body, text: `\t{ ${call} }` }] : []),
      ]);
      const subject = `xen: ${places[0]?.function}: ${name}`;
      return mailText(patchText(ground, insertions), { subject });
    },
  });
