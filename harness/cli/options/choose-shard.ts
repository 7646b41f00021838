// SPDX-License-Identifier: GPL-2.0-only
import { BadInput } from "../inputs/bad-input.ts";

/** A part of a gate: the `index`-th of `of`, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** More jobs than any gate has scenarios for. */
const MOST = 256;

/** @param text as given with --shard: 2/4; all of it if nothing is given */
export function chooseShard(text: string | undefined): Shard {
  if (text === undefined) return { index: 1, of: 1 };
  const [, index, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (shard.index >= 1 && shard.index <= shard.of && shard.of <= MOST) return shard;
  throw new BadInput(`--shard ${text} is no part`, `give i/n, with i from 1 to n, and n up to ${MOST}`);
}
