// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { FIRST_LOWMEM_PFN, MEMORY_BYTES } from "../abi/numbers.ts";
import type { ConfigName } from "../machine/config.ts";
import type { Workshop } from "./cache/workshop.ts";
import type { Compiled } from "./compile-unit.ts";
import { type Flavour, LOW_BYTES, SHADOW_BYTES } from "./flavour.ts";
import { NO_LINES } from "./lines/line-map.ts";
import { carryLines, lineTableOf, movedLines } from "./lines/line-table.ts";
import { withVariableNames } from "./lines/variable-names.ts";
import type { Unit } from "./source-tree.ts";
import { tellRefused } from "./tell-refused.ts";
import { targetOf } from "./toolchain/compile-flags.ts";
import { type Diagnostic, STOPPED } from "./toolchain/diagnostic.ts";
import type { Recipe } from "./toolchain/recipe.ts";
import { runTool } from "./toolchain/run-tool.ts";
import { ToolError } from "./toolchain/tool-error.ts";
import { countWork } from "./wasm/count-work.ts";
import { exportedConstant } from "./wasm/module-tables.ts";
import { RefusedModule } from "./wasm/refused-module.ts";
import { withoutDebug } from "./wasm/wasm-sections.ts";

const LINK_FLAGS = [
  "--no-entry",
  // a function that nobody defines becomes an import; missing data stays an error
  "--import-undefined",
  "--no-check-features",
  "--export-dynamic",
  "--export=__heap_base",
  "--export=__data_end",
  "--export=__stack_pointer",
  "--export=hb_work_left",
  "-z",
  "stack-size=32768",
] as const;

/** A linked module and its lines, or why there is none. */
export interface Linked {
  readonly wasm: Uint8Array | null;
  /** A LineTable as JSON. */
  readonly lines: string;
  readonly errors: readonly Diagnostic[];
}

/**
 * Links objects into one module. A 64-bit one is lowered to 32-bit addresses, so that any engine runs it; `long` and
 * pointers keep their eight bytes.
 */
