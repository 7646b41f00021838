// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages above the direct map, which kernel code maps before it touches them. A
 * mapping that nobody uses any more stays in place, and perhaps in a TLB, until
 * room is needed or somebody asks.
 */
#ifdef CONFIG_HIGHMEM

/* where harness/machine/layout.ts has the area */
#define KMAP_START 0xf5200000ul
#define NR_KMAPS 512

struct hb_kmap {
	struct page *page;
	u32 users;
};

static struct hb_kmap kmaps[NR_KMAPS];

static unsigned long kmap_address(const struct hb_kmap *kmap)
{
	return KMAP_START + (unsigned long)(kmap - kmaps) * PAGE_SIZE;
}

static pte_t *kmap_entry(const struct hb_kmap *kmap)
{
	unsigned int level;
	pte_t *ptep = lookup_address(kmap_address(kmap), &level);

	BUG_ON(!ptep);
	return ptep;
}

/* the mapping of a page; with NULL, room for one */
static struct hb_kmap *find_kmap(const struct page *page)
{
	struct hb_kmap *kmap;

	for (kmap = kmaps; kmap < kmaps + NR_KMAPS; kmap++)
		if (kmap->page == page)
			return kmap;
	return NULL;
}

static void flush_unused_kmaps(void)
{
	struct hb_kmap *kmap;
	bool flush = false;

	for (kmap = kmaps; kmap < kmaps + NR_KMAPS; kmap++) {
		if (!kmap->page || kmap->users)
			continue;
		pte_clear(&init_mm, kmap_address(kmap), kmap_entry(kmap));
		kmap->page = NULL;
		flush = true;
	}
	if (flush)
		hb_flush_tlb_all();
}

void *kmap(struct page *page)
{
	struct hb_kmap *kmap;

	hb_might_sleep();
	if (!PageHighMem(page))
		return hb_phys_to_virt(hb_page_to_pfn(page) << PAGE_SHIFT);
	kmap = find_kmap(page);
	if (!kmap) {
		kmap = find_kmap(NULL);
		if (!kmap)
			flush_unused_kmaps(), kmap = find_kmap(NULL);
		/* a kernel sleeps here until somebody calls kunmap */
		BUG_ON(!kmap);
		set_pte_at(&init_mm, kmap_address(kmap), kmap_entry(kmap),
			   mk_pte(page, PAGE_KERNEL));
		kmap->page = page;
	}
	kmap->users++;
	return (void *)kmap_address(kmap);
}

void kunmap(struct page *page)
{
	struct hb_kmap *kmap;

	if (!PageHighMem(page))
		return;
	kmap = find_kmap(page);
	BUG_ON(!kmap || !kmap->users);
	kmap->users--;
}

#ifndef page_address
void *page_address(HB_PICK(page_address, void *(struct page *), struct page *,
			   const struct page *) page)
{
	const struct hb_kmap *kmap = find_kmap(page);

	if (!PageHighMem((struct page *)page))
		return hb_phys_to_virt(hb_page_to_pfn(page) << PAGE_SHIFT);
	return kmap ? (void *)kmap_address(kmap) : NULL;
}
#endif

#endif
