// SPDX-License-Identifier: GPL-2.0-only
import { GNTST } from "./constants.ts";

const NAMES: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(GNTST).map(([name, value]) => [value, name]),
);

/** A status of a grant-table operation as Xen's public header has it: `GNTST_okay`. */
export const gntstName = (status: number): string =>
  NAMES[status] === undefined ? `status ${status}` : `GNTST_${NAMES[status]}`;
