// SPDX-License-Identifier: GPL-2.0-only

/** One question to a real Xen, and its answer unless that is withheld. See README.md beside this file. */
export interface XenRecord {
  readonly id: string;
  /** "x86_64 PV" in the first recording, "x86_64" or "x86_32-pae" in the second; the pair with `id` is unique. */
  readonly arch: string;
  /** What the boot was given, where it was not the ordinary one. */
  readonly boot?: string;
  readonly group: string;
  readonly seq: number;
  readonly op: string;
  readonly cmd?: number;
  readonly count?: number;
  readonly input: Readonly<Record<string, unknown>>;
  /** What Xen returned; not there in a withheld record. */
  readonly output?: Readonly<Record<string, unknown>>;
  /** State before and after; a withheld record tells the state before alone. */
  readonly effect: Readonly<Record<string, unknown>>;
  /** The recorder's remark; empty in a withheld record. */
  readonly note?: string;
  readonly withheld?: boolean;
}
