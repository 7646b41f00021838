// SPDX-License-Identifier: GPL-2.0-only
import type { RuleText } from "../rule-text.ts";

/** What the rule of the grant functions means (override-list.ts has it). */
export const GRANTS_RULE_TEXTS: Readonly<Record<string, RuleText>> = {
  "override-list": {
    brief: "m2p_find_override knows the pages, and no others",
    means: `Of kernels that have m2p overrides: while a page shows another domain's frame, m2p_find_override leads from the frame to that page; once it is unmapped, it does not. Asking never faults and always comes to an end.`,
    example: `list_add(&page->lru, bucket(mfn));
...
old_mfn_of(page) = 0;             /* the key is changed first */
list_del(&page->lru);             /* under another bucket's lock */`,
    shown: `m2p override list: stale override
  after:    frame 0x11bcd5 still leads to pfn 0x120 after everything is
            unmapped
  expected: no override`,
    remedy: `Add the override on every path that makes a page foreign and take it out on every path that undoes it, under the lock of the list, before the page is given to somebody else.`,
  },
};
