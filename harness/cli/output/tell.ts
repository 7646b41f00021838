// SPDX-License-Identifier: GPL-2.0-only
import { printable } from "../../report/screen.ts";

/** Says something on standard error that is no error: what takes time, what was chosen, what does not fit. */
export function tell(text: string): void {
  process.stderr.write(`hunkbox: ${printable(text)}\n`);
}
