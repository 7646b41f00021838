// SPDX-License-Identifier: GPL-2.0-only
import type { RuleText } from "../../../subject/rule-text.ts";

/** What kernel code does with memory. */
export const MEMORY_RULES = {
  "memory-leak": {
    brief: "what was allocated is freed once everything is closed",
    means: `What was allocated while the scenario ran is freed once every process has exited and every file is closed; pages that were taken from the balloon are given back by then. What a driver keeps for good (a slab cache, a workqueue) does not count: a scenario ends by closing everything, not by unloading the driver.

The line that is named is the allocation. If the other side frees the same allocation, "hunkbox explain N" shows where.`,
    example: `map->ops = kcalloc(count, sizeof(*map->ops), GFP_KERNEL);
...
static void gizmo_put(struct gizmo_map *map)
{
	kfree(map->pages);
	kfree(map);               /* map->ops is gone with it */
}`,
    shown: `memory leak: ops is never freed
  after:    96 bytes stay allocated when every file and process is gone
  expected: freed by then`,
    remedy: `Free it in the function that takes the object apart, and on each error path between its allocation and the point where that function becomes responsible. If only runs that inject a fault show it, an error path is what lacks the kfree.`,
  },
  "use-after-free": {
    brief: "nothing is touched, or freed again, after it was freed",
    means: `Memory and pages are not touched once they were given back, and are given back once. That includes a second kfree of the same pointer, and a kfree of what was never allocated.

Told at the line of the access, with the call traces of the allocation and of the free.`,
    example: `list_for_each_entry(map, &priv->maps, next)
	gizmo_put(map);           /* may free it; the walk reads ->next */`,
    shown: `use after free: read of a freed object (kzalloc)
  after:    read of 8 bytes at offset 16 of a freed 64-byte object
            (kzalloc)
  expected: never`,
    remedy: `Take what is still needed out of the object before it is given back (list_for_each_entry_safe), unlink it first, or hold a reference for as long as it is used. For a double free: set the pointer to NULL where it is freed, or free it in one place.`,
  },
  "out-of-bounds": {
    brief: "an access stays within its object",
    means: `An access stays within the object that it is for: an allocation, a variable on the stack, a global. Each has room around it that nobody may touch. A jump from one object right into another is not seen.`,
    example: `for (i = 0; i <= map->count; i++)   /* one too many */
	map->ops[i].handle = INVALID;`,
    shown: `out-of-bounds access: write of an object (kmalloc)
  after:    write of 4 bytes at offset 96 of a 96-byte object (kmalloc)
  expected: never`,
    remedy: `Check the bound of the loop, the size in the allocation (sizeof of the element, not of the pointer), and where an index comes from: one that a process or another domain supplies has to be checked before use.`,
  },
  "uninitialised-read": {
    brief: "no value that was never set decides anything or gets out",
    means: `No value that was never set decides anything, and none is handed to Xen or to a process. Padding and fields that the receiver does not read do not matter. Told at the first line that uses it, with its origin: a variable on the stack, or an allocation.`,
    example: `struct gnttab_unmap_grant_ref op;

op.host_addr = addr;
op.handle = handle;               /* op.dev_bus_addr is never set */
HYPERVISOR_grant_table_op(GNTTABOP_unmap_grant_ref, &op, 1);`,
    shown: `uninitialised value: a field that was never set is handed to the hypervisor
  after:    a field that was never set is handed to the hypervisor:
            variable op of gizmo_unmap
  expected: never`,
    remedy: `Set each field that the other side reads; a designated initialiser or memset covers those that come later, too. For memory, kzalloc in place of kmalloc. For a result variable, look for the branch on which it is not assigned.`,
  },
  "undefined-behaviour": {
    brief: "no shift, index, access or division that C leaves open",
    means: `Of what C leaves undefined, these are looked for, as by CONFIG_UBSAN: a shift beyond the width of its type, an index beyond an array of known size, a misaligned access, a bool that is neither true nor false, a division by zero, an array on the stack of no length. What the same line does to memory is told in its place.`,
    example: `u64 mask = 1 << order;            /* order may be 31 and more */`,
    shown: `undefined behaviour: shift out of bounds
  expected: never`,
    remedy: `Compute in the type of the result (1ULL << order), and check what is out of range before it is used.`,
  },
  "list-corruption": {
    brief: "neighbours in a list point at each other",
    means: `Where an entry is added to a list or taken out, both neighbours point at each other. This is what CONFIG_DEBUG_LIST warns of.`,
    example: `list_add(&map->next, &priv->maps);
...
list_add(&map->next, &priv->freeable);   /* still on the first list */`,
    shown: `list corruption: list_add corruption: ...
  after:    list_add corruption: ...
  expected: neighbours that point at each other`,
    remedy: `Use list_move where an entry changes lists, list_del_init where it may be deleted again, INIT_LIST_HEAD before the first test of list_empty, and take the lock that protects the list.`,
  },
} as const satisfies Readonly<Record<string, RuleText>>;
