// SPDX-License-Identifier: GPL-2.0-only
/*
 * Xen and page tables: hypercalls, events, the balloon, pages of a process, and
 * the port's own names for entries.
 */

enum xen_domain_type xen_domain_type __attribute__((weak)) = XEN_PV_DOMAIN;
struct start_info *xen_start_info __attribute__((weak));
struct shared_info *HYPERVISOR_shared_info __attribute__((weak));
#ifdef HB_HAS_xen_start_flags
uint32_t xen_start_flags __attribute__((weak));
#endif
unsigned long *machine_to_phys_mapping
	__attribute__((weak)) = (unsigned long *)0x40000000ul;
#ifdef HB_HAS_machine_to_phys_nr
unsigned long machine_to_phys_nr __attribute__((weak));
#endif

HB_NO_FAULT_POINT
int HYPERVISOR_grant_table_op(unsigned int cmd, void *uop, unsigned int count)
{
	return hb_grant_table_op(cmd, hb_lin(uop), count);
}

HB_NO_FAULT_POINT
int HYPERVISOR_event_channel_op(int cmd, void *arg)
{
	return hb_event_channel_op((u32)cmd, hb_lin(arg));
}

HB_NO_FAULT_POINT
int HYPERVISOR_mmu_update(struct mmu_update *req, int count, int *success_count,
			  domid_t domid)
{
	return hb_mmu_update(hb_lin(req), (u32)count, hb_lin(success_count),
			     domid);
}

typedef int hb_multicall_int(void *, int);

HB_NO_FAULT_POINT
int HYPERVISOR_multicall(void *call_list,
			 HB_PICK(HYPERVISOR_multicall, hb_multicall_int, int,
				 uint32_t) nr_calls)
{
	return hb_multicall(hb_lin(call_list), (u32)nr_calls);
}

/* a port is there for as long as somebody refers to it */
int evtchn_get(evtchn_port_t evtchn)
{
	hb_might_sleep();
	hb_note_evtchn(evtchn, 1);
	return 0;
}

void evtchn_put(evtchn_port_t evtchn)
{
	hb_might_sleep();
	hb_note_evtchn(evtchn, 0);
}

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

#ifdef HB_HAS__static_cpu_has
HB_NO_FAULT_POINT
bool _static_cpu_has(u16 bit)
{
	return bit == X86_FEATURE_XENPV;
}
#endif

/*
 * Stores to page tables, of kernels that rely on Xen to trap them: the harness
 * has to see each (SEAMS in harness/compile/tree/slice-tree.ts).
 */
void native_set_pte(pte_t *ptep, pte_t pte)
{
	pteval_t val = native_pte_val(pte);

	hb_native_set_pte(hb_lin(ptep), hb_lo(val), hb_hi(val));
}

void native_set_pte_atomic(pte_t *ptep, pte_t pte)
{
	native_set_pte(ptep, pte);
}

void native_pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	hb_native_set_pte(hb_lin(ptep), 0, 0);
}

/* the TLB, by the names of many versions */
static void flush_page(unsigned long addr)
{
	addr = direct_address(addr);
	hb_flush_tlb_one(hb_lo(hb_va(addr)), hb_hi(hb_va(addr)));
}

void __flush_tlb_single(unsigned long addr)
{
	flush_page(addr);
}

void __flush_tlb_one(unsigned long addr)
{
	flush_page(addr);
}

void __flush_tlb_one_kernel(unsigned long addr)
{
	flush_page(addr);
}

void __flush_tlb_one_user(unsigned long addr)
{
	flush_page(addr);
}

void flush_tlb_one_kernel(unsigned long addr)
{
	flush_page(addr);
}

void __flush_tlb(void)
{
	hb_flush_tlb_all();
}

void __flush_tlb_local(void)
{
	hb_flush_tlb_all();
}

void __flush_tlb_global(void)
{
	hb_flush_tlb_all();
}

void __flush_tlb_all(void)
{
	hb_flush_tlb_all();
}

void flush_tlb_all(void)
{
	hb_flush_tlb_all();
}

void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	hb_flush_tlb_all();
}

/* page tables */
#define HB_NULL_AREA 0x10000ul

static pte_t linear_pte;

HB_NO_FAULT_POINT
pte_t *lookup_address(unsigned long address, unsigned int *level)
{
	address = direct_address(address);
	/* nothing is mapped where null pointers lead */
	if (address < HB_NULL_AREA) {
		*level = PG_LEVEL_NONE;
		return NULL;
	}
	if (hb_p2m_leaf(address)) {
		*level = PG_LEVEL_4K;
		return hb_p2m_leaf(address);
	}
	/* an object of the kernel's own: mapped, by an entry of no interest */
	if (address < 0x10000000ul) {
		*level = PG_LEVEL_4K;
		return &linear_pte;
	}
	return (pte_t *)(unsigned long)hb_lookup_address(
		hb_lo(hb_va(address)), hb_hi(hb_va(address)), hb_lin(level));
}

HB_NO_FAULT_POINT
bool __virt_addr_valid(unsigned long address)
{
	return hb_virt_is_direct(address);
}

#ifdef HB_HAS_xen_make_pte
pte_t __pte(pteval_t val)
{
	return xen_make_pte(val);
}

pteval_t pte_val(pte_t pte)
{
	return xen_pte_val(pte);
}
#endif

/*
 * The port's own way of writing an entry, where its table of operations would
 * lead: here without the table.
 */
#ifdef HB_HAS_xen_set_pte
void set_pte(pte_t *ptep, pte_t pte)
{
	if (!hb_set_p2m_leaf(ptep, pte))
		xen_set_pte(ptep, pte);
}

void set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
		pte_t pte)
{
#ifdef HB_HAS_xen_set_pte_at
	xen_set_pte_at(mm, addr, ptep, pte);
#else
	xen_set_pte(ptep, pte);
#endif
}

void pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
#ifdef HB_HAS_xen_pte_clear
	xen_pte_clear(mm, addr, ptep);
#else
	set_pte_at(mm, addr, ptep, native_make_pte(0));
#endif
}
#endif
