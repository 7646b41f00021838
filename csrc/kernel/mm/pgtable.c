// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables and the TLB. Stores go to the machine, which a kernel's own reach
 * by a trap. Model; the functions that the port's table of operations would lead
 * to are the tree's own.
 */

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
	hb_flush_tlb_one(hb_lo(hb_va(addr)), hb_hi(hb_va(addr)));
}

#define FLUSH_ONE(name) \
	void name(unsigned long addr) \
	{ \
		flush_page(addr); \
	}

FLUSH_ONE(__flush_tlb_single)
FLUSH_ONE(__flush_tlb_one)
FLUSH_ONE(__flush_tlb_one_kernel)
FLUSH_ONE(__flush_tlb_one_user)
FLUSH_ONE(flush_tlb_one_kernel)

#define FLUSH_ALL(name, ...) \
	void name(__VA_ARGS__) \
	{ \
		hb_flush_tlb_all(); \
	}

FLUSH_ALL(__flush_tlb, void)
FLUSH_ALL(__flush_tlb_local, void)
FLUSH_ALL(__flush_tlb_global, void)
FLUSH_ALL(__flush_tlb_all, void)
FLUSH_ALL(flush_tlb_all, void)
FLUSH_ALL(flush_tlb_kernel_range, unsigned long start, unsigned long end)

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
