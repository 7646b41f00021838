// SPDX-License-Identifier: GPL-2.0-only
/*
 * Entry points for steps that call the grant functions as a driver in the kernel
 * does. What these take has changed often: each is called by the prototype that
 * the tree has, and one that the tree does not have has no entry point here.
 */
/* the caller's own: it reads their statuses itself */
struct {
	struct gnttab_map_grant_ref map[HB_NR_CALLER_OPS];
	struct gnttab_map_grant_ref kernel_map[HB_NR_CALLER_OPS];
	struct gnttab_unmap_grant_ref unmap[HB_NR_CALLER_OPS];
	struct gnttab_unmap_grant_ref kernel_unmap[HB_NR_CALLER_OPS];
} hb_caller_ops;
#define map_ops hb_caller_ops.map
#define kernel_map_ops hb_caller_ops.kernel_map
#define unmap_ops hb_caller_ops.unmap
#define kernel_unmap_ops hb_caller_ops.kernel_unmap
static struct page *op_pages[HB_NR_CALLER_OPS];
#if defined(HB_HAS_xen_page_foreign) && !defined(CONFIG_64BIT)
static struct xen_page_foreign op_notes[HB_NR_CALLER_OPS];
#endif
/* the kernel's own mappings are asked for as well */
static bool with_kernel_ops;

#define HB_IS(name, prototype) \
	__builtin_types_compatible_p(__typeof__(name), prototype)

/*
 * Where a page is mapped for the kernel, as Xen is to find it: the machine address
 * of its entry, 0 if none maps it. What shows the balloon's page again, once the
 * mapping goes, finds that by its virtual address alone.
 */
#ifdef HB_SCRATCH_PAGE
#define KERNEL_FLAGS GNTMAP_host_map
#else
#define KERNEL_FLAGS (GNTMAP_host_map | GNTMAP_contains_pte)
#endif

static u64 kernel_entry(u32 pfn)
{
	unsigned int level;
	pte_t *ptep;

#ifdef CONFIG_HIGHMEM
	if (PageHighMem(hb_pfn_to_page(pfn)))
		return 0;
#endif
	if (!(KERNEL_FLAGS & GNTMAP_contains_pte))
		return hb_va((unsigned long)page_in_direct_map(pfn));
	ptep = lookup_address((unsigned long)page_in_direct_map(pfn), &level);
	return arbitrary_virt_to_machine(ptep).maddr;
}

void hb_map_op(u32 i, u32 dom, u32 ref, u32 flags, u32 lo, u32 hi, u32 pfn)
{
	u32 kernel_flags = (flags & GNTMAP_readonly) | KERNEL_FLAGS;
	u64 addr = lo | (u64)hi << 32, kernel_addr = kernel_entry(pfn);

	memset(&map_ops[i], 0, sizeof(map_ops[i]));
	memset(&unmap_ops[i], 0, sizeof(unmap_ops[i]));
	memset(&kernel_map_ops[i], 0, sizeof(kernel_map_ops[i]));
	memset(&kernel_unmap_ops[i], 0, sizeof(kernel_unmap_ops[i]));
	gnttab_set_map_op(&map_ops[i], addr, flags, ref, dom);
	gnttab_set_unmap_op(&unmap_ops[i], addr, flags, -1);
	gnttab_set_map_op(&kernel_map_ops[i], kernel_addr, kernel_flags, ref,
			  dom);
	gnttab_set_unmap_op(&kernel_unmap_ops[i], kernel_addr, kernel_flags,
			    -1);
	map_ops[i].handle = -1;
	kernel_map_ops[i].handle = -1;
	/* a page from the balloon comes with a leaf; where none is left, later */
	populate(pfn);
	op_pages[i] = hb_pfn_to_page(pfn);
#if defined(HB_HAS_xen_page_foreign) && !defined(CONFIG_64BIT)
	/* what gnttab_alloc_pages gives a page to note in whose grant it shows */
	set_page_private(op_pages[i], (unsigned long)&op_notes[i]);
#endif
}

