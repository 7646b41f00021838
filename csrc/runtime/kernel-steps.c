// SPDX-License-Identifier: GPL-2.0-only
/*
 * Entry points for steps at the level of kernel code: mappings, direct I/O, and
 * the grant functions themselves. A function whose signature differs between
 * the sides of a patch is called by the type that it has here, so that one set
 * of steps drives both.
 */
#include <linux/errno.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/pgtable.h>
#include <asm/xen/page.h>
#include <xen/grant_table.h>

extern u32 hb_ret_hi;

static u32 return_va(const void *va)
{
	hb_ret_hi = hb_hi((unsigned long)va);
	return hb_lo((unsigned long)va);
}

static void *join(u32 lo, u32 hi)
{
	return (void *)(unsigned long)(lo | (u64)hi << 32);
}

u32 hb_kmap(u32 pfn)
{
	return return_va(kmap(pfn_to_page(pfn)));
}

void hb_kunmap(u32 pfn)
{
	kunmap(pfn_to_page(pfn));
}

u32 hb_kmap_atomic(u32 pfn)
{
	return return_va(kmap_atomic(pfn_to_page(pfn)));
}

void hb_kunmap_atomic(u32 lo, u32 hi)
{
	kunmap_atomic(join(lo, hi));
}

void hb_kmap_flush(void)
{
	kmap_flush_unused();
}

void hb_lazy_mmu(u32 enter)
{
	if (enter)
		arch_enter_lazy_mmu_mode();
	else
		arch_leave_lazy_mmu_mode();
}

/* maps a page at an address whose page tables exist, as a driver would */
int hb_set_pte(u32 lo, u32 hi, u32 pfn)
{
	unsigned long va = (unsigned long)join(lo, hi);
	unsigned int level;
	pte_t *ptep = lookup_address(va, &level);

	if (!ptep)
		return -EINVAL;
	set_pte_at(&init_mm, va, ptep, pfn_pte(pfn, PAGE_KERNEL));
	return 0;
}

int hb_pte_clear(u32 lo, u32 hi)
{
	unsigned long va = (unsigned long)join(lo, hi);
	unsigned int level;
	pte_t *ptep = lookup_address(va, &level);

	if (!ptep)
		return -EINVAL;
	pte_clear(&init_mm, va, ptep);
	__flush_tlb_one(va);
	return 0;
}

/*
 * The page behind a user address, as direct I/O finds it: from the entry to a
 * frame, from the frame to a page of ours. ~0 if there is none.
 */
u32 hb_get_user_page(u32 space, u32 lo, u32 hi, u32 write)
{
	pte_t *ptep = (pte_t *)(unsigned long)hb_user_pte(space, lo, hi, 0);
	unsigned long pfn;

	if (!ptep || !pte_present(*ptep) || (write && !pte_write(*ptep)))
		return ~0u;
	pfn = pte_pfn(*ptep);
	return pfn_valid(pfn) ? (u32)pfn : ~0u;
}

/* direct I/O begins: a reference of its own. The page, or ~0 if there is none */
u32 hb_hold_page(u32 space, u32 lo, u32 hi)
{
	u32 pfn = hb_get_user_page(space, lo, hi, 0);

	if (pfn != ~0u) {
		atomic_inc(&pfn_to_page(pfn)->_count);
		hb_note_page_ref(pfn, 1);
	}
	return pfn;
}

/* and ends */
void hb_release_page(u32 pfn)
{
	atomic_dec(&pfn_to_page(pfn)->_count);
	hb_note_page_ref(pfn, -1);
}

u32 hb_p2m(u32 pfn, u32 want_flags)
{
	unsigned long entry = get_phys_to_machine(pfn);

	if (want_flags)
		return entry == INVALID_P2M_ENTRY ?
			       HB_P2M_INVALID :
			       (entry & FOREIGN_FRAME_BIT ? HB_P2M_FOREIGN : 0);
	return (u32)pfn_to_mfn(pfn);
}

/* the page that overrides a frame, or ~0 */
u32 hb_find_override(u32 mfn)
{
	struct page *page = m2p_find_override(mfn);

	return page ? (u32)page_to_pfn(page) : ~0u;
}

u32 hb_page_address(u32 pfn)
{
	return return_va(page_address(pfn_to_page(pfn)));
}

/* flags, count, private, index, and whether lru is linked to something */
u64 hb_page_state[HB_PAGE_STATE_FIELDS];

