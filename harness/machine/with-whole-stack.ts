// SPDX-License-Identifier: GPL-2.0-only

/** Frames of a whole stack: more than any honest call chain has, and fewer than the engine has room for. */
const WHOLE = 1200;

/** Makes an error that remembers its stack down to the bottom, where the engine would keep a few frames. */
export function withWholeStack<E extends Error>(make: () => E): E {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = WHOLE;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
