// SPDX-License-Identifier: GPL-2.0-only
/*
 * Entry points for steps at the level of kernel code, as far as a tree's own
 * files answer them.
 */
static u32 return_va(const void *va)
{
	unsigned long address = direct_address((unsigned long)va);

	hb_ret_hi = hb_hi(address);
	return hb_lo(address);
}

static unsigned long joined_address(u32 lo, u32 hi)
{
	return (unsigned long)(lo | (u64)hi << 32);
}

static const void *page_in_direct_map(u32 pfn)
{
	return (void *)((unsigned long)pfn * PAGE_SIZE + DIRECT_MAP);
}

#ifdef CONFIG_HIGHMEM
u32 hb_kmap(u32 pfn)
{
	return return_va(kmap(hb_pfn_to_page(pfn)));
}

void hb_kunmap(u32 pfn)
{
	kunmap(hb_pfn_to_page(pfn));
}

u32 hb_page_address(u32 pfn)
{
	struct page *page = hb_pfn_to_page(pfn);

	if (!PageHighMem(page))
		return return_va(page_in_direct_map(pfn));
	return return_va((void *)mapped_at(page));
}

void hb_kmap_flush(void)
{
	kmap_flush_unused();
}

u32 hb_kmap_atomic(u32 pfn)
{
	return return_va(map_atomic(hb_pfn_to_page(pfn)));
}

void hb_kunmap_atomic(u32 lo, u32 hi)
{
	unmap_atomic((void *)joined_address(lo, hi));
}
#else
/* no page is above the direct map: kmap is its address in it */
u32 hb_kmap(u32 pfn)
{
	return return_va(page_in_direct_map(pfn));
}

void hb_kunmap(u32 pfn)
{
}

u32 hb_page_address(u32 pfn)
{
	return return_va(page_in_direct_map(pfn));
}

void hb_kmap_flush(void)
{
}

/* as kmap: nothing stands between a caller and another */
u32 hb_kmap_atomic(u32 pfn)
{
	return return_va(page_in_direct_map(pfn));
}

void hb_kunmap_atomic(u32 lo, u32 hi)
{
}
#endif

#ifdef HB_HAS_xen_leave_lazy_mmu
void hb_lazy_mmu(u32 enter)
{
	if (enter)
		arch_enter_lazy_mmu_mode();
	else
		arch_leave_lazy_mmu_mode();
}
#endif

#ifdef HB_HAS_xen_set_pte
static void store_pte(unsigned long va, pte_t *ptep, pte_t pte)
{
#ifdef HB_HAS_xen_set_pte_at
	set_pte_at(&init_mm, va, ptep, pte);
#else
	set_pte(ptep, pte);
#endif
}

/* maps a page at an address whose page tables exist, as a driver would */
int hb_set_pte(u32 lo, u32 hi, u32 pfn)
{
	unsigned long va = joined_address(lo, hi);
	unsigned int level;
	pte_t *ptep = lookup_address(va, &level);

	if (!ptep)
		return -EINVAL;
	store_pte(va, ptep, pfn_pte(pfn, PAGE_KERNEL));
	return 0;
}

int hb_pte_clear(u32 lo, u32 hi)
{
	unsigned long va = joined_address(lo, hi);
	unsigned int level;
	pte_t *ptep = lookup_address(va, &level);

	if (!ptep)
		return -EINVAL;
#ifdef HB_HAS_xen_pte_clear
	pte_clear(&init_mm, va, ptep);
#else
	store_pte(va, ptep, native_make_pte(0));
#endif
	flush_page(va);
	return 0;
}
#endif

/* a driver may know the page of an entry that leads to no page of ours */
#ifdef HB_HAS_find_normal_page
#define FIND_PAGE find_normal_page
#elif defined(HB_HAS_find_special_page)
#define FIND_PAGE find_special_page
#endif

static struct page *known_to_driver(u32 space, unsigned long addr)
{
#ifdef FIND_PAGE
	struct hb_vma *v;

