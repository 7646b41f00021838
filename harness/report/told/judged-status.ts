// SPDX-License-Identifier: GPL-2.0-only
import type { GatePatch } from "../../gate/gate-report.ts";

/** Where a verdict leaves a reviewer: `untold`, where nothing can be said of the patch, which is no fault of it and no pass. */
export function judgedStatus({ verdict }: Pick<GatePatch, "verdict">): "pass" | "fail" | "untold" {
  if (verdict === "pass") return "pass";
  const isUntold = verdict === "not-comparable" || verdict === "not-exercised" || verdict === "tool-failed";
  return isUntold ? "untold" : "fail";
}
