// SPDX-License-Identifier: GPL-2.0-only
import type { GateFinding } from "../gate-report.ts";

/** True for a finding that a reader is told of by itself; the rest is counted. */
export const isTold = ({ status, class: kind }: Pick<GateFinding, "status" | "class">): boolean =>
  status === "fails" || status === "accepted" || kind === "fixed" || kind === "revealed";
