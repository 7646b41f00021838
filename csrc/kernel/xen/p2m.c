// SPDX-License-Identifier: GPL-2.0-only
/*
 * The p2m as the tree's own code writes it: every write is told to the harness,
 * and can be made to fail.
 */
static void note_p2m(unsigned long pfn, unsigned long entry)
{
	u32 flags = entry == INVALID_P2M_ENTRY ? HB_P2M_INVALID :
		    entry & FOREIGN_FRAME_BIT  ? HB_P2M_FOREIGN :
		    entry & IDENTITY_FRAME_BIT ? HB_P2M_IDENTITY :
						 0;

	hb_note_p2m((u32)pfn, (u32)entry, flags);
}

/* a write that failed is tried once more: that is the same one, and fares as it did */
static struct {
	unsigned long pfn;
	bool fails;
} p2m_retry = { ~0ul };

static bool p2m_write_fails(unsigned long pfn)
{
	bool is_retry = pfn == p2m_retry.pfn;

	p2m_retry.pfn = ~0ul;
	if (is_retry)
		return p2m_retry.fails;
	if (!hb_should_fail(HB_FAIL_SET_PHYS_TO_MACHINE))
		return false;
	p2m_retry.pfn = pfn;
	p2m_retry.fails = true;
	return true;
}

#if defined(HB_HAS___set_phys_to_machine) && !defined(HB_HAS_xen_p2m_addr)
/* where the p2m is a tree, a write that needs a new leaf is told by false */
bool __set_phys_to_machine(unsigned long pfn, unsigned long mfn)
{
	if (p2m_write_fails(pfn))
		return false;
	if (!hb_tree___set_phys_to_machine(pfn, mfn)) {
		p2m_retry.pfn = pfn;
		p2m_retry.fails = false;
		return false;
	}
	note_p2m(pfn, mfn);
	return true;
}
#endif

/*
 * Where the p2m is one array, the kernel maps the parts of it that say nothing
 * read-only to one page for all: p2m_identity for holes, p2m_missing for memory
 * that is not there. A write there faults, and xen_alloc_p2m_entry then maps a
 * leaf of the page's own. Here each of the balloon's first pages has a leaf to
 * itself, and in place of mapping it what it says goes into the array. A pte of
 * 0 is a leaf that is the page's own from the start: a module has no room for
 * more leaves.
 */
#define NR_SHARED_LEAVES 16
static pte_t p2m_leaves[NR_PAGES_MAX];
/* a page is on its way out of the balloon: not a write that can be planned to fail */
static bool populating;

static pte_t *p2m_leaf(unsigned long pfn)
{
	if (pfn - low_start >= low_pages ||
	    !native_pte_val(p2m_leaves[pfn - low_start]))
		return NULL;
	return &p2m_leaves[pfn - low_start];
}

pte_t *hb_p2m_leaf(unsigned long address)
{
	return p2m_leaf((address - (unsigned long)hb_mfn_list) /
			sizeof(hb_mfn_list[0]));
}

bool hb_set_p2m_leaf(pte_t *ptep, pte_t pte)
{
	const unsigned long *page;
	unsigned long pfn = low_start + (ptep - p2m_leaves);

	if (ptep < p2m_leaves || ptep >= p2m_leaves + NR_PAGES_MAX)
		return false;
	*ptep = pte;
	page = __va((phys_addr_t)pte_pfn(pte) << PAGE_SHIFT);
	hb_mfn_list[pfn] = page[pfn % (PAGE_SIZE / sizeof(*page))];
	return true;
}

bool hb_p2m_is_shared(unsigned long pfn)
{
	pte_t *leaf = p2m_leaf(pfn);

	return leaf && !(pte_flags(*leaf) & _PAGE_RW);
}

void hb_boot_p2m_leaves(void)
{
#ifdef HB_SHARED_LEAVES
	static unsigned long shared[2][PAGE_SIZE / sizeof(unsigned long)]
		__attribute__((aligned(PAGE_SIZE)));
	unsigned long pfn, i, left = NR_SHARED_LEAVES;
	pte_t leaf;

	memset(shared, ~0, sizeof(shared));
	p2m_identity = shared[0];
	p2m_missing = shared[1];
#if defined(HB_HAS_xen_alloc_unpopulated_pages) && \
	defined(CONFIG_XEN_UNPOPULATED_ALLOC)
	/* pages are made in holes of the machine's memory */
	pfn = PFN_DOWN(__pa(p2m_identity));
#else
	pfn = PFN_DOWN(__pa(p2m_missing));
#endif
	leaf = pfn_pte(pfn, PAGE_KERNEL_RO);
	/* a tree whose entries hold fewer bits of an address than this one has */
	if (pte_pfn(leaf) != pfn)
		return;
	for (i = 0; i < low_pages && left; i++) {
		if (hb_mfn_list[low_start + i] != INVALID_P2M_ENTRY)
			continue;
		p2m_leaves[i] = leaf;
		left--;
	}
#endif
}

/*
 * What xen_alloc_unpopulated_pages and the balloon do for each page; up to 4.1 a
 * page gets its leaf when an entry is written.
 */
static int populate(unsigned long pfn)
{
#if defined(HB_SHARED_LEAVES) && defined(HB_HAS_xen_alloc_p2m_entry)
	bool entered;

	if (!hb_p2m_is_shared(pfn))
		return 0;
	populating = true;
	entered = set_phys_to_machine(pfn, INVALID_P2M_ENTRY);
	populating = false;
	return entered ? xen_alloc_p2m_entry(pfn) : -ENOMEM;
#else
	return 0;
#endif
}

/*
 * Memory that may not be there: of the kernel's, all that is written so is the
 * p2m; above that lies a process's.
 */
int hb_write_p2m(unsigned long *addr, unsigned long val)
{
	unsigned long pfn = addr - hb_mfn_list;

	if ((unsigned long)addr >= HB_MEMORY_BYTES)
		return hb_put_user(addr, &val, sizeof(val));
	if (hb_p2m_is_shared(pfn))
		return -EFAULT;
	if (!populating) {
		if (p2m_write_fails(pfn))
			return -EFAULT;
		if (pfn < NR_PFNS_MAX)
			note_p2m(pfn, val);
	}
	*addr = val;
	return 0;
}

int xen_safe_write_ulong(unsigned long *addr, unsigned long val)
{
	return hb_write_p2m(addr, val);
}
