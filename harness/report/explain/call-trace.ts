// SPDX-License-Identifier: GPL-2.0-only
import type { Frame } from "../../guest/stack.ts";
import { paragraph, printable, type Screen } from "../screen.ts";

/** Columns for a function's name, so that places stand below each other. */
const NAME = 30;

/** A wrapper of a header that all of the kernel has says nothing to a reader: kmalloc and the like. */
const isWrapper = ({ file }: Frame): boolean => file.startsWith("include/linux/");

/**
 * A C stack, innermost function first, as a kernel prints a call trace.
 *
 * @param at the frame that the finding names: it is marked
 */
export function callTrace(
  title: string,
  frames: readonly Frame[],
  screen: Screen,
  at: Pick<Frame, "file" | "line"> | null = null,
): string[] {
  const isAt = ({ file, line }: Frame): boolean => file === at?.file && line === at?.line;
  const shown = frames.filter((one) => !isWrapper(one) || isAt(one));
  if (shown.length === 0) return [];
  const marked = shown.findIndex(isAt);
  return [
    paragraph(screen, `${title}:`, 2, 2),
    ...shown.map(({ function: name, file, line }, i) => {
      const text = `${printable(name).padEnd(NAME)} ${printable(`${file}:${line}`)}`;
      return paragraph(screen, `${i === marked ? ">" : " "} ${text}`, 4, 6);
    }),
  ];
}
