// SPDX-License-Identifier: GPL-2.0-only
import { TextHeads } from "../../../harness/base/apply/text-heads.ts";
import { codeLines } from "../../../harness/compile/lines/code-lines.ts";
import { conditionalBranches } from "../../../harness/compile/lines/conditional-branches.ts";
import { countParameters } from "../../../harness/compile/tree/count-parameters.ts";
import { hasMember } from "../../../harness/compile/tree/has-member.ts";
import { changedFunctions } from "../../../harness/judge/coverage/changed-functions.ts";
import type { Target } from "../target.ts";
import { textOf } from "../text-of.ts";
import { C_TOKENS } from "./c-tokens.ts";

/** C as a file of the tree has it after a patch: which lines hold code, which are left out, which function they are in. */
export const target: Target = {
  name: "source",
  tokens: C_TOKENS,
  isExpected: () => false,
  run: (input) => {
    const text = textOf(input);
    const lines = text.split("\n");
    const heads = new TextHeads(lines);
    return [
      [...codeLines(text)],
      conditionalBranches(text),
      countParameters(text, "f"),
      hasMember(text, "s__fp"),
      [...changedFunctions(new Map([["a.c", text.slice(text.length >> 1)]]), new Map([["a.c", text]]))],
      lines.map((_, i) => [heads.textBefore(i), heads.isOutside(i)]),
      heads.has(lines[0] ?? ""),
    ];
  },
};
