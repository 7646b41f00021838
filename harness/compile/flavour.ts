// SPDX-License-Identifier: GPL-2.0-only
import { MEMORY_BYTES } from "../abi/numbers.ts";

/**
 * How a module is instrumented. `plain`: its steps and its control flow are counted, no more. `asan`: each access asks
 * whether its address is good, what C leaves undefined is told, and control flow is counted. `msan`: each value knows
 * whether it was ever given one.
 */
export const FLAVOURS = ["plain", "asan", "msan"] as const;
export type Flavour = (typeof FLAVOURS)[number];

/** Flavours that tell which lines ran. */
export const counts = (flavour: Flavour): boolean => flavour !== "msan";

/** What runs beside the plain modules, in this order. */
export const INSTRUMENTED: readonly Flavour[] = ["asan", "msan"];

/**
 * Of msan: where the shadow begins, a byte for each byte of memory, and behind it the origins, a word for each four bytes
 * (csrc/msan/msan.c).
 */
export const MSAN_SHADOW = MEMORY_BYTES;
export const MSAN_ORIGINS = 2 * MEMORY_BYTES;

/** Bytes of memory that are shadow, behind what the kernel has. */
export const SHADOW_BYTES: Readonly<Record<Flavour, number>> = {
  plain: 0,
  asan: 0,
  msan: 2 * MEMORY_BYTES,
};

/** Bytes at the start of memory that a flavour keeps for its shadow: a multiple of 64 KiB, and the page of null pointers. */
export const LOW_BYTES: Readonly<Record<Flavour, number>> = {
  plain: 0x1_0000,
  // an eighth of a module's memory
  asan: 0x4_0000,
  msan: 0x1_0000,
};
