// SPDX-License-Identifier: GPL-2.0-only
import type { Finding } from "../judge/verdict/finding.ts";

/** True for what a reader of a patch is told of one by one: what broke, what was mended, a result that nothing explains. */
export const isShown = (one: Pick<Finding, "class" | "unexplained">): boolean =>
  one.class === "regressed" || one.class === "fixed" || one.unexplained === true;
