// SPDX-License-Identifier: GPL-2.0-only
import { openCache } from "../../compile/cache/open-cache.ts";
import { confinement } from "../../compile/toolchain/confinement.ts";
import { findRecipe } from "../../compile/toolchain/recipe.ts";
import { LIMITS_OF_TEXT } from "../../compile/toolchain/run-tool.ts";
import { version } from "../version.ts";

/**
 * What a report of a fault has to name: this tool, what runs it, what compiles, and what protects this machine from a patch.
 *
 * @throws ToolError if there is no toolchain
 */
export async function versionCommand(): Promise<number> {
  const { seconds, memoryMib, fileMib } = LIMITS_OF_TEXT;
  const { version: emcc, clang } = await findRecipe(openCache());
  const { node, v8 } = process.versions;
  const lines = [
    `hunkbox ${version()}`,
    `node ${node} (V8 ${v8}), ${process.platform} ${process.arch}`,
    `toolchain: ${emcc}`,
    `  clang: ${clang}`,
    `what reads a patch's text (compiler, linker, wasm-opt):`,
    `  ${confinement().text}`,
    `  each run: ${seconds} s of a processor, ${memoryMib} MiB of addresses, ${fileMib} MiB a file`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}
