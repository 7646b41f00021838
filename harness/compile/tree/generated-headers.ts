// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { KernelTree } from "../../base/tree/kernel-tree.ts";

/** Headers that a kernel's build makes from tables of system calls and the like: no slice needs what is in them. */
const EMPTY = [
  "asm/asm-offsets.h",
  "asm/syscalls_32.h",
  "asm/syscalls_64.h",
  "asm/unistd_32.h",
  "asm/unistd_32_ia32.h",
  "asm/unistd_64.h",
  "asm/unistd_64_x32.h",
  "asm/unistd_x32.h",
  "asm/xen-hypercalls.h",
  "generated/asm-offsets.h",
  "generated/compile.h",
  "generated/rq-offsets.h",
  "generated/timeconst.h",
];

/** Where the generated headers are, seen from the compiler. */
export const GENERATED = "/hunkbox/generated";

/**
 * The headers that a kernel's build would make before it compiles anything, as text by path below GENERATED.
 *
 * @param autoconf text of generated/autoconf.h
 */
export function generatedHeaders(tree: KernelTree, autoconf: string): Map<string, string> {
  const [major, minor, patch] = tree.version;
  const code = (major << 16) + (minor << 8) + Math.min(patch, 255);
  const version = [
    `#define LINUX_VERSION_CODE ${code}`,
    "#define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))",
    `#define LINUX_VERSION_MAJOR ${major}`,
    `#define LINUX_VERSION_PATCHLEVEL ${minor}`,
    `#define LINUX_VERSION_SUBLEVEL ${patch}`,
    "",
  ].join("\n");
  // counts of things that no slice has any of, but fields are as wide as these say
  const bounds = [
    "#define NR_PAGEFLAGS 23",
    "#define MAX_NR_ZONES 4",
    "#define NR_CPUS_BITS 3",
    "#define SPINLOCK_SIZE 4",
    "#define LRU_GEN_WIDTH 0",
    "#define __LRU_REFS_WIDTH 0",
    "",
  ].join("\n");
  const headers = new Map<string, string>([
    ["include/generated/autoconf.h", autoconf],
    ["include/generated/bounds.h", bounds],
    ["include/generated/utsrelease.h", `#define UTS_RELEASE ${JSON.stringify(tree.release)}\n`],
    ["uapi/linux/version.h", version],
    ["include/linux/version.h", version],
    ["include/linux/bounds.h", bounds],
    ["include/stdarg.h", STDARG],
  ]);
  headers.set("arch/asm/cpufeaturemasks.h", CPU_FEATURES);
  for (const path of EMPTY) headers.set(path.startsWith("asm/") ? `arch/${path}` : `include/${path}`, "");
  const uapi = list(tree, "arch/x86/include/uapi/asm");
  for (const [generic, own, wrapper] of [
    // a wrapper would come before a header that is there for user space as well
    ["include/asm-generic", [...list(tree, "arch/x86/include/asm"), ...uapi], "arch/asm"],
    ["include/uapi/asm-generic", uapi, "arch/uapi/asm"],
  ] as const) {
    const there = new Set(own);
    for (const name of list(tree, generic)) {
      if (!there.has(name)) headers.set(`${wrapper}/${name}`, `#include <asm-generic/${name}>\n`);
    }
  }
  return headers;
}

/** No feature is known before the kernel runs: what there is, csrc/kernel answers. */
const CPU_FEATURES = `#define REQUIRED_MASK_BIT_SET(bit) 0
#define DISABLED_MASK_BIT_SET(bit) 0
`;

/** The compiler's own header, without the compiler's own folder. */
const STDARG = `#ifndef HUNKBOX_STDARG_H
#define HUNKBOX_STDARG_H
typedef __builtin_va_list va_list;
#define va_start(list, last) __builtin_va_start(list, last)
#define va_end(list) __builtin_va_end(list)
#define va_arg(list, type) __builtin_va_arg(list, type)
#define va_copy(to, from) __builtin_va_copy(to, from)
#endif
`;

function list(tree: KernelTree, dir: string): string[] {
  try {
    return readdirSync(join(tree.dir, dir))
      .filter((name) => name.endsWith(".h"))
      .sort();
  } catch {
    return [];
  }
}
