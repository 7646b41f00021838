// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages and addresses: the array of struct page, and which address stands for
 * which page. A page-table page is at its place in linear memory, all other
 * memory in a direct map of which C reaches what has a window. Model.
 */
#define NR_PAGES_MAX 256
/*
 * Whole leaves of a p2m, up to the page tables' own numbers; where the p2m is one
 * array, the pages above the direct map are in it as well, to the end of a leaf.
 */
#define NR_NEAR_PFNS 2048
#if defined(CONFIG_HIGHMEM) && defined(HB_HAS_xen_p2m_addr)
#define NR_PFNS_MAX (0x38000 + PAGE_SIZE / sizeof(unsigned long))
#else
#define NR_PFNS_MAX NR_NEAR_PFNS
#endif
/* where the tree has its direct map; a kernel that chooses at boot has it here */
#define DIRECT_MAP PAGE_OFFSET
#ifdef HB_HAS_page_offset_base
unsigned long page_offset_base __attribute__((weak)) = 0xffff888000000000ul;
#endif

/* the machine's page tables; it alone knows which page is what */
u8 hb_page_tables[HB_PAGE_TABLE_PAGES * PAGE_SIZE]
	__attribute__((aligned(4096)));

/* high half of the last virtual address that an entry point returned */
u32 hb_ret_hi;

unsigned long hb_mfn_list[NR_PFNS_MAX];

static struct page hb_mem_map[NR_PAGES_MAX];
static unsigned long low_start, low_pages, high_start, high_pages, pt_start;

/*
 * where the pages of frame numbers lie that do not exist: no memory is there, in
 * any module (harness/guest/memory/wild-pointer.ts)
 */
#ifdef CONFIG_64BIT
#define NO_PAGES ((struct page *)0xffffea0080000000ul)
#else
#define NO_PAGES ((struct page *)0xb0000000ul)
#endif

bool hb_is_page(unsigned long pfn)
{
	return pfn - low_start < low_pages || pfn - high_start < high_pages;
}

struct page *hb_pfn_to_page(unsigned long pfn)
{
	struct page *pooled = hb_pooled_page(pfn);

	if (pooled)
		return pooled;
	if (pfn - low_start < low_pages)
		return &hb_mem_map[pfn - low_start];
	if (pfn - high_start < high_pages)
		return &hb_mem_map[low_pages] + (pfn - high_start);
	return NO_PAGES + pfn;
}

unsigned long hb_page_to_pfn(const struct page *page)
{
	unsigned long i = page - hb_mem_map;

	if (hb_pooled_pfn(page))
		return hb_pooled_pfn(page);
	if (i < low_pages)
		return low_start + i;
	if (i - low_pages < high_pages)
		return high_start + (i - low_pages);
	return page - NO_PAGES;
}

static unsigned long pt_offset(const void *p)
{
	return (unsigned long)p - (unsigned long)hb_page_tables;
}

#ifdef CONFIG_64BIT
static unsigned long direct_address(unsigned long va)
{
	return va;
}

static void *window_at(unsigned long paddr)
{
	return NULL;
}
#else
/*
 * A module's memory does not reach to where 32 bits have the direct map: pages
 * that may show a grant are seen here (harness/guest/direct-map-window.ts).
 */
u8 hb_windows[HB_DIRECT_MAP_WINDOWS * PAGE_SIZE]
	__attribute__((aligned(PAGE_SIZE)));
static unsigned long windows_start;

/* the address that the page tables know */
static unsigned long direct_address(unsigned long va)
{
	unsigned long offset = va - (unsigned long)hb_windows;

	if (offset >= sizeof(hb_windows))
		return va;
	return DIRECT_MAP + (windows_start << PAGE_SHIFT) + offset;
}

static void *window_at(unsigned long paddr)
{
	unsigned long offset = paddr - (windows_start << PAGE_SHIFT);

	return offset < sizeof(hb_windows) ? hb_windows + offset : NULL;
}
#endif

/* __va and __pa (csrc/override) */
void *hb_phys_to_virt(unsigned long paddr)
{
	unsigned long pt = paddr - (pt_start << PAGE_SHIFT);
	void *pooled = hb_pooled_address(paddr);

	if (pooled)
		return pooled;
	if (pt < sizeof(hb_page_tables))
		return hb_page_tables + pt;
	if (window_at(paddr))
		return window_at(paddr);
	return (void *)(paddr + DIRECT_MAP);
}

unsigned long hb_virt_to_phys(unsigned long va)
{
	unsigned long pt = pt_offset((void *)va);

	if (pt < sizeof(hb_page_tables))
		return (pt_start << PAGE_SHIFT) + pt;
	if (hb_pooled_paddr(va))
		return hb_pooled_paddr(va);
	return direct_address(va) - DIRECT_MAP;
}

/* true for the direct map and for what stands for it here */
bool hb_virt_is_direct(unsigned long va)
{
	return pt_offset((void *)va) < sizeof(hb_page_tables) ||
	       hb_is_page((direct_address(va) - DIRECT_MAP) >> PAGE_SHIFT);
}

/* the harness asks before it makes the machine */
u32 hb_direct_map(void)
{
	hb_ret_hi = hb_hi(DIRECT_MAP);
	return hb_lo(DIRECT_MAP);
}

/* a page is above the direct map if its zone is, and a zone is known by its node */
static void put_in_zone(struct page *page, bool highmem)
{
#ifdef CONFIG_HIGHMEM
	set_page_zone(page, highmem ? ZONE_HIGHMEM : ZONE_NORMAL);
	page_zone(page)->zone_pgdat = NODE_DATA(0);
#endif
}
