// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whole pages by their addresses, as the heap gives them, and by their struct
 * page: a few numbers beyond all memory stand for those. Whoever drops a page's
 * last reference gives it back.
 */
#define NR_POOL 64
/* beyond all frames of the machine, and below where 32 bits end */
#define POOL_PFN 0x70000ul

static struct {
	struct page page;
	/* stays when the page is given back: who touches it then is told */
	unsigned long va;
	bool used;
} pool[NR_POOL];

struct page *hb_pooled_page(unsigned long pfn)
{
	return pfn - POOL_PFN < NR_POOL ? &pool[pfn - POOL_PFN].page : NULL;
}

/* most runs take none: the questions below come with every address */
static bool is_pool_used;

/* 0 for a page of the machine */
unsigned long hb_pooled_pfn(const struct page *page)
{
	unsigned long offset = (unsigned long)page - (unsigned long)pool;

	return offset < sizeof(pool) ? POOL_PFN + offset / sizeof(pool[0]) : 0;
}

void *hb_pooled_address(unsigned long paddr)
{
	unsigned long nr = (paddr >> PAGE_SHIFT) - POOL_PFN;

	if (nr >= NR_POOL || !pool[nr].va)
		return NULL;
	return (void *)(pool[nr].va + (paddr & (PAGE_SIZE - 1)));
}

/* of a page that alloc_page gave; 0 for any other address */
unsigned long hb_pooled_paddr(unsigned long va)
{
	u32 i;

	if (!is_pool_used)
		return 0;
	for (i = 0; i < NR_POOL; i++)
		if (pool[i].va && va - pool[i].va < PAGE_SIZE)
			return ((POOL_PFN + i) << PAGE_SHIFT) + va - pool[i].va;
	return 0;
}

/* one page at a time is all that a module has room for */
static unsigned long one_page_for(gfp_t flags, unsigned int order, u32 kept)
{
	u32 gfp = (flags & (MAY_SLEEP) ? HB_GFP_WAIT : 0) | kept;

	if (order)
		return 0;
	return flags & __GFP_ZERO ? hb_get_zeroed_page(gfp) :
				    hb_get_free_page(gfp);
}

static unsigned long one_page(gfp_t flags, unsigned int order)
{
	return one_page_for(flags, order, 0);
}

/* what the p2m's own code calls for pages (harness/compile/toolchain/keeps-pages.ts) */
unsigned long hb_kept_zeroed_page(gfp_t flags)
{
	return one_page_for(flags | __GFP_ZERO, 0, HB_GFP_KEPT);
}

unsigned long hb_kept_free_pages(gfp_t flags, unsigned int order)
{
	return one_page_for(flags, order, HB_GFP_KEPT);
}

/* the numbers go round, so that one that was given back is not soon another's */
static struct page *take_page(gfp_t flags, unsigned int order)
{
	static u32 last;
	unsigned long va;
	u32 i;

	for (i = 0; i < NR_POOL; i++) {
		last = (last + 1) % NR_POOL;
		if (!pool[last].used)
			break;
	}
	va = i < NR_POOL ? one_page(flags, order) : 0;
	if (!va)
		return NULL;
	memset(&pool[last], 0, sizeof(pool[last]));
	pool[last].va = va;
	pool[last].used = true;
	is_pool_used = true;
	init_page_count(&pool[last].page);
	put_in_zone(&pool[last].page, false);
	return &pool[last].page;
}

/* nobody refers to it any more; a page of the machine always has an owner */
static void release_page(struct page *page)
{
	unsigned long pfn = hb_pooled_pfn(page);

	if (!pfn) {
		hb_lost_page((u32)hb_page_to_pfn(page));
		return;
	}
	hb_free_page((u32)pool[pfn - POOL_PFN].va);
	pool[pfn - POOL_PFN].used = false;
}

static void add_to_count(struct page *page, int n)
{
#ifdef HB_HAS_set_page_count
	set_page_count(page, page_count(page) + n);
#else
	atomic_set(&page->_count, page_count(page) + n);
#endif
}

static void add_references(struct page *page, int n)
{
	add_to_count(page, n);
	if (!hb_pooled_pfn(page))
		hb_note_page_ref((u32)hb_page_to_pfn(page), n);
	if (n < 0 && page_count(page) <= 0)
		release_page(page);
}

static void drop_page(struct page *page)
{
	add_references(page, -1);
}

/* the p2m's pages come from there as well, where its code asks */
typedef bool hb_is_available(void);

HB_PICK(slab_is_available, hb_is_available, bool, int) slab_is_available(void)
{
	return true;
}

#define PAGE_ADDRESS_BY(name, value, ...) \
	unsigned long name(__VA_ARGS__) \
	{ \
		return value; \
	}

PAGE_ADDRESS_BY(get_zeroed_page, one_page(flags | __GFP_ZERO, 0), gfp_t flags)
PAGE_ADDRESS_BY(get_zeroed_page_noprof, one_page(flags | __GFP_ZERO, 0),
		gfp_t flags)
PAGE_ADDRESS_BY(__get_free_pages, one_page(flags, order), gfp_t flags,
		unsigned int order)
PAGE_ADDRESS_BY(get_free_pages_noprof, one_page(flags, order), gfp_t flags,
		unsigned int order)

void free_pages(unsigned long addr, unsigned int order)
{
	unsigned long paddr = addr ? hb_pooled_paddr(addr) : 0;

	if (paddr)
		drop_page(hb_pooled_page(paddr >> PAGE_SHIFT));
	else
		hb_free_page(hb_lin((void *)addr));
}

#define PAGE_BY(name, ...) \
	struct page *name(gfp_t flags, unsigned int order, ##__VA_ARGS__) \
	{ \
		return take_page(flags, order); \
	}

typedef struct page *hb_pages_of_zones(gfp_t, unsigned int, struct zonelist *,
				       nodemask_t *);
/* where to look was said by a list of zones up to 4.x */
#define PAGES_WHERE \
	HB_PICK(__alloc_pages_nodemask, hb_pages_of_zones, struct zonelist *, \
		int)

PAGE_BY(alloc_pages)
PAGE_BY(alloc_pages_noprof)
PAGE_BY(alloc_pages_current)
PAGE_BY(__alloc_pages_nodemask, PAGES_WHERE where, nodemask_t *nodes)
PAGE_BY(__alloc_pages, int node, nodemask_t *nodes)
PAGE_BY(__alloc_pages_noprof, int node, nodemask_t *nodes)

void __free_pages(struct page *page, unsigned int order)
{
	drop_page(page);
}

/* put_page: a function of its own, or an inline one that ends here */
void put_page(struct page *page)
{
	drop_page(page);
}

void __put_page(struct page *page)
{
	release_page(page);
}

#ifdef HB_HAS___folio_put
void __folio_put(struct folio *folio)
{
	release_page((struct page *)folio);
}
#endif
