// SPDX-License-Identifier: GPL-2.0-only
import type { RuleText } from "../../../subject/rule-text.ts";

/** What page tables and p2m show while a grant is mapped. */
export const MAPPING_RULES = {
  "kernel-view": {
    brief: "the kernel's address of a granted page shows the grant",
    means: `While another domain's page is mapped over a page of this kernel, the kernel's own address of that page (its entry in the direct map, or a kmap of it) shows the granted frame. It is looked at after each step, and wherever kernel code touches the page.`,
    example: `set_phys_to_machine(pfn, FOREIGN_FRAME(mfn));
/* and the direct map still shows the old frame, or nothing */`,
    shown: `wrong kernel mapping of a granted page
  before:   the direct map entry of 0xffff880000120000 maps nothing
  after:    holds
  expected: the granted frame 0x11bcd5`,
    remedy: `Map the grant at the kernel's address as well (a second map operation whose host_addr is that address), or keep whoever would use the page from doing so.`,
  },
  "user-view": {
    brief: "the process's address of a granted page shows the grant",
    means: `While a grant is mapped for a process, the process's address shows the granted frame, page by page.`,
    example: `for (i = 0; i < count; i++)
	ops[i].host_addr = pte_machine(vma->vm_start);  /* + i pages */`,
    shown: `wrong user mapping: user mapping of a granted page
  after:    the user entry of 0x7f0000001000 maps frame 0x11bcd5
  expected: the granted frame 0x11bcd6`,
    remedy: `Check the address in each operation, and that the entry of the process is the last one written: a later set_pte may replace what Xen has put there.`,
  },
  "user-rights": {
    brief: "what is mapped read-only cannot be written",
    means: `What a process maps without PROT_WRITE it cannot write to: its entry is read-only, and stays so.`,
    example: `flags = GNTMAP_host_map | GNTMAP_application_map;
if (vma->vm_flags & VM_WRITE)     /* the test is the wrong way round */
	flags |= GNTMAP_readonly;`,
    shown: `wrong access rights: user mapping of a granted page
  after:    the user entry of 0x7f0000000000 is writable
  expected: read-only, as it was asked for`,
    remedy: `Pass GNTMAP_readonly where the vma has no VM_WRITE, and refuse a writable mmap of what was mapped read-only. Look at VM_MAYWRITE as well: mprotect must not bring back the right to write.`,
  },
  "p2m-view": {
    brief: "pfn_to_mfn of a granted page gives the granted frame",
    means: `While a grant is mapped, the kernel's translation of the page (pfn_to_mfn) gives the granted frame.`,
    example: `err = gnttab_map(ops, count);
/* set_phys_to_machine() is called for ops[0] alone */`,
    shown: `wrong p2m entry: p2m entry of a granted page
  after:    pfn_to_mfn of pfn 0x120 gives frame 0x120
  expected: the granted frame 0x11bcd5`,
    remedy: `Set the p2m entry of each page whose map operation succeeded, before anybody can see the page, and handle the case that set_phys_to_machine fails.`,
  },
  "view-in-between": {
    brief: "p2m and kernel mapping agree at each moment of use",
    means: `At no moment that another CPU could see do the p2m and the kernel's mapping of a page name different frames. One CPU runs here, so it is looked at each time kernel code reads or writes such a page, not at the end of the call alone.`,
    example: `set_phys_to_machine(pfn, old_mfn);
clear_page_via_direct_map(pfn);   /* still the granted frame */
unmap_kernel_grant(pfn);`,
    shown: `p2m and mapping disagree: p2m and kernel mapping of a granted page
  after:    the p2m has the foreign frame 0x11bcd5 for pfn 0x120, whose
            kernel mapping shows nothing
  expected: never`,
    remedy: `Change the two in an order in which the page is not used in between, and clear or copy before the first of them or after the last.`,
  },
  "stale-tlb": {
    brief: "no access by a TLB entry that is out of date",
    means: `No access goes through a TLB entry that the page tables no longer support. The TLB here keeps an entry until it is flushed, which a real one may do.`,
    example: `pte_clear(&init_mm, addr, ptep);
/* no flush_tlb_kernel_range(addr, addr + PAGE_SIZE) */
use_again(addr);`,
    shown: `stale TLB entry: kernel address
  after:    a read at 0xffff880000120000 goes to frame 0x11bcd5 by an old
            TLB entry
  expected: a flush after the entry changed`,
    remedy: `Flush after the entry has changed and before the frame is given away. An update by hypercall can carry the flush (UVMF_INVLPG); unmapping a grant flushes by itself only what was mapped by it.`,
  },
} as const satisfies Readonly<Record<string, RuleText>>;
