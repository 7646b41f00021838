// SPDX-License-Identifier: GPL-2.0-only
import { shortened } from "../../base/shortened.ts";
import { printable } from "../screen.ts";

/** Characters of one text in a report: of more, nobody reads the rest. */
const LONGEST = 4000;

/** Text of others for a report that programs read: nothing obeys it, and no text of a stranger fills a disk. */
export const legible = (text: string): string => printable(shortened(text, LONGEST));
