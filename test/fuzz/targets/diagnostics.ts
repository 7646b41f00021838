// SPDX-License-Identifier: GPL-2.0-only
import { parseDiagnostics } from "../../../harness/compile/toolchain/diagnostic.ts";
import type { Target } from "../target.ts";
import { textOf } from "../text-of.ts";

/** What a compiler writes of its errors, parts of which are a patch's own words. */
export const target: Target = {
  name: "diagnostics",
  tokens: [
    ...[
      "a/x.c:1:2: error: x\n",
      "a.c:1:2: fatal error: 'x.h' file not found\n",
      "a.c:1:2: warning: x [-Wx]\n",
    ],
    ...[
      " [-Werror,-Wx]",
      " [-W",
      "]",
      " is invalid in C99",
      ":1:1:",
      ": error: ",
      "fatal ",
      "/",
      "kernel/",
      "\n",
    ],
  ],
  isExpected: () => false,
  run: (input) => parseDiagnostics(textOf(input)),
};
