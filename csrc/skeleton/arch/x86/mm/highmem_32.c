// SPDX-License-Identifier: GPL-2.0-only
/* Short-lived mappings of highmem pages: a stack of fixmap slots per CPU. */
#include <linux/highmem.h>
#include <linux/kernel.h>

#ifdef CONFIG_HIGHMEM

void *kmap_high(struct page *page);
void kunmap_high(struct page *page);

static unsigned int slots_in_use;

static pte_t *slot_pte(unsigned long vaddr)
{
	unsigned int level;
	pte_t *ptep = lookup_address(vaddr, &level);

	BUG_ON(!ptep);
	return ptep;
}

void *kmap(struct page *page)
{
	might_sleep();
	if (!PageHighMem(page))
		return page_address(page);
	return kmap_high(page);
}

void kunmap(struct page *page)
{
	if (PageHighMem(page))
		kunmap_high(page);
}

void *kmap_atomic(struct page *page)
{
	unsigned long vaddr;
	pte_t *ptep;

	if (!PageHighMem(page))
		return page_address(page);
	BUG_ON(slots_in_use == KM_TYPE_NR);
	vaddr = KMAP_ATOMIC_BASE +
		((unsigned long)slots_in_use++ << PAGE_SHIFT);
	ptep = slot_pte(vaddr);
	BUG_ON(!pte_none(*ptep));
	set_pte(ptep, mk_pte(page, kmap_prot));
	arch_flush_lazy_mmu_mode();
	return (void *)vaddr;
}

void kunmap_atomic(void *kvaddr)
{
	unsigned long vaddr = (unsigned long)kvaddr & PAGE_MASK;

	if (vaddr < KMAP_ATOMIC_BASE ||
	    vaddr >= KMAP_ATOMIC_BASE + (KM_TYPE_NR << PAGE_SHIFT))
		return;
	pte_clear(&init_mm, vaddr, slot_pte(vaddr));
	__flush_tlb_one(vaddr);
	arch_flush_lazy_mmu_mode();
	BUG_ON(!slots_in_use);
	slots_in_use--;
}

#else

void *kmap(struct page *page)
{
	might_sleep();
	return page_address(page);
}

void kunmap(struct page *page)
{
}

void *kmap_atomic(struct page *page)
{
	return page_address(page);
}

void kunmap_atomic(void *kvaddr)
{
}

void kmap_flush_unused(void)
{
}

#endif
