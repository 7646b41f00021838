// SPDX-License-Identifier: GPL-2.0-only
import { parsePolicy } from "../../../harness/gate/policy/parse-policy.ts";
import { PolicyError } from "../../../harness/gate/policy/policy-error.ts";
import type { Target } from "../target.ts";
import { textOf } from "../text-of.ts";

const ENTRY = '  - signature: "memory-leak: 1"\n    reason: x\n    expires: 2027-01-31\n';

/** hunkbox.policy.yaml. */
export const target: Target = {
  name: "policy",
  tokens: [
    ...["version: 1\n", "configs: [x86_64]\n", "scenarios:\n  - a.json\n", "bounds:\n  steps: 1\n"],
    ...["  not-comparable: 2\n", "coverage:\n  changed-lines: 87.5\n", "errno: strict\n"],
    ...[`expect:\n${ENTRY}`, `accept:\n${ENTRY}`, "    configs: [x86_64, x86_32-pae]\n"],
    ...[
      "&a ",
      "*a",
      "!!binary ",
      "!!set ",
      "!x ",
      "? ",
      "- ",
      ": ",
      "<<: ",
      "{",
      "}",
      "[",
      "]",
      "|\n",
      ">-\n",
    ],
    ...[
      "---\n",
      "...\n",
      "%YAML 1.1\n",
      "%TAG ! x\n",
      "# x\n",
      "'",
      '"',
      "\\x41",
      "~",
      "null",
      ".nan",
      ".inf",
    ],
    ...["__proto__: 1\n", "constructor: x\n", "toString", "2027-02-31", "0o7", "1_000", "yes"],
  ],
  isExpected: (error) => error instanceof PolicyError,
  run: (input) => parsePolicy(textOf(input), "policy.yaml"),
};
