// SPDX-License-Identifier: GPL-2.0-only
/*
 * Boot: the list of frames from which the kernel's own code builds its p2m, the
 * page-table pages that the machine manages, and the initcalls. Model of what
 * start_kernel and the hypervisor do before a driver runs.
 */
/* what a kernel may take for good while it boots: leaves, where the p2m is a tree */
#ifdef HB_HAS_xen_p2m_addr
#define BRK_BYTES (4 * PAGE_SIZE)
#else
#define BRK_BYTES (64 * PAGE_SIZE)
#endif

static struct start_info hb_start_info;
static struct shared_info hb_shared_info;

#define NR_INITCALLS_MAX 16
static int (*initcalls[NR_INITCALLS_MAX])(void);
static u32 nr_initcalls;

void hb_add_initcall(int (*fn)(void))
{
	BUG_ON(nr_initcalls == NR_INITCALLS_MAX);
	initcalls[nr_initcalls++] = fn;
}

u32 hb_nr_initcalls(void)
{
	return nr_initcalls;
}

/* each by itself: where one asks for what nobody models, the others go on */
void hb_run_initcall(u32 nr)
{
	initcalls[nr]();
}

extern void __wasm_call_ctors(void);

void hb_boot_memory(u32 low, u32 nr_low, u32 high, u32 nr_high)
{
	unsigned long pfn;

	/* before any kernel code runs, sanitizers have to know its variables */
	__wasm_call_ctors();
	BUG_ON(nr_low + nr_high > NR_PAGES_MAX);
	low_start = low;
	low_pages = nr_low;
	high_start = high;
	high_pages = nr_high;
	for (pfn = 0; pfn < NR_NEAR_PFNS; pfn++)
		hb_mfn_list[pfn] = INVALID_P2M_ENTRY;
	/* what lies between is nobody's: nothing asks for it */
	for (pfn = high; pfn < NR_PFNS_MAX; pfn++)
		hb_mfn_list[pfn] = INVALID_P2M_ENTRY;
}

/*
 * Pages beyond the list of frames: their leaves of the p2m are there from the
 * start, so that none is made, and kept for good, while a scenario runs.
 */
static void boot_far_pages(void)
{
	unsigned long pfn;

	for (pfn = high_start; pfn < high_start + high_pages; pfn++) {
		struct page *page = hb_pfn_to_page(pfn);
		unsigned long mfn = page->private;

		if (pfn < NR_PFNS_MAX)
			continue;

		BUG_ON(!set_phys_to_machine(pfn, pfn));
		BUG_ON(!set_phys_to_machine(pfn, mfn));
		page->private = 0;
	}
}

void hb_boot_page(u32 pfn, u32 mfn, u32 has_frame, u32 highmem)
{
	struct page *page = hb_pfn_to_page(pfn);

	init_page_count(page);
	put_in_zone(page, highmem);
#ifndef CONFIG_64BIT
	if (!has_frame && !windows_start)
		windows_start = pfn;
#endif
	if (pfn < NR_PFNS_MAX) {
		if (has_frame)
			hb_mfn_list[pfn] = mfn;
	} else {
		page->private = has_frame ? mfn : INVALID_P2M_ENTRY;
	}
}

#ifdef HB_SCRATCH_PAGE
/* one that no scenario asks for: they use the first and the last pages */
#define SCRATCH_PAGE 16

/*
 * From 3.12 to 3.18 a page that was given to the balloon is not left unmapped:
 * it shows a page that nobody uses.
 */
struct page *get_balloon_scratch_page(void)
{
	return hb_pfn_to_page(low_start + SCRATCH_PAGE);
}

void put_balloon_scratch_page(void)
{
}

static void boot_scratch_page(void)
{
	pte_t shown = pfn_pte(low_start + SCRATCH_PAGE, PAGE_KERNEL_RO);
	unsigned long pfn;

	for (pfn = low_start; pfn < low_start + low_pages; pfn++) {
		u64 va = hb_va(DIRECT_MAP + (pfn << PAGE_SHIFT));

		if (hb_mfn_list[pfn] == INVALID_P2M_ENTRY ||
		    pfn == low_start + SCRATCH_PAGE)
			BUG_ON(hb_update_va_mapping(
				hb_lo(va), hb_hi(va),
				hb_lo(native_pte_val(shown)),
				hb_hi(native_pte_val(shown)), 0));
	}
}
#endif

/* memory behind the kernel's own data, which is never given back */
void *extend_brk(size_t size, size_t align)
{
	static u8 brk[BRK_BYTES] __attribute__((aligned(4096)));
	static size_t used;
	void *p;

	used = (used + align - 1) & ~(align - 1);
	BUG_ON(size > BRK_BYTES - used);
	p = brk + used;
	used += size;
	return p;
}

/* by this name where the p2m takes its first pages so */
void *__alloc_bootmem(unsigned long size, unsigned long align,
		      unsigned long goal)
{
	return extend_brk(size, align);
}

void hb_boot(void)
{
	u32 tables = hb_lin(hb_page_tables);
	u32 i;

	pt_start = hb_m2p(hb_mfn_of_lin(tables));
	BUG_ON(pt_start + HB_PAGE_TABLE_PAGES > NR_PFNS_MAX);
	for (i = 0; i < HB_PAGE_TABLE_PAGES; i++) {
		u32 mfn = hb_mfn_of_lin(tables + i * PAGE_SIZE);

		if (mfn != ~0u)
			hb_mfn_list[pt_start + i] = mfn;
	}
	/* the domain that tools run in: it may map what is others' */
	hb_start_info.flags = SIF_PRIVILEGED | SIF_INITDOMAIN;
#ifdef HB_HAS_xen_start_flags
	xen_start_flags = hb_start_info.flags;
#endif
	hb_start_info.mfn_list = (unsigned long)hb_mfn_list;
	hb_start_info.nr_pages = pt_start + HB_PAGE_TABLE_PAGES;
	if (high_pages && high_start + high_pages <= NR_PFNS_MAX)
		hb_start_info.nr_pages = high_start + high_pages;
	xen_start_info = &hb_start_info;
	HYPERVISOR_shared_info = &hb_shared_info;
	/* as a kernel on Xen: no entry of its own is global */
#ifdef HB_HAS___default_kernel_pte_mask
	__default_kernel_pte_mask = ~(pteval_t)_PAGE_GLOBAL;
#endif
	__supported_pte_mask = ~(pteval_t)_PAGE_GLOBAL;
#ifdef HB_HAS_machine_to_phys_nr
	machine_to_phys_nr = ~0ul;
#endif
#ifdef HB_HAS_machine_to_phys_order
	/* the largest shift that a long can take */
	machine_to_phys_order = BITS_PER_LONG - 1;
#endif
#ifdef HB_HAS_xen_build_dynamic_phys_to_machine
	xen_build_dynamic_phys_to_machine();
#endif
#if defined(HB_HAS_p2m_top_mfn_p) && !defined(HB_HAS_xen_p2m_addr)
	/* where the p2m is a tree, a new leaf is entered into this as well */
	xen_build_mfn_list_list();
#endif
	hb_boot_p2m_leaves();
	boot_far_pages();
#ifdef HB_SCRATCH_PAGE
	boot_scratch_page();
#endif
	register_privcmd();
}
