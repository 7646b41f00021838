// SPDX-License-Identifier: GPL-2.0-only
import type { GateConfig, GatePatch, GateReport } from "../../../gate/gate-report.ts";
import { excerpt } from "./excerpt.ts";
import { type KcidbBuild, type KcidbStatus, ORIGIN } from "./objects.ts";

/** A build for each configuration: of the patched side, which is what a checkout stands for. */
export function kcidbBuilds(patch: GatePatch, id: string, { tool }: Pick<GateReport, "tool">): KcidbBuild[] {
  return patch.configs.map((config): KcidbBuild => {
    const { before, after } = config;
    const errors = after.errors.map(({ file, line, message }) => `${file}:${line}: ${message}`);
    const isBroken = !before.ok && before.unavailable === "";
    return {
      id: `${id}-${config.config}`,
      checkout_id: id,
      origin: ORIGIN,
      architecture: config.config === "x86_64" ? "x86_64" : "i386",
      ...(tool.emscripten === "" ? {} : { compiler: tool.emscripten }),
      config_name: config.config,
      status: statusOf(config),
      ...(after.unavailable === "" ? {} : { comment: `not built: ${after.unavailable}` }),
      ...excerpt(errors),
      ...(isBroken ? { misc: { before: "the side without the patch does not build" } } : {}),
    };
  });
}

function statusOf({ after }: GateConfig): KcidbStatus {
  if (after.ok) return "PASS";
  return after.unavailable === "" ? "FAIL" : "SKIP";
}
