// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../base/project-root.ts";
import { shortName } from "./short-name.ts";
import type { Unit } from "./source-tree.ts";
import type { Diagnostic } from "./toolchain/diagnostic.ts";
import { objectSymbols } from "./wasm/object-symbols.ts";

/** Names of the runtime, of the linker and of the compiler's instrumentation. */
const OWN =
  /^(?:hb_|__hb_|__wasm_|__asan_|__msan_|__ubsan_|__sanitizer_|llvm_gc|(?:memory|__heap_base|__heap_end|__data_end|__global_base|__memory_base|__table_base|__dso_handle|__stack_pointer|__indirect_function_table)$)/;

/**
 * What a unit of a kernel defines for us: an initcall (csrc/override/module.h), a function that the runtime stands before
 * (slice/edit/fronted.ts), what makes line tables whole (compile-unit.ts), and how the compiler tells of values.
 */
const DEFINED = /^(?:hb_initcall_\w+|hb_tree_\w+|hb_one_more|__msan_(?:track_origins|keep_going))$/;

/** What the compiler's instrumentation has a unit ask for. */
const INSTRUMENTED =
  /^(?:__asan_|__msan_|__ubsan_|__sanitizer_cov_|llvm_gc|__stack_pointer$|__memory_base$|__table_base$)/;

/** What its flags and its first lines have it ask for (compile-flags.ts, keeps-pages.ts). */
const RENAMED = /^hb_(?:mem(?:set|cpy|move)|kept_(?:zeroed_page|free_pages)|tree_\w+)$/;

/** What the macros that replace a kernel's call (csrc/override). */
let declared: ReadonlySet<string> | null = null;
function declaredNames(): ReadonlySet<string> {
  const text = (): string => readFileSync(join(projectRoot(), "csrc", "override", "declare.h"), "utf8");
  declared ??= new Set(text().match(/\bhb_\w+(?=\()/g));
  return declared;
}

/**
 * Looks whether the object of a kernel's unit keeps to names that a kernel may have. A patch that defined what the harness gives,
 * or asked for what is not for kernel code, would take the place of what it is judged by. Text can put a name together in
 * many ways; in the finished object it is whole.
 */
export function ownNamesIn(unit: Unit, object: Uint8Array): Diagnostic[] {
  const { symbols, chosen } = objectSymbols(object);
  const bad = symbols.flatMap(({ name, isDefined }) => {
    const isGiven = INSTRUMENTED.test(name) || RENAMED.test(name) || declaredNames().has(name);
    return !OWN.test(name) || (isDefined ? DEFINED.test(name) : isGiven) ? [] : [name];
  });
  const told = (name: string, what: string): Diagnostic => {
    return { ...placeOf(unit, name), column: 0, message: `${shortName(name)} is ${what}` };
  };
  return [
    ...[...new Set(bad)].map((name) =>
      told(name, "a name of this tool's own, which no kernel code may have"),
    ),
    ...chosen.map((name) => told(name, "imported or exported by an attribute, which no kernel code may do")),
  ];
}

/** Where a name stands in a unit's text, by its line markers. */
function placeOf({ path, text }: Unit, name: string): { readonly file: string; readonly line: number } {
  let [file, line] = [path, 1];
  for (const one of text.split("\n")) {
    const marker = /^# (\d+) "([^"]*)"/.exec(one);
    if (marker !== null) [line, file] = [Number(marker[1]), marker[2]!];
    else if (one.match(/\w+/g)?.includes(name) === true) return { file, line };
    else line++;
  }
  return { file: path, line: 0 };
}
