// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { referenceViews } from "../support/views.ts";
import { findPlaces, type Place } from "./find-places.ts";

/** A kernel that hostile patches are made for. */
export interface Ground {
  readonly name: string;
  /** Null for the miniature. */
  readonly dir: string | null;
  readonly places: readonly Place[];
  /** @throws Error if there is no such file */
  read(path: string): string;
}

/** @param dir a kernel tree; the miniature if it is null */
export async function openGround(dir: string | null): Promise<Ground> {
  const before = dir === null ? (await referenceViews()).before : null;
  const find = (path: string): string | null => {
    if (before !== null) return before.read(path);
    try {
      return readFileSync(join(dir!, path), "utf8");
    } catch {
      return null;
    }
  };
  const read = (path: string): string => {
    const text = find(path);
    if (text === null) throw new Error(`${path} is not there`);
    return text;
  };
  return { name: dir === null ? "miniature" : basename(dir), dir, places: findPlaces(find), read };
}
