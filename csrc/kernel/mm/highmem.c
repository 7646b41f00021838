// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages above the direct map, which kernel code maps before it touches them, by
 * the names of mm/highmem.c. A mapping's count is 0 when it is free, 1 when
 * nobody uses it any more but its entry is still in place (and perhaps in a
 * TLB), n + 1 with n users.
 */
#ifdef CONFIG_HIGHMEM

static u32 pkmap_count[HB_NR_PKMAPS];

/* mappings that last for a few lines: a stack of entries, of which one CPU has 20 */
#define NR_ATOMIC_KMAPS 20
static u32 atomic_kmaps;

/* where pages are mapped, as far as anybody knows */
static struct {
	const struct page *page;
	unsigned long address;
} page_addresses[HB_NR_PKMAPS];

static unsigned long pkmap_address(u32 nr)
{
	return HB_PKMAP_BASE + nr * PAGE_SIZE;
}

static pte_t *entry_at(unsigned long address)
{
	unsigned int level;
	pte_t *ptep = lookup_address(address, &level);

	BUG_ON(!ptep);
	return ptep;
}

static pte_t *pkmap_pte(u32 nr)
{
	return entry_at(pkmap_address(nr));
}

static unsigned long mapped_at(const struct page *page)
{
	u32 i;

	for (i = 0; i < HB_NR_PKMAPS; i++)
		if (page_addresses[i].page == page)
			return page_addresses[i].address;
	return 0;
}

static void note_mapped(const struct page *page, unsigned long address)
{
	const struct page *wanted = address ? NULL : page;
	u32 i;

	for (i = 0; i < HB_NR_PKMAPS; i++)
		if (page_addresses[i].page == wanted)
			break;
	if (i == HB_NR_PKMAPS)
		return;
	page_addresses[i].page = address ? page : NULL;
	page_addresses[i].address = address;
}

static void flush_all_zero_pkmaps(void)
{
	bool flush = false;
	u32 nr;

	for (nr = 0; nr < HB_NR_PKMAPS; nr++) {
		struct page *page;
		pte_t *ptep;

		if (pkmap_count[nr] != 1)
			continue;
		pkmap_count[nr] = 0;
		ptep = pkmap_pte(nr);
		BUG_ON(pte_none(*ptep));
		/* the page is known by its entry alone */
		page = hb_pfn_to_page(pte_pfn(*ptep));
		pte_clear(&init_mm, pkmap_address(nr), ptep);
		note_mapped(page, 0);
		flush = true;
	}
	if (flush)
		hb_flush_tlb_all();
}

static u32 find_free_pkmap(void)
{
	static u32 last_pkmap_nr;
	u32 tries;

	for (tries = 0; tries < HB_NR_PKMAPS; tries++) {
		last_pkmap_nr = (last_pkmap_nr + 1) % HB_NR_PKMAPS;
		if (!last_pkmap_nr)
			flush_all_zero_pkmaps();
		if (!pkmap_count[last_pkmap_nr])
			return last_pkmap_nr;
	}
	/* a kernel sleeps here until somebody calls kunmap */
	BUG();
}

static u32 pkmap_nr(unsigned long address)
{
	return (u32)((address - HB_PKMAP_BASE) / PAGE_SIZE);
}

void *kmap(struct page *page)
{
	unsigned long address;

	hb_might_sleep();
	if (!PageHighMem(page))
		return hb_phys_to_virt(hb_page_to_pfn(page) << PAGE_SHIFT);
	address = mapped_at(page);
	if (!address) {
		u32 nr = find_free_pkmap();

		address = pkmap_address(nr);
		set_pte_at(&init_mm, address, pkmap_pte(nr),
			   mk_pte(page, PAGE_KERNEL));
		pkmap_count[nr] = 1;
		note_mapped(page, address);
	}
	pkmap_count[pkmap_nr(address)]++;
	return (void *)address;
}

void kunmap(struct page *page)
{
	unsigned long address;

	if (!PageHighMem(page))
		return;
	address = mapped_at(page);
	BUG_ON(!address);
	BUG_ON(pkmap_count[pkmap_nr(address)] < 2);
	pkmap_count[pkmap_nr(address)]--;
}

void kmap_flush_unused(void)
{
	flush_all_zero_pkmaps();
}

static void *map_atomic(struct page *page)
{
	unsigned long address;
	pte_t *ptep;

	if (!PageHighMem(page))
		return hb_phys_to_virt(hb_page_to_pfn(page) << PAGE_SHIFT);
	BUG_ON(atomic_kmaps == NR_ATOMIC_KMAPS);
	address = HB_FIXMAP_BASE + atomic_kmaps++ * PAGE_SIZE;
	ptep = entry_at(address);
	BUG_ON(!pte_none(*ptep));
	set_pte(ptep, mk_pte(page, PAGE_KERNEL));
	arch_flush_lazy_mmu_mode();
	return (void *)address;
}

static void unmap_atomic(void *address)
{
	unsigned long page = (unsigned long)address & PAGE_MASK;

	if (page - HB_FIXMAP_BASE >= NR_ATOMIC_KMAPS * PAGE_SIZE)
		return;
	pte_clear(&init_mm, page, entry_at(page));
	flush_page(page);
	arch_flush_lazy_mmu_mode();
	BUG_ON(!atomic_kmaps);
	atomic_kmaps--;
}

/* by these names in the drivers of many versions */
#ifndef kmap_atomic
void *kmap_atomic(struct page *page)
{
	return map_atomic(page);
}
#endif

void *__kmap_atomic(struct page *page)
{
	return map_atomic(page);
}

#ifndef kunmap_atomic
void kunmap_atomic(void *address)
{
	unmap_atomic(address);
}
#endif

void __kunmap_atomic(void *address)
{
	unmap_atomic(address);
}

#ifndef page_address
void *page_address(HB_PICK(page_address, void *(struct page *), struct page *,
			   const struct page *) page)
{
	if (!PageHighMem((struct page *)page))
		return hb_phys_to_virt(hb_page_to_pfn(page) << PAGE_SHIFT);
	return (void *)mapped_at(page);
}
#endif

#endif
