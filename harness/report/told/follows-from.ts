// SPDX-License-Identifier: GPL-2.0-only
import { sentence } from "./sentence.ts";
import type { ToldProblem } from "./tell-patch.ts";

/** `Follows from problem 1: memory leak: kmap_ops is never freed.` */
export const followsFrom = ({ number, headline }: Pick<ToldProblem, "number" | "headline">): string =>
  sentence(`follows from problem ${number}: ${headline}`);
