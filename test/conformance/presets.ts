// SPDX-License-Identifier: GPL-2.0-only

/** What the recorder put into output fields before each call: a field that still holds it was not written. */
export const PRESET = { status: 0x55, handle: 0xdead_beef, bus: 0xab_cdef, query: 0x7777 } as const;