export async function linkModule(
  { recipe, cache }: Workshop,
  config: ConfigName,
  flavour: Flavour,
  objects: readonly Compiled[],
): Promise<Linked> {
  const scratch = cache.scratch();
  try {
    const raw = join(scratch, "raw.wasm");
    const inputs = writeObjects(inOrder(objects), scratch);
    const wide = targetOf(config) === "wasm64";
    const linkArgs = [
      ...(wide ? ["-mwasm64"] : []),
      ...LINK_FLAGS,
      // what lies below belongs to nobody: a write there is a write through NULL
      `--global-base=${LOW_BYTES[flavour]}`,
      `--initial-memory=${MEMORY_BYTES + SHADOW_BYTES[flavour]}`,
      `--max-memory=${MEMORY_BYTES + SHADOW_BYTES[flavour]}`,
      "-o",
      raw,
      ...inputs.keys(),
    ];
    const reads = { readsText: true, writes: scratch };
    const link = await runTool(recipe.wasmLd, linkArgs, reads);
    if (link.code !== 0) return { wasm: null, lines: "", errors: linkErrors(link.stderr, inputs) };
    const linked = readFileSync(raw);
    const tooMuch = dataBeyond(roomFor(config), linked);
    if (tooMuch !== null) return { wasm: null, lines: "", errors: [tooMuch] };
    const dump = await runTool(recipe.dwarfdump, ["--debug-line", "--debug-info", raw], reads);
    return await finished(recipe, { config, flavour, objects, linked, dump: dump.stdout, scratch });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** From what the linker made to what the engine runs. */
async function finished(
  recipe: Recipe,
  {
    config,
    flavour,
    objects,
    linked,
    dump,
    scratch,
  }: {
    readonly config: ConfigName;
    readonly flavour: Flavour;
    readonly objects: readonly Compiled[];
    readonly linked: Uint8Array;
    readonly dump: string;
    readonly scratch: string;
  },
): Promise<Linked> {
  const wide = targetOf(config) === "wasm64";
  let [table, module] = [NO_LINES, linked];
  try {
    table = lineTableOf(dump, linked);
    const counted = countWork(linked);
    table = movedLines(table, counted.moved);
    module = withoutDebug(counted.wasm);
    const wasm = wide ? await lower(recipe, module, scratch) : withoutDebug(counted.wasm);
    const foreign = foreignImports(wasm, objects);
    if (foreign.length > 0) return { wasm: null, lines: "", errors: foreign };
    const texts = objects.map(({ unit }) => unit.text);
    const named = flavour === "msan" ? withVariableNames(wasm, texts) : wasm;
    const lines = wide ? carryLines(table, module, wasm) : table;
    return { wasm: named, lines: JSON.stringify(lines), errors: [] };
  } catch (error) {
    if (!(error instanceof RefusedModule)) throw error;
    return { wasm: null, lines: "", errors: [tellRefused(error, table, module)] };
  }
}

/** Writes objects where the linker finds them, each in a folder of its own. */
function writeObjects(objects: readonly Compiled[], scratch: string): Map<string, Unit> {
  const units = new Map<string, Unit>();
  for (const [i, { object, unit }] of objects.entries()) {
    const path = join(scratch, `${i}`, "unit.o");
    mkdirSync(dirname(path));
    writeFileSync(path, object ?? "");
    units.set(path, unit);
  }
  return units;
}

/** What is left for the heap, at the least. */
const LEAST_HEAP = 0x1_0000;

/** Bytes of memory below which all data of a kernel lies: on x86_64 the windows of the direct map follow (direct-map-window.ts). */
const roomFor = (config: ConfigName): number =>
  (config === "x86_64" ? FIRST_LOWMEM_PFN * 0x1000 : MEMORY_BYTES) - LEAST_HEAP;

function dataBeyond(room: number, module: Uint8Array): Diagnostic | null {
  const end = exportedConstant(module, "__heap_base");
  if (end <= room) return null;
  return { file: "(link)", line: 0, column: 0, message: tooMuchData(end, room) };
}

const tooMuchData = (end: number, room: number): string =>
  `the data of the kernel's files ends at 0x${end.toString(16)}, and there is room for it below 0x${room.toString(16)}`;

/** What is not counted is linked behind what begins it (csrc/runtime/work.s). */
function inOrder(objects: readonly Compiled[]): readonly Compiled[] {
  const isPlain = ({ unit }: Compiled): boolean => unit.isPlain === true;
  const isWork = ({ unit }: Compiled): boolean => unit.language === "assembler";
  const counted = objects.filter((one) => !isPlain(one) && !isWork(one));
  return [...counted, ...objects.filter(isWork), ...objects.filter(isPlain)];
}

/** Gives a 64-bit module 32-bit addresses. */
async function lower(recipe: Recipe, module: Uint8Array, scratch: string): Promise<Uint8Array<ArrayBuffer>> {
  const [wide, out] = [join(scratch, "wide.wasm"), join(scratch, "lowered.wasm")];
  writeFileSync(wide, module);
  const flags = ["--memory64-lowering", "--enable-memory64", "--enable-mutable-globals", "-g"];
  const reads = { readsText: true, writes: scratch };
  const run = await runTool(recipe.wasmOpt, [wide, ...flags, "-o", out], reads);
  const [said = ""] = run.stderr.trim().split("\n");
  if (REFUSES.test(said)) throw new RefusedModule(said);
  if (run.timedOut) throw new RefusedModule(`the lowering of its addresses was ${STOPPED}`);
  if (run.code !== 0)
    throw new ToolError(
      `${recipe.wasmOpt} failed: ${said}`,
      "check that the toolchain is whole (make setup)",
    );
  return readFileSync(out);
}

/** What wasm-opt says of a module, and not of itself. */
const REFUSES = /^\[(?:wasm-validator error|parse exception)|^Fatal: error in (?:parsing|validating)/;

/** The one import from outside of the kernel: printk's (csrc/runtime/printk.c). */
const CONSOLE = "wasi_snapshot_preview1.fd_write";

/** A patch can ask for imports by attribute. Kernel code gets functions that the kernel has or might have, no others. */
function foreignImports(wasm: Uint8Array<ArrayBuffer>, objects: readonly Compiled[]): Diagnostic[] {
  return WebAssembly.Module.imports(engineModule(wasm)).flatMap(({ kind, module, name }) => {
    if (kind === "function" && (module === "env" || `${module}.${name}` === CONSOLE)) return [];
    const asks = (line: string): boolean => line.includes(`"${module}"`) || line.includes(`"${name}"`);
    const unit = objects.map((one) => one.unit).find(({ text }) => asks(text));
    const line = (unit?.text.split("\n").findIndex(asks) ?? -1) + 1;
    const message = `import of ${module}.${name}, which is nothing that a kernel has`;
    return [{ file: unit?.path ?? "(link)", line, column: 0, message }];
  });
}

/** @throws RefusedModule if the engine does */
function engineModule(wasm: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  try {
    return new WebAssembly.Module(wasm);
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) throw new RefusedModule(error.message);
    throw error;
  }
}

/** The linker names objects and symbols; where a symbol is used first is looked up in the text. */
function linkErrors(stderr: string, units: ReadonlyMap<string, Unit>): Diagnostic[] {
  const errors: Diagnostic[] = [];
  const said = new Set<string>();
  const texts = stderr.split("\n");
  const unitIn = (text: string): Unit | undefined => [...units].find(([path]) => text.includes(path))?.[1];
  for (const [i, text] of texts.entries()) {
    const match = /error: (.*?)$/.exec(text);
    if (match === null) continue;
    // of a symbol that is there twice, the lines below name the objects; the last one is one too many
    const below = texts.slice(i + 1, i + 3).filter((line) => line.startsWith(">>> "));
    const unit = [text, ...below].map(unitIn).findLast((one) => one !== undefined);
    const needed = /^initial memory too small, (\d+) bytes needed/.exec(match[1]!)?.[1];
    const words = match[1]!.replaceAll(/\S*\/unit\.o: ?/g, "");
    const message = needed === undefined ? words : tooMuchData(Number(needed), MEMORY_BYTES);
    const symbol = /symbol: (\S+)/.exec(message)?.[1] ?? "";
    if (said.has(message)) continue;
    said.add(message);
    const lines = unit?.text.split("\n") ?? [];
    // a patch chooses the symbol's letters: it is no pattern
    const used = lines.findIndex((line) => line.match(/\w+/g)?.includes(symbol) === true);
    errors.push({ file: unit?.path ?? "(link)", line: used + 1, column: 0, message });
  }
  if (errors.length > 0) return errors;
  return [{ file: "(link)", line: 0, column: 0, message: stderr.trim().split("\n")[0] ?? "link failed" }];
}
