// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lasting mappings of highmem pages, in the pkmap area. A slot's count is 0 when
 * free, 1 when nobody uses it any more but its entry is still in place (and
 * perhaps in a TLB), n + 1 with n users. Slots at 1 are emptied together, when
 * the search for a free one has gone once round, or when somebody asks.
 */
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/spinlock.h>

#ifdef CONFIG_HIGHMEM

void *kmap_high(struct page *page);
void kunmap_high(struct page *page);

static int pkmap_count[LAST_PKMAP];
static unsigned int last_pkmap_nr;
static DEFINE_SPINLOCK(kmap_lock);

static pte_t *pkmap_pte(unsigned int nr)
{
	unsigned int level;
	pte_t *ptep = lookup_address(PKMAP_ADDR(nr), &level);

	BUG_ON(!ptep);
	return ptep;
}

static void flush_all_zero_pkmaps(void)
{
	bool flush = false;
	unsigned int nr;

	for (nr = 0; nr < LAST_PKMAP; nr++) {
		struct page *page;
		pte_t *ptep;

		if (pkmap_count[nr] != 1)
			continue;
		pkmap_count[nr] = 0;

		ptep = pkmap_pte(nr);
		BUG_ON(pte_none(*ptep));
		/* the page is known by its entry alone */
		page = pte_page(*ptep);
		pte_clear(&init_mm, PKMAP_ADDR(nr), ptep);
		set_page_address(page, NULL);
		flush = true;
	}
	if (flush)
		flush_tlb_kernel_range(PKMAP_ADDR(0), PKMAP_ADDR(LAST_PKMAP));
}

void kmap_flush_unused(void)
{
	spin_lock(&kmap_lock);
	flush_all_zero_pkmaps();
	spin_unlock(&kmap_lock);
}

static unsigned int find_free_slot(void)
{
	unsigned int tries;

	for (tries = 0; tries < LAST_PKMAP; tries++) {
		last_pkmap_nr = (last_pkmap_nr + 1) % LAST_PKMAP;
		if (!last_pkmap_nr)
			flush_all_zero_pkmaps();
		if (!pkmap_count[last_pkmap_nr])
			return last_pkmap_nr;
	}
	/* a kernel would sleep here until somebody calls kunmap */
	BUG();
}

void *kmap_high(struct page *page)
{
	unsigned long vaddr;
	unsigned int nr;

	spin_lock(&kmap_lock);
	vaddr = (unsigned long)page_address(page);
	if (!vaddr) {
		nr = find_free_slot();
		vaddr = PKMAP_ADDR(nr);
		set_pte_at(&init_mm, vaddr, pkmap_pte(nr),
			   mk_pte(page, kmap_prot));
		pkmap_count[nr] = 1;
		set_page_address(page, (void *)vaddr);
	}
	pkmap_count[PKMAP_NR(vaddr)]++;
	spin_unlock(&kmap_lock);
	return (void *)vaddr;
}

void kunmap_high(struct page *page)
{
	unsigned long vaddr;

	spin_lock(&kmap_lock);
	vaddr = (unsigned long)page_address(page);
	BUG_ON(!vaddr);
	BUG_ON(pkmap_count[PKMAP_NR(vaddr)] < 2);
	pkmap_count[PKMAP_NR(vaddr)]--;
	spin_unlock(&kmap_lock);
}

#endif
