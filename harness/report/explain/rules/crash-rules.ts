// SPDX-License-Identifier: GPL-2.0-only
import type { RuleText } from "../../../subject/rule-text.ts";

/** Where the kernel goes no further. */
export const CRASH_RULES = {
  "no-fault": {
    brief: "the kernel does not crash: no oops, BUG or deadlock",
    means: `The kernel gets through the scenario: no oops, no BUG, no lock that its own CPU waits for. What it dies of is told as the kernel's log would begin; nothing after that is judged, since a dead kernel says nothing.

A BUG that the patch adds on purpose counts as well if a process, or another domain, can set it off.`,
    example: `ptep = lookup_address(addr, &level);
BUG_ON(ptep == NULL);           /* the address comes from a process */`,
    shown: `kernel crash: kernel BUG
  after:    kernel BUG
  expected: the kernel goes on`,
    remedy: `Check what can be absent, and return an error; keep BUG_ON for what no input can bring about. The call trace leads to the line, and "hunkbox trace" shows what both sides did just before.`,
  },
  hang: {
    brief: "each call into the kernel comes back",
    means: `One call into the kernel may take so many branches, calls and turns of loops, counted and not timed (the units of work in the last line of a report); a call that wants more counts as one that never returns.`,
    example: `list_for_each_entry(map, &priv->maps, next)
	if (map->users)
		list_move(&map->next, &priv->maps);  /* and starts over */`,
    shown: `hang: the kernel does not come back
  after:    the kernel does not come back
  expected: the call returns`,
    remedy: `Look for a loop whose condition its body no longer changes, a list that has become a ring without its head, and a retry without a limit. The count is far above what an honest call takes; if yours is a long but finite loop over what a process passes in, it needs a limit.`,
  },
  "null-dereference": {
    brief: "no access through a NULL pointer",
    means: `No access goes through a pointer that is NULL, or NULL plus the offset of a member. It is told at the line of the access, by the runs that look for memory errors.`,
    example: `map = find_map(priv, offset);     /* NULL if there is none */
map->flags |= NOTIFY_CLEAR_BYTE;`,
    shown: `NULL pointer dereference: read through a null pointer
  after:    read of 4 bytes through a null pointer, at 0x18
  expected: never`,
    remedy: `Test what may be NULL where it is obtained, and take the error path. If it only happens with a fault injected, the code does not check an allocation.`,
  },
  "wild-pointer": {
    brief: "no access through a pointer to no object at all",
    means: `No access goes through a pointer that points to no object at all: no allocation, no variable, no page. A pointer that misses an object narrowly is out-of-bounds; one into memory that was freed is use-after-free.`,
    example: `page = ERR_PTR(-ENOMEM);
kaddr = page->private;            /* an errno taken for a pointer */`,
    shown: `wild pointer dereference: read through a wild pointer
  expected: never`,
    remedy: `Three things bring most of them about: an ERR_PTR that only NULL is tested for, an integer (a frame, a handle, a machine address) that is used as a pointer, and a pointer of 64 bits that went through a variable of 32.`,
  },
} as const satisfies Readonly<Record<string, RuleText>>;
