/* SPDX-License-Identifier: GPL-2.0-only */
/* Machine and guest frame numbers, and the types that keep them apart. */
#ifndef ASM_X86_XEN_PAGE_H
#define ASM_X86_XEN_PAGE_H

#include <linux/mm_types.h>
#include <linux/uaccess.h>
#pragma hunk 1
typedef struct xmaddr {
	phys_addr_t maddr;
} xmaddr_t;

#define XMADDR(x) ((xmaddr_t){ .maddr = (x) })

/* What the p2m holds: a frame number, or none, with marks in its top bits */
#pragma hunk 2
	((unsigned long)MAX_GUEST_PFN)
#define MAX_GUEST_PFN 0x40000ul

extern unsigned long *machine_to_phys_mapping;

extern unsigned long get_phys_to_machine(unsigned long pfn);
extern bool set_phys_to_machine(unsigned long pfn, unsigned long mfn);
extern bool __set_phys_to_machine(unsigned long pfn, unsigned long mfn);
extern unsigned long set_phys_range_identity(unsigned long pfn_s,
#pragma hunk 3

/* pfn to mfn; a page without a frame keeps INVALID_P2M_ENTRY */
static inline unsigned long pfn_to_mfn(unsigned long pfn)
{
	unsigned long entry = get_phys_to_machine(pfn);

	if (entry == INVALID_P2M_ENTRY)
		return entry;
	return entry & ~(FOREIGN_FRAME_BIT | IDENTITY_FRAME_BIT);
}

/*
 * mfn to pfn. The hypervisor's array is right for frames of our own; for one
 * that belongs to another domain the overrides know better.
 */
static inline unsigned long mfn_to_pfn(unsigned long mfn)
{
	unsigned long pfn = INVALID_P2M_ENTRY;

	/* beyond the frames of the machine, nothing is mapped there */
	if (__get_user(pfn, &machine_to_phys_mapping[mfn]))
		pfn = INVALID_P2M_ENTRY;
	if (get_phys_to_machine(pfn) == mfn)
		return pfn;
	pfn = m2p_find_override_pfn(mfn, pfn);
	if (pfn_to_mfn(pfn) != mfn &&
	    get_phys_to_machine(mfn) == IDENTITY_FRAME(mfn))
		return mfn;
	return pfn;
}

static inline unsigned long pte_mfn(pte_t pte)
{
	return (unsigned long)((pte.pte & PTE_PFN_MASK) >> PAGE_SHIFT);
}

/* what lies in a frame of our own, by its direct map */
#define mfn_to_virt(mfn) __va(mfn_to_pfn(mfn) << PAGE_SHIFT)

/* the machine address behind a mapped kernel address */
extern xmaddr_t arbitrary_virt_to_machine(void *address);

#endif
