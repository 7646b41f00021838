// SPDX-License-Identifier: GPL-2.0-only
import { SIDES, type SideName, type Views } from "../base/make-views.ts";
import type { ConfigName } from "../machine/config.ts";
import { type Build, brokenSide, buildSide } from "./build-side.ts";
import type { Workshop } from "./cache/workshop.ts";
import type { Flavour } from "./flavour.ts";
import type { Diagnostic } from "./toolchain/diagnostic.ts";
import { onlyAfter } from "./tree/only-after.ts";
import { pvRefusal } from "./tree/pv-refusal.ts";
import { type GateResult, syntaxGate } from "./tree/syntax-gate.ts";

/** Both sides in one configuration. */
export interface BuildPair {
  readonly before: Build;
  readonly after: Build;
  /** What a compiler for x86 says of the whole files. */
  readonly gate: GateResult;
  /** The same sides in the other flavours that were asked for. */
  readonly instrumented: readonly InstrumentedPair[];
}

/** Both sides, instrumented. A side that is broken has no module in any flavour. */
export interface InstrumentedPair {
  readonly flavour: Flavour;
  readonly before: Build;
  readonly after: Build;
}

const NOT_ASKED: GateResult = { broken: [], mended: [], unseen: [] };

/**
 * Builds both sides in one configuration. Of a tree, a compiler for x86 has the last word on whether a side builds:
 * what is compiled to run is but a part of it, and for another machine.
 *
 * @param flavours beside the plain one
 * @param onBuilt called after each module
 * @throws ToolError if the toolchain or the cache cannot be used
 */
export async function buildPair(
  workshop: Workshop,
  config: ConfigName,
  views: Views,
  flavours: readonly Flavour[],
  onBuilt: () => void,
): Promise<BuildPair> {
  const build = async (side: SideName, flavour: Flavour, onCompiled?: () => void): Promise<Build> => {
    const made = await buildSide(workshop, config, flavour, side, views[side], onCompiled);
    onBuilt();
    return made;
  };
  const instrument = async (flavour: Flavour): Promise<InstrumentedPair> => {
    const [left, right] = await Promise.all([build("before", flavour), build("after", flavour)]);
    return { flavour, before: left, after: right };
  };
  // what compiles on both sides will most likely link: the others are compiled in the meantime
  let early: readonly Promise<InstrumentedPair>[] | null = null;
  const compiled = new Set<SideName>();
  const buildPlain = (side: SideName): Promise<Build> =>
    build(side, "plain", () => {
      if (compiled.add(side).size < SIDES.length) return;
      early = flavours.map(instrument);
      // what goes wrong is told where it is awaited
      for (const one of early) one.catch(() => {});
    });
  // of a configuration that the tree does not have, there is nothing to look at
  const isRefused = pvRefusal(config, (path) => views.after.read(path)) !== null;
  const asked = isRefused ? NOT_ASKED : syntaxGate(workshop, config, views.before, views.after);
  const afterGate = async (): Promise<Build> => {
    const { broken } = await asked;
    if (broken.length === 0) return await buildPlain("after");
    onBuilt();
    return brokenSide(config, "after", broken);
  };
  const [before, after, gate] = await Promise.all([buildPlain("before"), afterGate(), asked]);
  const pair = settle(before, after, gate);
  const canRun = pair.before.module !== null && pair.after.module !== null;
  const instrumented = canRun ? await Promise.all(early ?? flavours.map(instrument)) : [];
  return { ...pair, gate, instrumented };
}

function settle(
  made: Build,
  after: Build,
  { broken, mended }: GateResult,
): Pick<BuildPair, "before" | "after"> {
  if (broken.length > 0) return { before: settleAlone(made, mended), after };
  // as with the after side: a part of it may compile, but a kernel would not have built
  const isMended = mended.length > 0 && after.errors.length === 0 && made.unavailable === "";
  const before = isMended ? brokenSide(made.config, "before", mended) : made;
  if (before.errors.length === 0 || after.errors.length === 0) {
    return { before: settleAlone(before, mended), after: settleAlone(after, []) };
  }
  const own = onlyAfter(before.errors, after.errors, () => "");
  if (own.length > 0) {
    const broken = settleAlone({ ...after, errors: own }, []);
    return { before: { ...before, errors: [], unavailable: because(before.errors) }, after: broken };
  }
  const away = { errors: [], unavailable: because(after.errors) };
  return { before: { ...before, ...away }, after: { ...after, ...away } };
}

/** A side of which the part that runs cannot be compiled: does it not build, or is this tool not up to it? */
function settleAlone(build: Build, gateErrors: readonly Diagnostic[]): Build {
  if (build.errors.length === 0) return build;
  // what the linker says names no line, and a kernel's linker would say it too
  const isClean = gateErrors.length === 0 && build.errors.every(({ line }) => line > 0);
  const isOurs = build.errors.some(({ file }) => file.startsWith("csrc/"));
  return isClean || isOurs ? { ...build, errors: [], unavailable: because(build.errors) } : build;
}

/** In one line. */
function because(errors: readonly Diagnostic[]): string {
  const [{ file, line, message }] = errors as readonly [Diagnostic];
  const more = errors.length === 1 ? "" : ` (and ${errors.length - 1} more)`;
  return `what is run does not compile to WebAssembly: ${file}:${line}: ${message}${more}`;
}
