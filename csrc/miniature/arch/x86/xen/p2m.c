// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two translations. The p2m is ours: for each page frame number of this guest
 * the machine frame behind it. The m2p belongs to Xen and covers all machine
 * frames; where a page of ours shows a frame of another domain, the m2p cannot
 * know, and an override recorded here answers instead.
 */
#include <linux/gfp.h>
#include <linux/hash.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/spinlock.h>

#include <asm/pgtable.h>
#pragma hunk 1
/*
 * The p2m: a tree of two levels. A missing part reads as "no frame"; it is
 * allocated when an entry of it is first given one.
 */
#define LEAF_PAGES 32ul
#define MID_LEAVES 128ul
#define NR_MIDS (MAX_DOMAIN_PAGES / (MID_LEAVES * LEAF_PAGES))

static unsigned long **mids[NR_MIDS];

static unsigned long **leaf_of(unsigned long pfn)
{
	unsigned long **mid = mids[pfn / (MID_LEAVES * LEAF_PAGES)];

	return mid ? &mid[pfn / LEAF_PAGES % MID_LEAVES] : NULL;
}

unsigned long get_phys_to_machine(unsigned long pfn)
{
	unsigned long **leaf;

	if (pfn >= MAX_DOMAIN_PAGES)
		return INVALID_P2M_ENTRY;
	leaf = leaf_of(pfn);
	return leaf && *leaf ? (*leaf)[pfn % LEAF_PAGES] : INVALID_P2M_ENTRY;
}
EXPORT_SYMBOL_GPL(get_phys_to_machine);

/* Makes room for an entry, unless there is some. */
static bool add_leaf(unsigned long pfn)
{
	unsigned long ***mid, **place, *leaf, i;

	if (pfn >= MAX_DOMAIN_PAGES)
		return false;
	mid = &mids[pfn / (MID_LEAVES * LEAF_PAGES)];
	if (!*mid)
		*mid = (unsigned long **)get_zeroed_page(GFP_ATOMIC);
	if (!*mid)
		return false;
	place = leaf_of(pfn);
	if (*place)
		return true;
	leaf = (unsigned long *)get_zeroed_page(GFP_ATOMIC);
	if (!leaf)
		return false;
	for (i = 0; i < LEAF_PAGES; i++)
		leaf[i] = INVALID_P2M_ENTRY;
	*place = leaf;
	return true;
}

/* False if there is no room for an entry. */
bool __set_phys_to_machine(unsigned long pfn, unsigned long mfn)
{
	unsigned long **leaf;

	if (pfn >= MAX_DOMAIN_PAGES)
		return mfn == INVALID_P2M_ENTRY;
	leaf = leaf_of(pfn);
	if (!leaf || !*leaf)
		return mfn == INVALID_P2M_ENTRY;
	(*leaf)[pfn % LEAF_PAGES] = mfn;
	return true;
}

bool set_phys_to_machine(unsigned long pfn, unsigned long mfn)
{
	if (__set_phys_to_machine(pfn, mfn))
		return true;
	return add_leaf(pfn) && __set_phys_to_machine(pfn, mfn);
}

unsigned long set_phys_range_identity(unsigned long pfn_s, unsigned long pfn_e)
{
	unsigned long pfn;

	for (pfn = pfn_s; pfn < pfn_e; pfn++)
		if (!set_phys_to_machine(pfn, IDENTITY_FRAME(pfn)))
			break;
	return pfn - pfn_s;
}

/*
 * The overrides: pages that show a foreign frame, in buckets by that frame.
 * A page in a bucket is linked by lru, keeps the frame in private and the frame
 * that it had before in index.
 */
#define M2P_OVERRIDE_HASH_SHIFT 10
#define M2P_OVERRIDE_HASH (1 << M2P_OVERRIDE_HASH_SHIFT)

static struct list_head m2p_overrides[M2P_OVERRIDE_HASH];
static DEFINE_SPINLOCK(m2p_override_lock);

static void __init m2p_override_init(void)
{
	unsigned int i;

	for (i = 0; i < M2P_OVERRIDE_HASH; i++)
		INIT_LIST_HEAD(&m2p_overrides[i]);
	spin_lock_init(&m2p_override_lock);
}

/* The first p2m, out of the list of frames that the kernel is booted with. */
void __init xen_build_dynamic_phys_to_machine(void)
{
	unsigned long *list = (unsigned long *)xen_start_info->mfn_list;
	unsigned long pfn;

	for (pfn = 0; pfn < xen_start_info->nr_pages; pfn++)
		BUG_ON(!set_phys_to_machine(pfn, list[pfn]));
	m2p_override_init();
}

static unsigned long mfn_hash(unsigned long mfn)
{
	return hash_long(mfn, M2P_OVERRIDE_HASH_SHIFT);
#pragma hunk 2
	unsigned long address = 0;
	unsigned int level;
	pte_t *ptep = NULL;

	pfn = page_to_pfn(page);
	if (!PageHighMem(page)) {
		address = (unsigned long)pfn_to_kaddr(pfn);
		ptep = lookup_address(address, &level);
		if (WARN(!ptep || level != PG_LEVEL_4K,
			 "m2p_add_override: pfn %lx not mapped", pfn))
			return -EINVAL;
	}
	page->private = mfn;
	page->index = pfn_to_mfn(pfn);

#pragma hunk 3

	return 0;
}

int m2p_remove_override(struct page *page, bool clear_pte)
{
	unsigned long flags, mfn, pfn, address = 0;
	unsigned int level;
	pte_t *ptep = NULL;

	pfn = page_to_pfn(page);
	mfn = get_phys_to_machine(pfn);
	if (mfn == INVALID_P2M_ENTRY || !(mfn & FOREIGN_FRAME_BIT))
		return -EINVAL;
	if (!PageHighMem(page)) {
		address = (unsigned long)pfn_to_kaddr(pfn);
		ptep = lookup_address(address, &level);
		if (WARN(!ptep || level != PG_LEVEL_4K,
			 "m2p_remove_override: pfn %lx not mapped", pfn))
			return -EINVAL;
	}

#pragma hunk 4

struct page *m2p_find_override(unsigned long mfn)
{
	struct list_head *bucket = &m2p_overrides[mfn_hash(mfn)];
	struct page *p, *ret = NULL;
	unsigned long flags;

#pragma hunk 5
	}
	spin_unlock_irqrestore(&m2p_override_lock, flags);
	return ret;
}

unsigned long m2p_find_override_pfn(unsigned long mfn, unsigned long pfn)
{
	struct page *p = m2p_find_override(mfn);

	return p ? page_to_pfn(p) : pfn;
}
EXPORT_SYMBOL_GPL(m2p_find_override_pfn);
