// SPDX-License-Identifier: GPL-2.0-only

/** Bits of an entry that hold its frame's number. */
export const FRAME_MASK = 0xff_ffff_ffffn << 12n;
