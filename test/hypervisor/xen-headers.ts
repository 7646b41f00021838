// SPDX-License-Identifier: GPL-2.0-only
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const FOLDER = "/usr/include/xen";
const COMPILERS = [process.env.CC ?? "cc", "gcc", "clang", "clang-14"];

const INCLUDES = `
#include <stddef.h>
#include <stdint.h>
#include <xen/xen.h>
#include <xen/grant_table.h>
#include <xen/event_channel.h>
#include <xen/memory.h>
#include <xen/version.h>
#include <xen/hvm/dm_op.h>
#include <xen/errno.h>
`;

/** The newest interface that the headers declare, as a guest asks for it. */
const FLAGS = [
  "-x",
  "c",
  "-std=gnu11",
  "-ffreestanding",
  "-D__XEN_INTERFACE_VERSION__=__XEN_LATEST_INTERFACE_VERSION__",
  // what only the control domain's tools ask for
  "-D__XEN_TOOLS__",
];

/** @returns the first compiler that makes code of a width, undefined if there is none. */
const compilerFor = (width: Width): string | undefined =>
  COMPILERS.find(
    (name) =>
      spawnSync(name, [...FLAGS, `-m${width}`, "-fsyntax-only", "-"], { input: "#include <stdint.h>\n" })
        .status === 0,
  );

export type Width = 32 | 64;

/** Xen's public headers, as a C compiler reads them; nothing is copied from them. */
export const xenHeaders = {
  /** @returns why there is nothing to compare with, null if there is. */
  missing(width: Width): string | null {
    if (!existsSync(`${FOLDER}/grant_table.h`))
      return `no ${FOLDER}/grant_table.h: install libxen-dev to compare with Xen's public headers`;
    if (compilerFor(width) === undefined) return `no C compiler that takes -m${width}: install gcc or clang`;
    return null;
  },

  /** @returns the values of constant expressions, read from the assembly that the compiler makes of them. */
  evaluate(width: Width, expressions: readonly string[]): number[] {
    const marks = expressions.map(
      (one, i) =>
        `void emit_${i}(void) { __asm__ volatile(".ascii \\"@${i}=%c0@\\"" :: "i" ((long)(${one}))); }\n`,
    );
    const { status, stdout, stderr } = spawnSync(
      compilerFor(width)!,
      [...FLAGS, `-m${width}`, "-S", "-O1", "-o", "-", "-"],
      { input: INCLUDES + marks.join(""), encoding: "utf8", maxBuffer: 1 << 24 },
    );
    if (status !== 0) throw new Error(stderr);
    const values = new Map([...stdout.matchAll(/@(\d+)=(-?\d+)@/g)].map((m) => [Number(m[1]), Number(m[2])]));
    return expressions.map((_, i) => values.get(i)!);
  },
} as const;
