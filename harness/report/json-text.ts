// SPDX-License-Identifier: GPL-2.0-only

/** JSON for a file or a terminal: what may act on a terminal is escaped, which means the same to a reader of JSON. */
export const jsonText = (value: unknown): string =>
  `${JSON.stringify(value, null, 2)}\n`.replace(
    // what lies below these, JSON escapes by itself
    /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
