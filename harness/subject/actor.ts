// SPDX-License-Identifier: GPL-2.0-only

/** Who acts in a step: at the four levels of a scenario, and what goes wrong by itself. */
export const ACTORS = ["user", "api", "mapping", "peer", "fault"] as const;

export type Actor = (typeof ACTORS)[number];
