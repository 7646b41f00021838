// SPDX-License-Identifier: GPL-2.0-only
import { ApplyError } from "../../../harness/base/apply/apply-error.ts";
import { applyFilePatch } from "../../../harness/base/apply/apply-file-patch.ts";
import { parseDiff } from "../../../harness/patch/diff/parse-diff.ts";
import { reverseFilePatch } from "../../../harness/patch/diff/reverse-file-patch.ts";
import { PatchError } from "../../../harness/patch/patch-error.ts";
import { rawText } from "../../../harness/patch/source-text.ts";
import type { Target } from "../target.ts";
import { textOf } from "../text-of.ts";
import { DIFF_TOKENS } from "./diff-tokens.ts";

/** A file's text, a line `%%`, and a diff that is applied to that text and then taken back. */
export const target: Target = {
  name: "diff",
  tokens: [...DIFF_TOKENS, "\n%%\n", "int f(void)\n{\n", "}\n", "struct x {\n"],
  isExpected: (error) => error instanceof PatchError || error instanceof ApplyError,
  run: (input) => {
    const [text = "", ...rest] = textOf(input).split("\n%%\n");
    const diff = rawText(Buffer.from(rest.join("\n%%\n"), "utf8"), "input");
    return parseDiff(diff).map((file) => {
      const applied = applyFilePatch(text, file);
      if (file.change === "copy") return applied;
      return [applied, applyFilePatch(applied.text, reverseFilePatch(file))];
    });
  },
};
