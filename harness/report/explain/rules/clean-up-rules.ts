// SPDX-License-Identifier: GPL-2.0-only
import type { RuleText } from "../../../subject/rule-text.ts";

/** How things have to be when a call, or a whole run, is over. */
export const CLEAN_UP_RULES = {
  "error-leaves-nothing": {
    brief: "a call that returns an error has changed nothing",
    means: `A system call that returns an error has changed nothing that outlives it: memory that it allocated is freed, pages of the balloon are given back, grants that it mapped are unmapped, p2m and page-table entries are as they were. That a later close would free it does not count, since the process can call again and again before. What Xen refuses to undo is not held against the call.`,
    example: `map->grants = kcalloc(n, sizeof(*map->grants), GFP_KERNEL);
if (copy_from_user(map->grants, arg, n * sizeof(*map->grants)))
	return -EFAULT;           /* map, and its array, stay */`,
    shown: `error path leaves something behind: allocation
  after:    the call returns -EFAULT, and 64 bytes that it allocated are
            not freed
  expected: a call that fails leaves all as it was`,
    remedy: `Unwind in the opposite order (goto err_free_map), from the point that failed. A batch of which one operation failed has to undo those that succeeded.`,
  },
  "pte-restored": {
    brief: "a page's direct map entry ends as it was",
    means: `Once all is closed, the kernel's own entry (in the direct map) of each page that the scenario used is what it was before.`,
    example: `/* unmap: the grant goes, and nobody maps the page's own frame again */
gnttab_unmap_refs(ops, NULL, pages, n);`,
    shown: `kernel mapping not restored: direct map entry
  after:    the direct map entry of 0xffff880000120000 ends as 0x0
  expected: as it was: 0x8010000120067`,
    remedy: `Put the old entry back where the mapping is undone, on error paths as well, with the old frame and the old rights.`,
  },
  "p2m-restored": {
    brief: "a page's p2m entry ends as it was",
    means: `Once all is closed, the p2m entry of each page that the scenario used is what it was before: its own frame, or none for a page of the balloon.`,
    example: `old = page->index;
page->index = 0;                  /* too early */
set_phys_to_machine(pfn, page->index);`,
    shown: `p2m entry not restored: p2m entry
  after:    the p2m entry of pfn 0x120 ends as 0x11bcd5 with
            FOREIGN_FRAME_BIT
  expected: as it was: no frame`,
    remedy: `Restore the entry in the function that undoes the mapping, and in the error path of the one that makes it.`,
  },
  "page-fields": {
    brief: "a struct page goes back as it came",
    means: `A struct page that a grant was mapped over goes back as it came: its flags, its count, and no longer on a list. page->private and page->index mean nothing on a page that nobody uses, and are not compared.`,
    example: `SetPagePrivate(page);
set_page_private(page, mfn);
...
/* and no ClearPagePrivate() where it is unmapped */`,
    shown: `page fields left behind: page->flags
  after:    page->flags of pfn 0x120 ends changed
  expected: as it was`,
    remedy: `Undo in the unmap what the map has set, on each way out. A count that is too high is mostly a get_page or get_user_pages without its put_page.`,
  },
  "page-not-dirty": {
    brief: "a page that Xen wrote to is marked dirty",
    means: `A process's page that Xen has written to, through a copy or as the answer to a hypercall, is marked dirty before the kernel lets it go.`,
    example: `get_user_pages_fast(addr, 1, FOLL_WRITE, &page);
/* GNTTABOP_copy writes to it */
put_page(page);                   /* set_page_dirty_lock() is missing */`,
    shown: `written page not marked dirty: page of a process
  expected: marked dirty before that`,
    remedy: `Call set_page_dirty_lock (or unpin_user_pages_dirty_lock) for pages that were written to.`,
  },
  "evtchn-ref": {
    brief: "event channel references are given back, once",
    means: `Whoever takes a reference to an event-channel port (evtchn_get) gives it back (evtchn_put), once, on every path.`,
    example: `if (op.action & UNMAP_NOTIFY_SEND_EVENT)
	evtchn_get(op.event_channel_port);
if (!map)
	return -ENOENT;           /* without evtchn_put() */`,
    shown: `event channel reference: reference kept
  after:    a reference to event channel 5 is kept after every file is
            closed
  expected: given back by then`,
    remedy: `Give back the old port where a new one replaces it, the new one where the call fails, and the last one where the object goes.`,
  },
} as const satisfies Readonly<Record<string, RuleText>>;
