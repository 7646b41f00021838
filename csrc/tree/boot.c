// SPDX-License-Identifier: GPL-2.0-only
/*
 * Boot: the array of struct page, the list of frames from which the kernel's own
 * code builds its p2m, the page-table pages that the machine manages, and the
 * initcalls. Addresses: a page-table page is at its place in linear memory, all
 * other memory in a direct map that no C can dereference.
 */
#define NR_PAGES_MAX 256
#define NR_DEVICES_MAX 16
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

/* what a kernel may take for good while it boots: leaves, where the p2m is a tree */
#ifdef HB_HAS_xen_p2m_addr
#define BRK_BYTES (4 * PAGE_SIZE)
#else
#define BRK_BYTES (64 * PAGE_SIZE)
#endif

/* the machine's page tables; it alone knows which page is what */
u8 hb_page_tables[HB_PAGE_TABLE_PAGES * PAGE_SIZE]
	__attribute__((aligned(4096)));

/* high half of the last virtual address that an entry point returned */
u32 hb_ret_hi;

unsigned long hb_mfn_list[NR_PFNS_MAX];

static struct page hb_mem_map[NR_PAGES_MAX];
static unsigned long low_start, low_pages, high_start, high_pages, pt_start;
static struct start_info hb_start_info;
static struct shared_info hb_shared_info;

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

/* what processes can open; of a struct that no slice defines, all is zero */
static struct miscdevice *devices[NR_DEVICES_MAX];
static u32 nr_devices;

int misc_register(struct miscdevice *misc)
{
	if (!misc->name || !misc->fops)
		return 0;
	BUG_ON(nr_devices == NR_DEVICES_MAX);
	devices[nr_devices++] = misc;
	return 0;
}

static int remove_device(struct miscdevice *misc)
{
	u32 i = 0;

	while (i < nr_devices && devices[i] != misc)
		i++;
	if (i == nr_devices)
		return -EINVAL;
	for (nr_devices--; i < nr_devices; i++)
		devices[i] = devices[i + 1];
	return 0;
}

typedef int hb_deregister(struct miscdevice *);

/* an error is told by older kernels alone */
HB_PICK(misc_deregister, hb_deregister, int, void)
misc_deregister(struct miscdevice *misc)
{
	return (HB_PICK(misc_deregister, hb_deregister, int,
			void))remove_device(misc);
}

u32 hb_nr_devices(void)
{
	return nr_devices;
}

u32 hb_device_name(u32 nr)
{
	return hb_lin(devices[nr]->name);
}

const struct file_operations *hb_device(u32 nr)
{
	return nr < nr_devices ? devices[nr]->fops : NULL;
}

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

/* a page is above the direct map if its zone is, and a zone is known by its node */
static void put_in_zone(struct page *page, bool highmem)
{
#ifdef CONFIG_HIGHMEM
	set_page_zone(page, highmem ? ZONE_HIGHMEM : ZONE_NORMAL);
	page_zone(page)->zone_pgdat = NODE_DATA(0);
#endif
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
