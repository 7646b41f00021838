// SPDX-License-Identifier: GPL-2.0-only
import type { ConfigName } from "../../machine/config.ts";
import { type Flavour, MSAN_ORIGINS, MSAN_SHADOW } from "../flavour.ts";

/** Where the compiler finds things: names that exist in its own view of the file system only. */
export const VIRTUAL_ROOT = "/hunkbox";

/** `long` has 4 bytes on wasm32 and 8 on wasm64: the width is real, not a define. */
export const targetOf = (config: ConfigName): "wasm32" | "wasm64" =>
  config === "x86_64" ? "wasm64" : "wasm32";

/** As the kernel builds itself, where it bears on what code does. */
const KERNEL_FLAGS = [
  "-std=gnu89",
  "-ffreestanding",
  "-nostdinc",
  "-fno-builtin",
  "-fno-strict-aliasing",
  "-fwrapv",
  // without it the compiler leaves out an access through a null pointer
  "-fno-delete-null-pointer-checks",
] as const;

/** What this tool needs of a module. */
const HARNESS_FLAGS = [
  "-O1",
  "-gline-tables-only",
  // a C stack shows each function, and its line tables need no inlined frames
  "-fno-inline",
  // a patch comes from mail: no assembler directive of its own reaches the assembler
  "-fno-gnu-inline-asm",
  // one column less to keep stable
  "-gno-column-info",
  "-fdebug-compilation-dir=/",
  `-fdebug-prefix-map=${VIRTUAL_ROOT}/kernel/=`,
  `-fdebug-prefix-map=${VIRTUAL_ROOT}/=`,
  `-fmacro-prefix-map=${VIRTUAL_ROOT}/kernel/=`,
  "-fno-color-diagnostics",
  "-fno-caret-diagnostics",
  "-ferror-limit=50",
  "-Wno-everything",
  "-Werror=implicit-function-declaration",
  "-Werror=implicit-int",
  "-Werror=incompatible-pointer-types",
  "-Werror=int-conversion",
  "-Werror=return-type",
] as const;

/** A call on each edge, for the step budget. Pruning would leave out the edge of a small loop. */
const STEP_FLAGS = [
  "-fsanitize-coverage=edge,trace-pc",
  "-mllvm",
  "-sanitizer-coverage-prune-blocks=0",
] as const;

/** Each access becomes a call of csrc/asan, which may go on; so does what C leaves undefined and the kernel does not define. */
const ASAN_FLAGS = [
  "-fsanitize=address",
  // the machine's own list of what is left alone: a file that the compiler does not see, and nobody asked for
  "-fno-sanitize-ignorelist",
  "-mllvm",
  "-asan-instrumentation-with-call-threshold=0",
  "-mllvm",
  "-asan-use-after-return=never",
  "-mllvm",
  "-asan-destructor-kind=none",
  // no signed overflow (-fwrapv), no null (an access through a null pointer is seen where it happens)
  "-fsanitize=shift,bounds,alignment,bool,integer-divide-by-zero,vla-bound",
  "-fsanitize-recover=all",
] as const;

/**
 * Shadow follows each value. What optimisation would settle before that is not seen, so there is none. Kernel code calls
 * instrumented functions for blocks of memory, by other names than those that the compiler itself puts in.
 */
const MSAN_FLAGS = [
  "-O0",
  "-Xclang",
  "-fsanitize=memory",
  "-mllvm",
  "-msan-keep-going=1",
  // arguments and results are uses, as they are to the kernel's own KMSAN
  "-Xclang",
  "-fsanitize-memory-param-retval",
  "-mllvm",
  "-msan-and-mask=0",
  "-mllvm",
  "-msan-xor-mask=0",
  "-mllvm",
  `-msan-shadow-base=${MSAN_SHADOW}`,
  // where a value comes from that was never set, but not all the variables through which it went
  "-Xclang",
  "-fsanitize-memory-track-origins=1",
  "-mllvm",
  `-msan-origin-base=${MSAN_ORIGINS}`,
  "-Dmemset=hb_memset",
  "-Dmemcpy=hb_memcpy",
  "-Dmemmove=hb_memmove",
] as const;

const FLAVOUR_FLAGS: Readonly<Record<Flavour, readonly string[]>> = {
  plain: [],
  asan: ASAN_FLAGS,
  msan: MSAN_FLAGS,
};

/**
 * The flags for one translation unit, without its name.
 *
 * @param cflags emcc's own, replayed with the target's width in place of wasm32
 * @param language assembly of our own needs to know the width alone
 */
export function compileFlags(
  cflags: readonly string[],
  config: ConfigName,
  flavour: Flavour,
  language: "c" | "assembler",
): string[] {
  const target = targetOf(config);
  const own = cflags.map((flag) => flag.replace(/^wasm(32|64)-/, `${target}-`));
  if (language === "assembler") return own.slice(0, own.indexOf("-target") + 2);
  return [...own, ...KERNEL_FLAGS, ...HARNESS_FLAGS, ...STEP_FLAGS, ...FLAVOUR_FLAGS[flavour]];
}
