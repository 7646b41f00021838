// SPDX-License-Identifier: GPL-2.0-only
import type { Frame } from "../../harness/guest/stack.ts";

/** The innermost function of a stack that is no wrapper in a header. */
export const ownFunction = (frames: readonly Frame[]): string =>
  frames.find(({ file }) => file.endsWith(".c"))?.function ?? "";