	for (v = vmas; v < vmas + NR_VMAS; v++)
		if (v->used && space_of(v->vma.vm_mm) == space &&
		    addr >= v->vma.vm_start && addr < v->vma.vm_end &&
		    v->vma.vm_ops && v->vma.vm_ops->FIND_PAGE)
			return v->vma.vm_ops->FIND_PAGE(&v->vma, addr);
#endif
	return NULL;
}

/*
 * The page behind a user address, as direct I/O finds it: from the entry to a
 * frame, from the frame to a page of ours. ~0 if there is none.
 */
u32 hb_get_user_page(u32 space, u32 lo, u32 hi, u32 write)
{
	struct page *page;
	u64 *ptep = (u64 *)(unsigned long)hb_user_pte(space, lo, hi, 0);
	unsigned long pfn;

	if (!ptep || !(*ptep & _PAGE_PRESENT) || (write && !(*ptep & _PAGE_RW)))
		return ~0u;
	page = known_to_driver(space, joined_address(lo, hi));
	if (page)
		return (u32)hb_page_to_pfn(page);
	pfn = pte_pfn(*(pte_t *)ptep);
	return hb_is_page(pfn) ? (u32)pfn : ~0u;
}

/* direct I/O begins: a reference of its own. The page, or ~0 if there is none */
u32 hb_hold_page(u32 space, u32 lo, u32 hi)
{
	u32 pfn = hb_get_user_page(space, lo, hi, 0);

	if (pfn != ~0u)
		add_references(hb_pfn_to_page(pfn), 1);
	return pfn;
}

/* and ends */
void hb_release_page(u32 pfn)
{
	add_references(hb_pfn_to_page(pfn), -1);
}

static unsigned long p2m_entry(unsigned long pfn)
{
	/* in a hole or not there: no page has a frame of its own there */
	if (hb_p2m_is_shared(pfn))
		return INVALID_P2M_ENTRY;
#ifdef HB_HAS___pfn_to_mfn
	return __pfn_to_mfn(pfn);
#else
	return get_phys_to_machine(pfn);
#endif
}

u32 hb_p2m(u32 pfn, u32 want_flags)
{
	unsigned long entry = p2m_entry(pfn);

	if (want_flags)
		return entry == INVALID_P2M_ENTRY ?
			       HB_P2M_INVALID :
			       (entry & FOREIGN_FRAME_BIT ? HB_P2M_FOREIGN : 0);
	return entry == INVALID_P2M_ENTRY ?
		       ~0u :
		       (u32)(entry & ~(FOREIGN_FRAME_BIT | IDENTITY_FRAME_BIT));
}

/* the page that overrides a frame, ~0 for none, ~1 where pages have no list */
u32 hb_find_override(u32 mfn)
{
#ifdef HB_HAS_m2p_find_override
	struct page *page = m2p_find_override(mfn);

	return page ? (u32)hb_page_to_pfn(page) : ~0u;
#else
	return ~1u;
#endif
}

/* flags, count, private, index, and whether lru is linked to something */
u64 hb_page_state[HB_PAGE_STATE_FIELDS];

#ifdef HB_HAS___folio_index
#define INDEX __folio_index
#else
#define INDEX index
#endif

void hb_read_page(u32 pfn)
{
	struct page *page = hb_pfn_to_page(pfn);

	/* what kernel code took for a page may be none */
	memset(hb_page_state, 0, sizeof(hb_page_state));
	if (!hb_is_page(pfn))
		return;
	hb_page_state[0] = *(unsigned long *)&page->flags;
	hb_page_state[1] = (u32)page_count(page);
	hb_page_state[2] = page->private;
	hb_page_state[3] = page->INDEX;
	hb_page_state[4] = page->lru.next && page->lru.next != LIST_POISON1;
}

#ifdef HB_HAS_xen_page_foreign
/* whether a page is marked foreign, and the domain and reference it notes */
u32 hb_page_foreign[3];

void hb_read_foreign(u32 pfn)
{
	struct xen_page_foreign *foreign = NULL;

	if (hb_is_page(pfn))
		foreign = xen_page_foreign(hb_pfn_to_page(pfn));
	hb_page_foreign[0] = !!foreign;
	hb_page_foreign[1] = foreign ? foreign->domid : 0;
	hb_page_foreign[2] = foreign ? foreign->gref : 0;
}
#endif