void hb_read_page(u32 pfn)
{
	struct page *page = pfn_to_page(pfn);

	hb_page_state[0] = page->flags;
	hb_page_state[1] = (u32)page->_count.counter;
	hb_page_state[2] = page->private;
	hb_page_state[3] = page->index;
	hb_page_state[4] = page->lru.next && page->lru.next != LIST_POISON1;
}

/* The kernel API. Ops live here so that both sides find them in one place. */
/* the caller's own: it reads their statuses itself */
struct {
	struct gnttab_map_grant_ref map[HB_NR_CALLER_OPS];
	struct gnttab_map_grant_ref kernel_map[HB_NR_CALLER_OPS];
	struct gnttab_unmap_grant_ref unmap[HB_NR_CALLER_OPS];
	struct gnttab_unmap_grant_ref kernel_unmap[HB_NR_CALLER_OPS];
} hb_caller_ops;
#define map_ops hb_caller_ops.map
#define unmap_ops hb_caller_ops.unmap
#define kmap_ops hb_caller_ops.kernel_map
static struct page *op_pages[HB_NR_CALLER_OPS];

typedef int (*map_refs_plain)(struct gnttab_map_grant_ref *, struct page **,
			      unsigned int);
typedef int (*map_refs_kmap)(struct gnttab_map_grant_ref *,
			     struct gnttab_map_grant_ref *, struct page **,
			     unsigned int);
typedef int (*add_override_flag)(unsigned long, struct page *, bool);
typedef int (*add_override_kmap)(unsigned long, struct page *,
				 struct gnttab_map_grant_ref *);

#define HAS_TYPE(fn, type) __builtin_types_compatible_p(typeof(&fn), type)

void hb_map_op(u32 i, u32 dom, u32 ref, u32 flags, u32 lo, u32 hi, u32 pfn)
{
	unsigned long va = (unsigned long)pfn_to_kaddr(pfn);
	unsigned int level;
	u64 kaddr = 0;

	map_ops[i] = (struct gnttab_map_grant_ref){ .handle = -1 };
	kmap_ops[i] = (struct gnttab_map_grant_ref){ .handle = -1 };
	unmap_ops[i] = (struct gnttab_unmap_grant_ref){ .handle = -1 };
	gnttab_set_map_op(&map_ops[i], lo | (u64)hi << 32, flags, ref, dom);
	gnttab_set_unmap_op(&unmap_ops[i], lo | (u64)hi << 32, flags, -1);
	op_pages[i] = pfn_to_page(pfn);
	if (!PageHighMem(op_pages[i]))
		kaddr = arbitrary_virt_to_machine(lookup_address(va, &level))
				.maddr;
	gnttab_set_map_op(&kmap_ops[i], kaddr,
			  (flags & GNTMAP_readonly) | GNTMAP_host_map |
				  GNTMAP_contains_pte,
			  ref, dom);
}

/* with_kmap: hand over kernel ops where the function takes them, else NULL */
int hb_map_refs(u32 count, u32 with_kmap)
{
	if (HAS_TYPE(gnttab_map_refs, map_refs_kmap))
		return ((map_refs_kmap)(void *)gnttab_map_refs)(
			map_ops, with_kmap ? kmap_ops : NULL, op_pages, count);
	if (HAS_TYPE(gnttab_map_refs, map_refs_plain))
		return ((map_refs_plain)(void *)gnttab_map_refs)(
			map_ops, op_pages, count);
	return -ENOSYS;
}

int hb_map_status(u32 i)
{
	unmap_ops[i].handle = map_ops[i].handle;
	return map_ops[i].status;
}

int hb_unmap_refs(u32 first, u32 count)
{
	return gnttab_unmap_refs(unmap_ops + first, op_pages + first, count);
}

int hb_add_override(u32 mfn, u32 pfn, u32 i, u32 keep_mapping)
{
	struct page *page = pfn_to_page(pfn);

	if (HAS_TYPE(m2p_add_override, add_override_kmap))
		return ((add_override_kmap)(void *)m2p_add_override)(
			mfn, page, keep_mapping ? NULL : &kmap_ops[i]);
	if (HAS_TYPE(m2p_add_override, add_override_flag))
		return ((add_override_flag)(void *)m2p_add_override)(
			mfn, page, !keep_mapping);
	return -ENOSYS;
}

int hb_remove_override(u32 pfn, u32 i, u32 keep_mapping)
{
	return m2p_remove_override(pfn_to_page(pfn), !keep_mapping);
}
