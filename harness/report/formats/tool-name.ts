// SPDX-License-Identifier: GPL-2.0-only
import type { GateReport } from "../../gate/gate-report.ts";

/** `hunkbox 0.1.0, Emscripten 3.1.6`. */
export function toolName({ tool }: Pick<GateReport, "tool">): string {
  // emcc says a sentence around its number
  const emscripten = /\d+\.\d+\.\d+/.exec(tool.emscripten)?.[0] ?? tool.emscripten;
  return `hunkbox ${tool.version}${emscripten === "" ? "" : `, Emscripten ${emscripten}`}`;
}
