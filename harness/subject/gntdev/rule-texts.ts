// SPDX-License-Identifier: GPL-2.0-only
import type { RuleText } from "../rule-text.ts";

/** What the rule of gntdev means (unmap-notify.ts has it). */
export const GNTDEV_RULE_TEXTS: Readonly<Record<string, RuleText>> = {
  "unmap-notify": {
    brief: "what was asked for at unmap is done (gntdev)",
    means: `What a process asked to be done when its mapping goes (IOCTL_GNTDEV_SET_UNMAP_NOTIFY) is done, however the mapping goes: munmap, the ioctl, close, or the death of the process. A byte is cleared while the page is still mapped; an event is sent once for each mapping that asked for it.`,
    example: `unmap_grant_pages(map, 0, map->count);
if (map->notify.flags & UNMAP_NOTIFY_CLEAR_BYTE)
	clear_byte(map);          /* too late: the page is gone */`,
    shown: `unmap notification: byte to clear at unmap
  after:    the byte of pfn 0x120 that was to be cleared is 0x5a when the
            mapping is gone
  expected: 0`,
    remedy: `Clear the byte before the unmap of the page that holds it, also where a part of the mapping is unmapped; send the event where the last reference to the mapping is dropped.`,
  },
};
