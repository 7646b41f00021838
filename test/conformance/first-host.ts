// SPDX-License-Identifier: GPL-2.0-only
import type { Host } from "./host.ts";

const NOT_RAM: ReadonlySet<number> = new Set([0xb8, 0xf_ee00, 0xfff_ffff, 0x1_0000_0000]);
/** Frames from here on are the other domain's. */
const FOREIGN_START = 0x7_f000;

/** The host of xen-4.17.jsonl. */
export const FIRST_HOST: Host = {
  arch: "x86_64",
  vaStart: -0x36ff_bf9d_b000, // 0xffffc90040625000
  xenFrames: [0x7_fa10],
  nobodysFrames: [],
  namedFrames: [],
  descriptorPages: [],
  ownGrantFrame: 0x7_fd60,
  ownStatusFrame: 0x7_a9c6,
  foreignGrantFrame: 0x7_fc55,
  tables: [],
  pageOf: (frame) => frame,
  deviceMemory: () => "none",
  kindOf: (frame) => (NOT_RAM.has(frame) ? "none" : frame >= FOREIGN_START ? "foreign" : "own"),
};
