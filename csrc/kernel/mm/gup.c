// SPDX-License-Identifier: GPL-2.0-only
/* get_user_pages and what comes of them. Model. */

/*
 * A process's pages, held for as long as somebody works on them. A pin counts
 * as many references, as in kernels that have both, so that one way of holding
 * a page is not ended by the other's.
 */
#define HB_FOLL_WRITE 1
#define HB_GET 1
#define HB_PIN 1024

static int hold_pages(unsigned long start, int nr_pages, bool write, int by,
		      struct page **pages)
{
	struct mm_struct *mm = hb_current_mm;
	int n;

	hb_might_sleep();
	for (n = 0; n < nr_pages; n++) {
		unsigned long addr = start + n * PAGE_SIZE;
		u64 *ptep = (u64 *)hb_user_entry(mm, addr);
		unsigned long pfn;

		if (!ptep || !(*ptep & _PAGE_PRESENT) ||
		    (write && !(*ptep & _PAGE_RW)))
			break;
		pfn = hb_m2p((u32)((*ptep & PTE_PFN_MASK) >> PAGE_SHIFT));
		if (!hb_is_page(pfn))
			break;
		pages[n] = hb_pfn_to_page(pfn);
		add_references(pages[n], by);
	}
	return n ? n : -EFAULT;
}

int pin_user_pages_fast(unsigned long start, int nr_pages,
			unsigned int gup_flags, struct page **pages)
{
	return hold_pages(start, nr_pages, gup_flags & HB_FOLL_WRITE, HB_PIN,
			  pages);
}

typedef int hb_get_pages(unsigned long, int, int, struct page **);

/* said whether to write, and nothing else, up to 5.1 */
int get_user_pages_fast(unsigned long start, int nr_pages,
			HB_PICK(get_user_pages_fast, hb_get_pages, int,
				unsigned int) gup_flags,
			struct page **pages)
{
	return hold_pages(start, nr_pages, gup_flags & HB_FOLL_WRITE, HB_GET,
			  pages);
}

/* nobody writes pages back here: whether one would be is all that counts */
static void note_dirty(struct page *page)
{
	hb_note_page_dirty((u32)hb_page_to_pfn(page));
}

void unpin_user_page(struct page *page)
{
	add_references(page, -HB_PIN);
}

void unpin_user_pages(struct page **pages, unsigned long npages)
{
	unsigned long n;

	for (n = 0; n < npages; n++)
		unpin_user_page(pages[n]);
}

void unpin_user_pages_dirty_lock(struct page **pages, unsigned long npages,
				 bool make_dirty)
{
	unsigned long n;

	for (n = 0; make_dirty && n < npages; n++)
		note_dirty(pages[n]);
	unpin_user_pages(pages, npages);
}

typedef int hb_set_dirty(struct page *);

HB_PICK(set_page_dirty_lock, hb_set_dirty, int, bool)
set_page_dirty_lock(struct page *page)
{
	note_dirty(page);
	return 0;
}

HB_PICK(set_page_dirty, hb_set_dirty, int, bool)
set_page_dirty(struct page *page)
{
	note_dirty(page);
	return 0;
}
