// SPDX-License-Identifier: GPL-2.0-only
import type { RuleText } from "../../../subject/rule-text.ts";

/** Grants, and what is asked of Xen. */
export const GRANT_RULES = {
  "grant-leak": {
    brief: "every mapped grant is unmapped in the end",
    means: `Every handle that GNTTABOP_map_grant_ref gave is unmapped by the time that all files are closed and all processes gone. The line that is named is the one that mapped it.`,
    example: `err = gnttab_map_refs(map->map_ops, map->kmap_ops, map->pages, n);
...
err = gnttab_unmap_refs(map->unmap_ops, NULL, map->pages, n);
/* the handles of kmap_ops are never given back */`,
    shown: `grant leak: handle of a kernel mapping
  after:    the handle of a kernel mapping of domain 1's ref 8 (frame
            0x11bcd5) is still live at the end
  expected: every handle is given back`,
    remedy: `Unmap by the handle and the address that the map had. Look at error paths: if one operation of a batch fails, those that succeeded have to be unmapped. "hunkbox explain N" shows where the other side unmaps it, if it does.`,
  },
  "implicit-unmap": {
    brief: "no ordinary write replaces a live grant mapping",
    means: `An entry that a live grant handle stands for is changed by unmapping the handle, never by an ordinary write to the page table.`,
    example: `/* the direct map entry was made by GNTTABOP_map_grant_ref */
set_pte_at(&init_mm, addr, ptep, mfn_pte(old_mfn, PAGE_KERNEL));`,
    shown: `live grant mapping overwritten: direct map entry
  after:    native_set_pte overwrites the direct map entry of
            0xffff880000120000, a live grant mapping of frame 0x11bcd5
  expected: GNTTABOP_unmap_grant_ref before that`,
    remedy: `Unmap first, then write. To get the old entry back in one go there is GNTTABOP_unmap_and_replace.`,
  },
  "unmapped-in-use": {
    brief: "no grant is unmapped while its page is held",
    means: `A grant stays mapped for as long as somebody holds a reference to its page, as direct I/O does until its transfer is over.`,
    example: `/* munmap, while a read with O_DIRECT into the area is under way */
gnttab_unmap_refs(map->unmap_ops, NULL, map->pages, map->count);`,
    shown: `grant unmapped while in use: grant of a page that is held
  expected: unmapped when the last reference is given back`,
    remedy: `Wait until nobody holds the page before it is unmapped (gnttab_unmap_refs_async does), or refuse.`,
  },
  "foreign-page": {
    brief: "a page notes which grant is mapped over it",
    means: `Of kernels that mark such pages (SetPageForeign and struct xen_page_foreign): while a grant is mapped over a page, the page is marked, and the mark names that grant's domain and reference.`,
    example: `foreign = xen_page_foreign(pages[0]);   /* for every i */
foreign->gref = map_ops[i].ref;`,
    shown: `foreign page details: mark of a granted page
  after:    xen_page_foreign of pfn 0x121 gives domain 1's ref 8
  expected: domain 1's ref 9`,
    remedy: `Mark each page whose map succeeded, and no other, with its own grant; take the mark away when the grant goes.`,
  },
  "bad-hypercall": {
    brief: "Xen is asked only for what the kernel has",
    means: `Kernel code hands Xen what it has: handles that a map gave and that are still live, with the address that they were mapped at; pointers to its arguments; entries that a guest may make; copies that stay within a page. What a scenario itself makes Xen refuse is not counted.`,
    example: `gnttab_set_unmap_op(&op, addr, GNTMAP_host_map, map->handle);
HYPERVISOR_grant_table_op(GNTTABOP_unmap_grant_ref, &op, 1);
HYPERVISOR_grant_table_op(GNTTABOP_unmap_grant_ref, &op, 1);`,
    shown: `hypercall that Xen refuses: GNTTABOP_unmap_grant_ref: GNTST_bad_handle
  after:    GNTTABOP_unmap_grant_ref of a handle that does not stand for a
            mapping there: GNTST_bad_handle
  expected: a handle that a map gave, with its address`,
    remedy: `Find where the kernel's own record went wrong: a handle that is not reset to an invalid one after its unmap, one of an operation that failed, one of the neighbouring page, or an address that changed in between.`,
  },
  "status-ignored": {
    brief: "what fails is reported",
    means: `What fails is noticed. A grant operation fails by the status in its own struct, while the hypercall that carries it returns 0; a function fails by what it returns. Noticed means that the call returns an error, or the kernel warns.`,
    example: `ret = HYPERVISOR_grant_table_op(GNTTABOP_map_grant_ref, &op, 1);
if (ret)
	return ret;
/* op.status is never looked at */`,
    shown: `unreported failure: GNTTABOP_map_grant_ref
  after:    GNTTABOP_map_grant_ref (host_map) fails with
            GNTST_general_error; the hypercall returns 0 all the same, and
            nothing reports it
  expected: op.status looked at: an error or a warning`,
    remedy: `Look at op.status of every operation in the batch, and turn it into an error for the caller. Where nothing can be done, as on the way out, say so with a warning.`,
  },
  refusal: {
    brief: "what no kernel may do for a process is refused",
    means: `Calls that no kernel may grant, whatever its version, return an error: beyond the end of an area, to what belongs to somebody else, with a count that nobody can mean. The scenario marks such calls.`,
    example: `if (offset + count < map->index + map->count)  /* wraps around */
	return do_it(map, offset, count);`,
    shown: `bad request not refused: call that has to be refused
  after:    the call succeeds
  expected: an error`,
    remedy: `Check each number that a process passes, in a type in which it cannot overflow, before anything is done with it.`,
  },
} as const satisfies Readonly<Record<string, RuleText>>;
