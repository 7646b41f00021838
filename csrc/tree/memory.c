// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel services for memory: a name that kernel code calls, over a question
 * to the harness. Nothing here decides anything. What the tree's code does not
 * call is cut away before it is compiled, so names of many versions stand side
 * by side.
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
		(u32)size, flags & MAY_SLEEP ? HB_GFP_WAIT : 0,
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

void *__kmalloc(size_t size, gfp_t flags)
{
	return kmalloc_or_warn(size, flags);
}

void *__kmalloc_noprof(size_t size, gfp_t flags)
{
	return kmalloc_or_warn(size, flags);
}

void *__kmalloc_node(size_t size, gfp_t flags, int node)
{
	return kmalloc_or_warn(size, flags);
}

void *kmalloc_trace(struct kmem_cache *s, gfp_t flags, size_t size)
{
	return allocate(size, flags);
}

void *__kmalloc_cache_noprof(struct kmem_cache *s, gfp_t flags, size_t size)
{
	return allocate(size, flags);
}

void *kmem_cache_alloc_trace(struct kmem_cache *s, gfp_t flags, size_t size)
{
	return allocate(size, flags);
}

void *kmalloc_large(size_t size, gfp_t flags)
{
	return kmalloc_or_warn(size, flags);
}

void *__kmalloc_large_noprof(size_t size, gfp_t flags)
{
	return kmalloc_or_warn(size, flags);
}

void *kmalloc_order(size_t size, gfp_t flags, unsigned int order)
{
	return allocate(size, flags);
}

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

void kfree(const void *p)
{
	hb_kfree(hb_lin(p));
}

void kvfree(const void *p)
{
	hb_kfree(hb_lin(p));
}

void vfree(const void *p)
{
	hb_kfree(hb_lin(p));
}

void *kmemdup(const void *src, size_t len, gfp_t flags)
{
	void *copy = allocate(len, flags);

	return copy ? memcpy(copy, src, len) : NULL;
}

void *kmemdup_noprof(const void *src, size_t len, gfp_t flags)
{
	void *copy = allocate(len, flags);

	return copy ? memcpy(copy, src, len) : NULL;
}

/* user memory: how many bytes were not copied */
static unsigned long from_user(void *to, const void __user *from,
			       unsigned long n)
{
	return hb_copy_from_user(hb_lin(to), hb_lo((unsigned long)from),
				 hb_hi((unsigned long)from), (u32)n);
}

static unsigned long to_user(void __user *to, const void *from, unsigned long n)
{
	return hb_copy_to_user(hb_lo((unsigned long)to),
			       hb_hi((unsigned long)to), hb_lin(from), (u32)n);
}

/* what x86_64 had counted in unsigned up to 3.x */
typedef unsigned long hb_from_user(void *, const void __user *, unsigned int);
typedef unsigned long hb_to_user(void __user *, const void *, unsigned int);

unsigned long _copy_from_user(void *to, const void __user *from,
			      HB_PICK(_copy_from_user, hb_from_user,
				      unsigned int, unsigned long) n)
{
	return from_user(to, from, n);
}

unsigned long _copy_to_user(void __user *to, const void *from,
			    HB_PICK(_copy_to_user, hb_to_user, unsigned int,
				    unsigned long) n)
{
	return to_user(to, from, n);
}

#ifdef CONFIG_X86_32
/* functions of their own there, up to 4.x */
unsigned long copy_from_user(void *to, const void __user *from, unsigned long n)
{
	return from_user(to, from, n);
}

unsigned long copy_to_user(void __user *to, const void *from, unsigned long n)
{
	return to_user(to, from, n);
}
#endif

/* how many bytes were not cleared: page by page, as it is copied */
static unsigned long clear(void __user *to, unsigned long n)
{
	static const u8 zeroes[256];

	while (n) {
		unsigned long part = min(n, (unsigned long)sizeof(zeroes));

		if (to_user(to, zeroes, part))
			break;
		to += part;
		n -= part;
	}
	return n;
}

unsigned long __clear_user(void __user *to, unsigned long n)
{
	return clear(to, n);
}

#ifndef clear_user
unsigned long clear_user(void __user *to, unsigned long n)
{
	return clear(to, n);
}
#endif

/* get_user and put_user (csrc/override) */
int hb_get_user(void *to, const void *from, unsigned long n)
{
	return from_user(to, (const void __user *)from, n) ? -EFAULT : 0;
}

int hb_put_user(void *to, const void *from, unsigned long n)
{
	return to_user((void __user *)to, from, n) ? -EFAULT : 0;
}

/* kernel memory that may not be there: all that is read so is Xen's m2p */
int hb_read_m2p(const unsigned long *entry, unsigned long *to)
{
	s32 pfn = (s32)hb_m2p((u32)(entry - machine_to_phys_mapping));

	*to = pfn < 0 ? ~0ul : (unsigned long)pfn;
	return 0;
}

int xen_safe_read_ulong(const unsigned long *addr, unsigned long *val)
{
	return hb_read_m2p(addr, val);
}

#ifdef CONFIG_X86_64
#define USER_END ((1ul << 47) - PAGE_SIZE)

#ifndef task_size_max
unsigned long task_size_max(void)
{
	return USER_END;
}
#endif
#else
#define USER_END PAGE_OFFSET
#endif

static bool is_users(unsigned long start, unsigned long size)
{
	return start + size >= start && start + size <= USER_END;
}

int hb_range_not_ok(unsigned long addr, unsigned long size)
{
	return !is_users(addr, size);
}

#ifdef CONFIG_X86_64
bool __access_ok(const void __user *ptr, unsigned long size)
{
	return is_users((unsigned long)ptr, size);
}
#endif
