// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmalloc and its like, by the names of many versions: what a tree does not call
 * is cut away before it is compiled. Model: the heap is the harness's
 * (harness/guest/memory/heap.ts), which nothing here decides for.
 */

/* more than a module's memory: no allocation of that size can be met */
#define ALLOC_MAX 0x10000000ul

#ifdef __GFP_DIRECT_RECLAIM
#define MAY_SLEEP __GFP_DIRECT_RECLAIM
#else
#define MAY_SLEEP __GFP_WAIT
#endif

static void *allocate(size_t size, gfp_t flags)
{
	if (size > ALLOC_MAX)
		size = ALLOC_MAX;
	return (void *)(unsigned long)hb_kmalloc(
		(u32)size, flags & (MAY_SLEEP) ? HB_GFP_WAIT : 0,
		!!(flags & __GFP_ZERO));
}

/* what is too large for any allocator is a mistake of who asks, and is told */
static void *allocate_or_warn(size_t size, gfp_t flags)
{
	WARN(size > INT_MAX && !(flags & __GFP_NOWARN),
	     "kvmalloc of more than INT_MAX bytes\n");
	return allocate(size, flags);
}

/*
 * kmalloc of more than a run of pages can have is met by nobody, and told: who
 * asks for as much as a process likes says that he knows
 */
static void *kmalloc_or_warn(size_t size, gfp_t flags)
{
#ifdef KMALLOC_MAX_SIZE
	if (size > KMALLOC_MAX_SIZE) {
		WARN(!(flags & __GFP_NOWARN),
		     "kmalloc of more than KMALLOC_MAX_SIZE bytes\n");
		return NULL;
	}
#endif
	return allocate(size, flags);
}

#define KMALLOC_BY(name, how, ...) \
	void *name(__VA_ARGS__) \
	{ \
		return how(size, flags); \
	}

KMALLOC_BY(__kmalloc, kmalloc_or_warn, size_t size, gfp_t flags)
KMALLOC_BY(__kmalloc_noprof, kmalloc_or_warn, size_t size, gfp_t flags)
KMALLOC_BY(__kmalloc_node, kmalloc_or_warn, size_t size, gfp_t flags, int node)
KMALLOC_BY(kmalloc_large, kmalloc_or_warn, size_t size, gfp_t flags)
KMALLOC_BY(__kmalloc_large_noprof, kmalloc_or_warn, size_t size, gfp_t flags)
KMALLOC_BY(kmalloc_order, allocate, size_t size, gfp_t flags,
	   unsigned int order)
/* of a size that the compiler knew */
KMALLOC_BY(kmalloc_trace, allocate, struct kmem_cache *s, gfp_t flags,
	   size_t size)
KMALLOC_BY(__kmalloc_cache_noprof, allocate, struct kmem_cache *s, gfp_t flags,
	   size_t size)
KMALLOC_BY(kmem_cache_alloc_trace, allocate, struct kmem_cache *s, gfp_t flags,
	   size_t size)

void *kvmalloc_node(size_t size, gfp_t flags, int node)
{
	return allocate_or_warn(size, flags);
}

#ifdef DECL_KMALLOC_PARAMS
#define KVMALLOC_PARAMS DECL_KMALLOC_PARAMS(size, b, token)
#elif defined(DECL_BUCKET_PARAMS)
#define KVMALLOC_PARAMS DECL_BUCKET_PARAMS(size, b)
#endif

#ifdef KVMALLOC_PARAMS
void *__kvmalloc_node_noprof(KVMALLOC_PARAMS,
#ifdef kvmalloc_node_align
			     unsigned long align,
#endif
			     gfp_t flags, int node)
{
	return allocate_or_warn(size, flags);
}
#endif

void *vmalloc(unsigned long size)
{
	return allocate(size, GFP_KERNEL);
}

void *vzalloc(unsigned long size)
{
	return allocate(size, GFP_KERNEL | __GFP_ZERO);
}

#define KFREE_BY(name) \
	void name(const void *p) \
	{ \
		hb_kfree(hb_lin(p)); \
	}

KFREE_BY(kfree)
KFREE_BY(kvfree)
KFREE_BY(vfree)

#define KMEMDUP_BY(name) \
	void *name(const void *src, size_t len, gfp_t flags) \
	{ \
		void *copy = allocate(len, flags); \
\
		return copy ? memcpy(copy, src, len) : NULL; \
	}

KMEMDUP_BY(kmemdup)
KMEMDUP_BY(kmemdup_noprof)
