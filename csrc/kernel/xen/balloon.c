// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages without a frame. Model of the balloon's list, which is the harness's
 * (harness/guest/memory/balloon.ts).
 */

static int take_ballooned(unsigned int nr_pages, struct page **pages,
			  bool highmem)
{
	unsigned int n;

	for (n = 0; n < nr_pages; n++) {
		s32 pfn = hb_alloc_ballooned_page(!highmem);
		int err = pfn < 0 ? -ENOMEM : populate((unsigned long)pfn);

		if (err) {
			if (pfn >= 0)
				hb_free_ballooned_page((u32)pfn);
			while (n--)
				hb_free_ballooned_page(
					(u32)hb_page_to_pfn(pages[n]));
			return err;
		}
		pages[n] = hb_pfn_to_page((unsigned long)pfn);
	}
	return 0;
}

static void give_ballooned(unsigned int nr_pages, struct page **pages)
{
	unsigned int n;

	for (n = 0; n < nr_pages; n++)
		if (pages[n])
			hb_free_ballooned_page((u32)hb_page_to_pfn(pages[n]));
}

int xen_alloc_ballooned_pages(unsigned int nr_pages, struct page **pages)
{
	return take_ballooned(nr_pages, pages, false);
}

void xen_free_ballooned_pages(unsigned int nr_pages, struct page **pages)
{
	give_ballooned(nr_pages, pages);
}

/* where there is no memory of that kind, kernels name the balloon's */
#ifndef xen_alloc_unpopulated_pages
int xen_alloc_unpopulated_pages(unsigned int nr_pages, struct page **pages)
{
	return take_ballooned(nr_pages, pages, false);
}

void xen_free_unpopulated_pages(unsigned int nr_pages, struct page **pages)
{
	give_ballooned(nr_pages, pages);
}

#endif

/*
 * Pages above the direct map were given first up to 3.1, to who asked for them up
 * to 4.1, and never since. Of the first and the last the prototype is the same,
 * but only the first keep a list of granted pages.
 */
int alloc_xenballooned_pages(int nr_pages, struct page **pages
#if HB_ARGS_alloc_xenballooned_pages == 3
			     ,
			     bool highmem
#endif
)
{
#if HB_ARGS_alloc_xenballooned_pages == 3
	return take_ballooned(nr_pages, pages, highmem);
#elif defined(HB_HAS_m2p_find_override)
	return take_ballooned(nr_pages, pages, true);
#else
	return take_ballooned(nr_pages, pages, false);
#endif
}

void free_xenballooned_pages(int nr_pages, struct page **pages)
{
	give_ballooned(nr_pages, pages);
}
