// SPDX-License-Identifier: GPL-2.0-only
import type { ToldBuild } from "./tell-patch.ts";

/** `the after side does not build in x86_64, x86_32-pae: use of undeclared identifier 'x'`. */
export const buildText = ({
  side,
  configs,
  message,
}: Pick<ToldBuild, "side" | "configs" | "message">): string =>
  `the ${side} side does not build in ${configs.join(", ")}: ${message}`;
