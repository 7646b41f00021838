// SPDX-License-Identifier: GPL-2.0-only

/** What comes after the last step, and is counted as a step in reports. */
export const TEARDOWN_TEXT = "teardown: processes exit, files close, unused kmap entries are flushed";
