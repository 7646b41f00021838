// SPDX-License-Identifier: GPL-2.0-only
import type { LineTable } from "./lines/line-map.ts";
import type { Diagnostic } from "./toolchain/diagnostic.ts";
import { importsOf, KIND } from "./wasm/module-tables.ts";
import type { RefusedModule } from "./wasm/refused-module.ts";
import { readBodies } from "./wasm/wasm-sites.ts";

/** How wasm-opt and the engine name a function in what they say, and how we number those that a module defines. */
const NAMED = /in function ([\w.$]+)|function #\d+:"([\w.$]+)"|in body (\d+)/;

/** An address in the module, and what is quoted of it. */
const OFFSET = / ?(?:\(at [\d:]+\)|@\+\d+).*$/s;

/**
 * Tells of a module that is refused as of an error in the function that brings it about.
 *
 * @param table lines and functions of the module
 * @param module the module as it was linked
 */
export function tellRefused({ message }: RefusedModule, table: LineTable, module: Uint8Array): Diagnostic {
  const named = NAMED.exec(message);
  const body = named?.[3];
  const numbered = body === undefined ? undefined : table.functions[Number(body)]?.[1];
  const name = named?.[1] ?? named?.[2] ?? numbered ?? callerOfNothing(table, module);
  const why = message
    .replace(
      /^.*WebAssembly\.Module\(\): (?:Compiling )?|^\[(?:wasm-validator error|parse exception:?) ?/,
      "",
    )
    .replace(NAMED, "")
    .replace(/^[\] ]*(?:failed: )?/, "")
    .replace(OFFSET, "")
    .replaceAll(/[^\w ,.'()-]/g, "")
    .trim();
  const where = name === null ? "" : ` of ${name}`;
  return { ...placeOf(name, table), column: 0, message: `WebAssembly cannot have the code${where}: ${why}` };
}

/** @returns the first function that calls one which is not there */
function callerOfNothing({ functions }: LineTable, module: Uint8Array): string | null {
  const bodies = readBodies(module);
  const count = importsOf(module).filter(({ kind }) => kind === KIND.function).length + bodies.length;
  const at = bodies.findIndex(({ callees }) => [...callees].some((one) => one >= count));
  return functions[at]?.[1] ?? null;
}

function placeOf(
  name: string | null,
  { functions, rows, sources }: LineTable,
): Pick<Diagnostic, "file" | "line"> {
  const [start] = functions.find((one) => one[1] === name) ?? [];
  const row = start === undefined ? undefined : rows.find(([offset]) => offset >= start);
  return row === undefined
    ? { file: "(link)", line: 0 }
    : { file: sources[row[1]] ?? "(link)", line: row[2] };
}
