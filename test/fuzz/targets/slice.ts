// SPDX-License-Identifier: GPL-2.0-only

import { findCallers } from "../../../harness/slice/find-callers.ts";
import { sliceUnit } from "../../../harness/slice/slice-unit.ts";
import { splitItems } from "../../../harness/slice/text/split-items.ts";
import type { Target } from "../target.ts";
import { textOf } from "../text-of.ts";
import { C_TOKENS } from "./c-tokens.ts";

/** Preprocessed C, cut down to what its second half of names reaches, with each way to cut a function tried on some. */
export const target: Target = {
  name: "slice",
  tokens: C_TOKENS,
  isExpected: () => false,
  run: (input) => {
    const unit = splitItems(textOf(input));
    const names = [...unit.byName.keys()];
    const every = (n: number): Set<string> => new Set(names.filter((_, i) => i % n === 1));
    const slice = sliceUnit(unit, {
      roots: names.slice(names.length >> 1),
      neverCut: (file) => file.endsWith(".c"),
      ...{
        visible: every(3),
        weak: every(4),
        behind: every(5),
        unfit: every(6),
        seams: every(7),
        dropped: every(9),
      },
    });
    return [
      slice,
      [...findCallers(unit, slice)],
      unit.items.map(({ kind, file, line }) => [kind, file, line]),
    ];
  },
};
