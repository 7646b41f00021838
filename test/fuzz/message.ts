// SPDX-License-Identifier: GPL-2.0-only
import type { Finding } from "./fuzz-loop.ts";

/** What a worker is given. */
export interface Task {
  /** The instrumented target, as a file. */
  readonly module: string;
  readonly counters: number;
  readonly corpus: readonly string[];
  readonly seed: number;
  readonly runs: number;
  readonly milliseconds: number;
  /** Whether what was found is cut down, at the end, to what is worth keeping. */
  readonly minimise: boolean;
  /** Where the worker leaves how many inputs it began, the length of the last, and that input itself. */
  readonly shared: SharedArrayBuffer;
}

/** What a worker tells. */
export type Message =
  | { readonly kind: "finding"; readonly finding: Finding }
  | { readonly kind: "kept"; readonly input: string }
  | { readonly kind: "done"; readonly runs: number; readonly ways: number };

/** Bytes of an input that fit into the shared memory, behind two numbers. */
export const ROOM = 1 << 20;
