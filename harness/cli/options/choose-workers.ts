// SPDX-License-Identifier: GPL-2.0-only
import { BadInput } from "../inputs/bad-input.ts";

/** Processes that one machine may be asked for: each takes some 400 MB. */
const MOST = 64;

/** @returns how many processes judge a queue @throws BadInput if that is no number that makes sense */
export function chooseWorkers(typed: string | undefined): number {
  if (typed === undefined) return 1;
  const count = /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
  if (count >= 1 && count <= MOST) return count;
  throw new BadInput(`--workers "${typed}" is no number from 1 to ${MOST}`, "give --workers 2");
}
