// SPDX-License-Identifier: GPL-2.0-only

/** A frame number as the kernel prints it. */
export const hex = (frame: number): string => `0x${frame.toString(16)}`;
