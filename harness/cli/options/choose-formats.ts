// SPDX-License-Identifier: GPL-2.0-only
import type { Format } from "../../report/formats/format.ts";
import { FORMATS } from "../../report/formats/index.ts";
import { terminal } from "../../report/formats/terminal.ts";
import { BadInput } from "../inputs/bad-input.ts";

/** A format, and where it goes: a file, or `-` for standard output. */
export interface ChosenFormat {
  readonly format: Format;
  readonly path: string;
}

/** @param wanted as given with --format: NAME or NAME=FILE; the terminal's if none is given */
export function chooseFormats(wanted: readonly string[]): ChosenFormat[] {
  if (wanted.length === 0) return [{ format: terminal, path: "-" }];
  const chosen = wanted.map((text): ChosenFormat => {
    const at = text.indexOf("=");
    const name = at === -1 ? text : text.slice(0, at);
    const path = at === -1 ? "-" : text.slice(at + 1);
    const format = FORMATS.find((one) => one.name === name);
    if (format === undefined) {
      const names = FORMATS.map((one) => one.name).join(", ");
      throw new BadInput(`there is no format "${name}"`, `there are ${names}`);
    }
    if (path === "") throw new BadInput(`--format ${text} names no file`, `give ${name}=FILE`);
    return { format, path };
  });
  const twice = chosen.find(({ path }, i) => chosen.slice(0, i).some((one) => one.path === path));
  if (twice !== undefined) {
    const where = twice.path === "-" ? "standard output" : twice.path;
    throw new BadInput(`two formats go to ${where}`, `give a file of its own: ${twice.format.name}=FILE`);
  }
  return chosen;
}
