// SPDX-License-Identifier: GPL-2.0-only
import { objectGuards } from "../../../harness/compile/tree/object-guards.ts";
import { pvRefusal } from "../../../harness/compile/tree/pv-refusal.ts";
import { treeConfig } from "../../../harness/compile/tree/tree-config.ts";
import type { Target } from "../target.ts";
import { textOf } from "../text-of.ts";

const TREE = { dir: "/", name: "x", release: "3.0.0", version: [3, 0, 0], identity: null } as const;

/** Files of a tree behind lines `%% NAME`: Kconfig, others that it may include, a Makefile, a user's .config. */
export const target: Target = {
  name: "kconfig",
  tokens: [
    ...[
      "config A\n",
      "menuconfig B\n",
      '\tbool "x"\n',
      "\ttristate\n",
      "\tdef_bool y\n",
      "\tint\n",
      "\tstring\n",
    ],
    ...[
      "\tdefault 1 if A && !B\n",
      "\tselect B if A\n",
      "\tdepends on A || B\n",
      "choice\n",
      "endchoice\n",
      "if A\n",
    ],
    ...[
      "endif\n",
      'menu "x"\n',
      "endmenu\n",
      "help\n",
      "\t  text\n",
      'source "Kconfig"\n',
      'source "a/Kconfig"\n',
    ],
    ...[
      "config XEN_PV\n",
      "X86_64",
      "64BIT",
      "SLOB",
      "$(SRCARCH)",
      "$(shell,x)",
      "(",
      ")",
      "!",
      "&&",
      "||",
      "=",
    ],
    ...["!=", "<=", ">", '"', "'", "y", "n", "m", "0x10", "\\\n", "#", "%% Kconfig\n", "%% a/Kconfig\n"],
    ...[
      "%% Makefile\n",
      "%% .config\n",
      "CONFIG_A=y\n",
      'CONFIG_S="x"\n',
      "obj-$(CONFIG_A) += x.o\n",
      "x-objs := a.o\n",
    ],
  ],
  isExpected: () => false,
  run: (input) => {
    const parts = `\n${textOf(input)}`.split("\n%% ").map((part) => {
      const end = part.indexOf("\n");
      return [part.slice(0, Math.max(0, end)), part.slice(end + 1)] as const;
    });
    const files = new Map(parts);
    const read = (path: string): string | null => files.get(path) ?? null;
    const tree = { ...TREE, kconfig: read(".config") };
    const { autoconf, allows } = treeConfig(tree, "x86_32-pae", read);
    const refusal = pvRefusal("x86_32-pae", () => read("Kconfig"));
    return [
      autoconf,
      allows("A"),
      allows("XEN_PV"),
      objectGuards("./x.c", (path) => read(path.slice(2))),
      refusal,
    ];
  },
};
