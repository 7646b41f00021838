// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel services that are thin: a name that kernel code calls, over a question
 * to the harness. Nothing here decides anything.
 */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/pgtable.h>
#include <asm/xen/page.h>
#include <xen/balloon.h>
#include <xen/events.h>
#include <xen/features.h>

/* more than a module's memory: no allocation of that size can be met */
#define ALLOC_MAX 0x10000000ul

static void *allocate(size_t size, gfp_t flags, bool zero)
{
	if (size > ALLOC_MAX)
		size = ALLOC_MAX;
	return (void *)(unsigned long)hb_kmalloc((u32)size, flags, zero);
}

void *kmalloc(size_t size, gfp_t flags)
{
	return allocate(size, flags, false);
}

void *kzalloc(size_t size, gfp_t flags)
{
	return allocate(size, flags, true);
}

void *kmalloc_array(size_t n, size_t size, gfp_t flags)
{
	if (size && n > ALLOC_MAX / size)
		return NULL;
	return allocate(n * size, flags, false);
}

void *kcalloc(size_t n, size_t size, gfp_t flags)
{
	if (size && n > ALLOC_MAX / size)
		return NULL;
	return allocate(n * size, flags, true);
}

void kfree(const void *p)
{
	hb_kfree(hb_lin(p));
}

unsigned long get_zeroed_page(gfp_t flags)
{
	return hb_get_zeroed_page(flags);
}

/* one page at a time is all that a module has room for */
unsigned long __get_free_pages(gfp_t flags, unsigned int order)
{
	if (order)
		return 0;
	return flags & __GFP_ZERO ? hb_get_zeroed_page(flags) :
				    hb_get_free_page(flags);
}

/* what the p2m's own code calls in their place (harness/build/keeps-pages.ts) */
unsigned long hb_kept_zeroed_page(gfp_t flags)
{
	return get_zeroed_page(flags | HB_GFP_KEPT);
}

unsigned long hb_kept_free_pages(gfp_t flags, unsigned int order)
{
	return __get_free_pages(flags | HB_GFP_KEPT, order);
}

void free_pages(unsigned long addr, unsigned int order)
{
	hb_free_page(hb_lin((void *)addr));
}

unsigned long copy_from_user(void *to, const void __user *from, unsigned long n)
{
	return hb_copy_from_user(hb_lin(to), hb_lo((unsigned long)from),
				 hb_hi((unsigned long)from), (u32)n);
}

unsigned long copy_to_user(void __user *to, const void *from, unsigned long n)
{
	return hb_copy_to_user(hb_lo((unsigned long)to),
			       hb_hi((unsigned long)to), hb_lin(from), (u32)n);
}

int xen_feature(int flag)
{
	return 0;
}

void notify_remote_via_evtchn(int port)
{
	struct evtchn_send send = { .port = (u32)port };

	HYPERVISOR_event_channel_op(EVTCHNOP_send, &send);
}

int alloc_xenballooned_pages(int nr_pages, struct page **pages)
{
	int n;

	if (hb_should_fail("alloc_xenballooned_pages"))
		return -ENOMEM;
	for (n = 0; n < nr_pages; n++) {
		s32 pfn = hb_alloc_ballooned_page(0);

		if (pfn < 0) {
			/* the last one first, as the balloon's own way back */
			while (n--)
				hb_free_ballooned_page(
					(u32)page_to_pfn(pages[n]));
			return -ENOMEM;
		}
		pages[n] = pfn_to_page((unsigned long)pfn);
	}
	return 0;
}

void free_xenballooned_pages(int nr_pages, struct page **pages)
{
	int n;

	for (n = 0; n < nr_pages; n++)
		if (pages[n])
			hb_free_ballooned_page((u32)page_to_pfn(pages[n]));
}

pte_t *lookup_address(unsigned long address, unsigned int *level)
{
	return (pte_t *)(unsigned long)hb_lookup_address(
		hb_lo(hb_va(address)), hb_hi(hb_va(address)), hb_lin(level));
}

void native_set_pte(pte_t *ptep, pte_t pte)
{
	hb_native_set_pte(hb_lin(ptep), hb_lo(pte.pte), hb_hi(pte.pte));
}

void native_pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	hb_native_set_pte(hb_lin(ptep), 0, 0);
}

pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	pte_t old = *ptep;

	hb_native_set_pte(hb_lin(ptep), 0, 0);
	return old;
}
