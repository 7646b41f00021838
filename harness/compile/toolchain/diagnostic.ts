// SPDX-License-Identifier: GPL-2.0-only
import { shortened } from "../../base/shortened.ts";
import { VIRTUAL_ROOT } from "./compile-flags.ts";
import { LIMITS_OF_TEXT } from "./run-tool.ts";
import { MOST_TIME_OF_TEXTS } from "./text-time.ts";

/** One error of the compiler or the linker. */
export interface Diagnostic {
  /** Kernel path. */
  readonly file: string;
  /** From 1; 0 if the tool names none. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Said of a tool that was stopped at its time limit. */
export const STOPPED = `stopped (it may have ${LIMITS_OF_TEXT.seconds} s of a processor, and ${MOST_TIME_OF_TEXTS} s in all)`;

/**
 * What a busy machine does not finish in its time may be done the next time: such a result is not kept.
 *
 * @param result as JSON, diagnostics and all
 */
export const isLasting = (result: string): boolean => !result.includes(STOPPED);

const ERROR = /^(.*?):(\d+):(\d+): (?:fatal )?error: (.*)$/;

/** Reads clang's errors; warnings and notes are left out. */
export function parseDiagnostics(stderr: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const text of stderr.split("\n")) {
    const match = ERROR.exec(text);
    if (match === null) continue;
    found.push({
      file: kernelPath(match[1]!),
      line: Number(match[2]),
      column: Number(match[3]),
      // what a standard has to do with it depends on the one that a kernel is written in
      message: shortened(withoutFlag(match[4]!).replace(/ is invalid in C99$/, ""), LONGEST),
    });
  }
  return found;
}

/** Characters of a message that are kept: it may hold a name, or a patch's own words. */
const LONGEST = 500;

/** Without the flag that asks for the message, `[-Wx]`. What is before it may be a patch's own words. */
function withoutFlag(message: string): string {
  const at = message.lastIndexOf(" [-W");
  return at !== -1 && message.indexOf("]", at) === message.length - 1 ? message.slice(0, at) : message;
}

/** A path of the compiler's view as the kernel names it. */
export function kernelPath(path: string): string {
  for (const prefix of [`${VIRTUAL_ROOT}/kernel/`, `${VIRTUAL_ROOT}/`]) {
    if (path.startsWith(prefix)) return path.slice(prefix.length);
  }
  return path;
}