#ifdef HB_HAS_gnttab_map_refs
/* with_kernel: hand over the kernel's own ops where the function takes them */
int hb_map_refs(u32 count, u32 with_kernel)
{
	with_kernel_ops = with_kernel;
#if HB_ARGS_gnttab_map_refs == 3
	return gnttab_map_refs(map_ops, op_pages, count);
#else
	return gnttab_map_refs(map_ops, with_kernel ? kernel_map_ops : NULL,
			       op_pages, count);
#endif
}

int hb_map_status(u32 i)
{
	unmap_ops[i].handle = map_ops[i].handle;
	kernel_unmap_ops[i].handle = kernel_map_ops[i].handle;
	return map_ops[i].status;
}
#endif

#ifdef HB_HAS_gnttab_unmap_refs
typedef int hb_unmap_by_map(struct gnttab_unmap_grant_ref *,
			    struct gnttab_map_grant_ref *, struct page **,
			    unsigned int);
typedef int hb_unmap_by_unmap(struct gnttab_unmap_grant_ref *,
			      struct gnttab_unmap_grant_ref *, struct page **,
			      unsigned int);
typedef int hb_unmap_clearing(struct gnttab_unmap_grant_ref *, struct page **,
			      unsigned int, bool);

int hb_unmap_refs(u32 first, u32 count)
{
#if HB_ARGS_gnttab_unmap_refs == 3
	return gnttab_unmap_refs(unmap_ops + first, op_pages + first, count);
#else
	void *kernel_maps = with_kernel_ops ? kernel_map_ops + first : NULL;
	void *kernel_unmaps = with_kernel_ops ? kernel_unmap_ops + first : NULL;

	if (HB_IS(gnttab_unmap_refs, hb_unmap_by_unmap))
		return ((hb_unmap_by_unmap *)(void *)gnttab_unmap_refs)(
			unmap_ops + first, kernel_unmaps, op_pages + first,
			count);
	if (HB_IS(gnttab_unmap_refs, hb_unmap_by_map))
		return ((hb_unmap_by_map *)(void *)gnttab_unmap_refs)(
			unmap_ops + first, kernel_maps, op_pages + first,
			count);
	if (HB_IS(gnttab_unmap_refs, hb_unmap_clearing))
		return ((hb_unmap_clearing *)(void *)gnttab_unmap_refs)(
			unmap_ops + first, op_pages + first, count, true);
	return -ENOSYS;
#endif
}
#endif

#if defined(HB_HAS_m2p_add_override) && HB_ARGS_m2p_remove_override == 2
typedef int hb_add_by_op(unsigned long, struct page *,
			 struct gnttab_map_grant_ref *);
typedef int hb_add_clearing(unsigned long, struct page *, bool);
typedef int hb_remove_by_op(struct page *, struct gnttab_map_grant_ref *);
typedef int hb_remove_clearing(struct page *, bool);

int hb_add_override(u32 mfn, u32 pfn, u32 i, u32 keep_mapping)
{
	struct page *page = hb_pfn_to_page(pfn);

	if (HB_IS(m2p_add_override, hb_add_by_op))
		return ((hb_add_by_op *)(void *)m2p_add_override)(
			mfn, page, keep_mapping ? NULL : &kernel_map_ops[i]);
	if (HB_IS(m2p_add_override, hb_add_clearing))
		return ((hb_add_clearing *)(void *)m2p_add_override)(
			mfn, page, !keep_mapping);
	return -ENOSYS;
}

int hb_remove_override(u32 pfn, u32 i, u32 keep_mapping)
{
	struct page *page = hb_pfn_to_page(pfn);

	if (HB_IS(m2p_remove_override, hb_remove_by_op))
		return ((hb_remove_by_op *)(void *)m2p_remove_override)(
			page, keep_mapping ? NULL : &kernel_map_ops[i]);
	if (HB_IS(m2p_remove_override, hb_remove_clearing))
		return ((hb_remove_clearing *)(void *)m2p_remove_override)(
			page, !keep_mapping);
	return -ENOSYS;
}
#endif
