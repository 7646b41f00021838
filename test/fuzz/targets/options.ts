// SPDX-License-Identifier: GPL-2.0-only
import { BadInput } from "../../../harness/cli/inputs/bad-input.ts";
import { chooseConfigs } from "../../../harness/cli/inputs/load-inputs.ts";
import { chooseFormats } from "../../../harness/cli/options/choose-formats.ts";
import { chooseShard } from "../../../harness/cli/options/choose-shard.ts";
import { parseBase } from "../../../harness/cli/options/parse-base.ts";
import type { Target } from "../target.ts";
import { textOf } from "../text-of.ts";

const PARSERS: readonly ((text: string) => unknown)[] = [
  chooseShard,
  parseBase,
  (text) => chooseFormats(text.split("\n")).map(({ format, path }) => [format.name, path]),
  (text) => chooseConfigs(text.split("\n")),
];

/** Values of options; the first letter says of which. */
export const target: Target = {
  name: "options",
  tokens: [
    ...[
      "a",
      "b",
      "c",
      "d",
      "1/4",
      "/",
      "tree:",
      "git:",
      "debian:",
      "@",
      "miniature",
      "text",
      "json=",
      "=-",
      "=",
    ],
    ...["x86_64", "x86_32-pae", "x86_32-pae-highmem", ",", "../", "\0"],
  ],
  isExpected: (error) => error instanceof BadInput,
  run: (input) => {
    // what a user typed may come back whole
    const text = textOf(input).slice(0, 500);
    return PARSERS[(text.charCodeAt(0) || 0) % PARSERS.length]!(text.slice(1));
  },
};
