// SPDX-License-Identifier: GPL-2.0-only
import type { LineMap } from "../compile/lines/line-map.ts";
import { framesOf } from "../guest/stack.ts";

/**
 * Who called what nobody models.
 *
 * @param stack as captured when the kernel died of it; empty if none was
 * @returns ` from FUNCTION at FILE:LINE`, empty if nobody knows
 */
export function callerOf(stack: string, lines: LineMap): string {
  const [frame] = framesOf(stack, lines);
  return frame === undefined ? "" : ` from ${frame.function} at ${frame.file}:${frame.line}`;
}
