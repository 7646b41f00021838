// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import { printable } from "../screen.ts";

/** A path goes to the next line behind a slash, and not in the middle of a name. */
export const brokenPath = (where: string): (string | VNode)[] =>
  printable(where)
    .split(/(?<=\/)/)
    .flatMap((part, i) => (i === 0 ? [part] : [<wbr />, part]));
