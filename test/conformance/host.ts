// SPDX-License-Identifier: GPL-2.0-only
import type { ConfigName } from "../../harness/machine/config.ts";

/** What a recording's frame and address numbers mean. They are another host's. */
export interface Host {
  readonly arch: ConfigName;
  /** Address of VA0. */
  readonly vaStart: number;
  /** Frames of the hypervisor's own. */
  readonly xenFrames: readonly number[];
  /** Frames of nobody's: the hypervisor's image. */
  readonly nobodysFrames: readonly number[];
  /** Frames of the caller's that stand for themselves, such as its shared info. */
  readonly namedFrames: readonly number[];
  /** Pages of the caller's descriptor tables. */
  readonly descriptorPages: readonly number[];
  readonly ownGrantFrame: number;
  /** -1 where no record names it. */
  readonly ownStatusFrame: number;
  readonly foreignGrantFrame: number;
  /** The tables above the VAs, L1 first; empty where no record names them. */
  readonly tables: readonly number[];
  /** The number here of a page that sequences name by the first recording's number. */
  readonly pageOf: (first: number) => number;
  /** What dom0 may map that is no memory. */
  readonly deviceMemory: (frame: number) => "none" | "ro" | "rw";
  /** Whose an ordinary frame is; "none" for a number that stands for itself, such as one that is no RAM. */
  readonly kindOf: (frame: number) => "own" | "foreign" | "none";
}
