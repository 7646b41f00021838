// SPDX-License-Identifier: GPL-2.0-only

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { many } from "../../base/many.ts";
import { miniatureFiles } from "../../base/miniature-base.ts";
import { ToolError } from "../../compile/toolchain/tool-error.ts";
import { BadInput } from "../inputs/bad-input.ts";
import { loadReference } from "../inputs/load-inputs.ts";

/** Shows the text that patches apply to: the names of its files, one file, or (with `to`) all of them in a folder. */
export async function baseCommand(path: string | undefined, to: string | undefined): Promise<void> {
  const { patches } = await loadReference();
  const files = miniatureFiles(patches[0]!);
  if (to !== undefined) {
    for (const [name, text] of files) write(join(to, name), text);
    process.stdout.write(`${many(files.size, "file")} in ${to}\n`);
  } else if (path === undefined) process.stdout.write(`${[...files.keys()].join("\n")}\n`);
  else {
    const text = files.get(path);
    if (text === undefined) throw new BadInput(`the base has no file "${path}"`, "hunkbox base lists them");
    process.stdout.write(text);
  }
}

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    // never over somebody's work
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ToolError(`cannot write ${path}: ${why}`, "choose a new folder with --to");
  }
}
