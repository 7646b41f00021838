// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel services that are thin: a name that kernel code calls, over a question
 * to the harness. Nothing here decides anything. What the tree's code does not
 * call is cut away before it is compiled, so names of many versions stand side
 * by side.
 */

/* more than a module's memory: no allocation of that size can be met */
#define ALLOC_MAX 0x10000000ul
/* the bit by which the harness knows a caller that may sleep */
#define HB_GFP_WAIT 0x10

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

void *__kmalloc(size_t size, gfp_t flags)
{
	return allocate(size, flags);
}

void *__kmalloc_noprof(size_t size, gfp_t flags)
{
	return allocate(size, flags);
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
	return allocate(size, flags);
}

void *__kmalloc_large_noprof(size_t size, gfp_t flags)
{
	return allocate(size, flags);
}

void *kmalloc_order(size_t size, gfp_t flags, unsigned int order)
{
	return allocate(size, flags);
}

void *kvmalloc_node(size_t size, gfp_t flags, int node)
{
	return allocate(size, flags);
}

#ifdef DECL_BUCKET_PARAMS
void *__kvmalloc_node_noprof(DECL_BUCKET_PARAMS(size, b), gfp_t flags, int node)
{
	return allocate(size, flags);
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

unsigned long get_zeroed_page(gfp_t flags)
{
	return hb_get_zeroed_page(flags & MAY_SLEEP ? HB_GFP_WAIT : 0);
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

/* one page at a time is all that a module has room for */
static unsigned long one_page(gfp_t flags, unsigned int order)
{
	u32 wait = flags & MAY_SLEEP ? HB_GFP_WAIT : 0;

	return order ? 0 : hb_get_zeroed_page(wait);
}

unsigned long __get_free_pages(gfp_t flags, unsigned int order)
{
	return one_page(flags, order);
}

unsigned long get_free_pages_noprof(gfp_t flags, unsigned int order)
{
	return one_page(flags, order);
}

void free_pages(unsigned long addr, unsigned int order)
{
	hb_kfree((u32)addr);
}

/* user memory */
unsigned long _copy_from_user(void *to, const void __user *from,
			      unsigned long n)
{
	unsigned long left =
		hb_copy_from_user(hb_lin(to), hb_lo((unsigned long)from),
				  hb_hi((unsigned long)from), (u32)n);

	if (left)
		memset((char *)to + n - left, 0, left);
	return left;
}

unsigned long _copy_to_user(void __user *to, const void *from, unsigned long n)
{
	return hb_copy_to_user(hb_lo((unsigned long)to),
			       hb_hi((unsigned long)to), hb_lin(from), (u32)n);
}

/* get_user and put_user (csrc/override) */
int hb_get_user(void *to, const void *from, unsigned long n)
{
	return _copy_from_user(to, (const void __user *)from, n) ? -EFAULT : 0;
}

int hb_put_user(void *to, const void *from, unsigned long n)
{
	return _copy_to_user((void __user *)to, from, n) ? -EFAULT : 0;
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

static void note_p2m(unsigned long pfn, unsigned long entry)
{
	u32 flags = entry == INVALID_P2M_ENTRY ? HB_P2M_INVALID :
		    entry & FOREIGN_FRAME_BIT  ? HB_P2M_FOREIGN :
						 0;

	hb_note_p2m((u32)pfn, (u32)entry, flags);
}

/* of a write that is to fail, the second try has to fail as well */
static unsigned long failing_pfn = ~0ul;

/* all that is written so is the p2m */
int xen_safe_write_ulong(unsigned long *addr, unsigned long val)
{
	unsigned long pfn = addr - hb_mfn_list;

	if (pfn == failing_pfn) {
		failing_pfn = ~0ul;
		return -EFAULT;
	}
	if (hb_should_fail(HB_FAIL_SET_PHYS_TO_MACHINE)) {
		failing_pfn = pfn;
		return -EFAULT;
	}
	if (pfn < NR_PFNS_MAX)
		note_p2m(pfn, val);
	*addr = val;
	return 0;
}

#ifdef CONFIG_X86_64
#ifndef task_size_max
unsigned long task_size_max(void)
{
	return (1ul << 47) - PAGE_SIZE;
}
#endif

bool __access_ok(const void __user *ptr, unsigned long size)
{
	unsigned long end = (unsigned long)ptr + size;

	return end >= (unsigned long)ptr && end <= (1ul << 47) - PAGE_SIZE;
}
#endif

/* locks */
void __mutex_init(struct mutex *lock, const char *name,
		  struct lock_class_key *key)
{
}

void mutex_lock(struct mutex *lock)
{
	hb_lock(HB_MUTEX_LOCK, hb_lin(lock));
}

void mutex_unlock(struct mutex *lock)
{
	hb_lock(HB_MUTEX_UNLOCK, hb_lin(lock));
}

/* the count says who holds it: newer kernels look */
#ifdef RWSEM_WRITER_LOCKED
#define RWSEM_ADD(sem, n) \
	atomic_long_set(&(sem)->count, atomic_long_read(&(sem)->count) + (n))
#else
#define RWSEM_WRITER_LOCKED 0
#define RWSEM_ADD(sem, n) \
	do { \
	} while (0)
#endif
#define RWSEM_READER (1l << 8)

int mutex_lock_interruptible(struct mutex *lock)
{
	hb_lock(HB_MUTEX_LOCK, hb_lin(lock));
	return 0;
}

int mutex_lock_killable(struct mutex *lock)
{
	hb_lock(HB_MUTEX_LOCK, hb_lin(lock));
	return 0;
}

void down_read(struct rw_semaphore *sem)
{
	hb_lock(HB_DOWN_READ, hb_lin(sem));
	RWSEM_ADD(sem, RWSEM_READER);
}

void up_read(struct rw_semaphore *sem)
{
	RWSEM_ADD(sem, -RWSEM_READER);
	hb_lock(HB_UP_READ, hb_lin(sem));
}

void down_write(struct rw_semaphore *sem)
{
	hb_lock(HB_DOWN_WRITE, hb_lin(sem));
	RWSEM_ADD(sem, (long)RWSEM_WRITER_LOCKED);
}

void up_write(struct rw_semaphore *sem)
{
	RWSEM_ADD(sem, -(long)RWSEM_WRITER_LOCKED);
	hb_lock(HB_UP_WRITE, hb_lin(sem));
}

void _raw_spin_lock(raw_spinlock_t *lock)
{
	hb_lock(HB_SPIN_LOCK, hb_lin(lock));
}

void _raw_spin_unlock(raw_spinlock_t *lock)
{
	hb_lock(HB_SPIN_UNLOCK, hb_lin(lock));
}

unsigned long _raw_spin_lock_irqsave(raw_spinlock_t *lock)
{
	unsigned long flags = hb_irq_save();

	hb_lock(HB_SPIN_LOCK, hb_lin(lock));
	return flags;
}

void _raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags)
{
	hb_lock(HB_SPIN_UNLOCK, hb_lin(lock));
	hb_irq_restore((u32)flags);
}

void _raw_spin_lock_irq(raw_spinlock_t *lock)
{
	hb_irq_save();
	hb_lock(HB_SPIN_LOCK, hb_lin(lock));
}

void _raw_spin_unlock_irq(raw_spinlock_t *lock)
{
	hb_lock(HB_SPIN_UNLOCK, hb_lin(lock));
	hb_irq_restore(1);
}

void _raw_spin_lock_bh(raw_spinlock_t *lock)
{
	hb_lock(HB_SPIN_LOCK, hb_lin(lock));
}

void _raw_spin_unlock_bh(raw_spinlock_t *lock)
{
	hb_lock(HB_SPIN_UNLOCK, hb_lin(lock));
}

unsigned long arch_local_save_flags(void)
{
	unsigned long flags = hb_irq_save();

	hb_irq_restore((u32)flags);
	return flags;
}

unsigned long arch_local_irq_save(void)
{
	return hb_irq_save();
}

void arch_local_irq_restore(unsigned long flags)
{
	hb_irq_restore((u32)flags);
}

void arch_local_irq_disable(void)
{
	hb_irq_save();
}

void arch_local_irq_enable(void)
{
	hb_irq_restore(1);
}

int __cond_resched(void)
{
	hb_might_sleep();
	return 0;
}

void msleep(unsigned int msecs)
{
	hb_might_sleep();
}

long schedule_timeout(long timeout)
{
	hb_might_sleep();
	return 0;
}

long schedule_timeout_uninterruptible(long timeout)
{
	hb_might_sleep();
	return 0;
}

unsigned long __msecs_to_jiffies(const unsigned int m)
{
	return m;
}

/* what the kernel says last */
void panic(const char *fmt, ...)
{
	hb_bug();
}

int memcmp(const void *a, const void *b, size_t n)
{
	const u8 *x = a, *y = b;

	for (; n; n--, x++, y++)
		if (*x != *y)
			return *x < *y ? -1 : 1;
	return 0;
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return (u8)*a - (u8)*b;
}

/* work that waits for a timer never runs: nothing here waits */
void init_timer_key(struct timer_list *timer, void (*func)(struct timer_list *),
		    unsigned int flags, const char *name,
		    struct lock_class_key *key)
{
}

void delayed_work_timer_fn(struct timer_list *timer)
{
}

/* console */
void refcount_warn_saturate(refcount_t *r, enum refcount_saturation_type t)
{
	hb_warn_fmt("refcount_t: saturated; leaking memory or use after free");
}

int ___ratelimit(struct ratelimit_state *rs, const char *func)
{
	return 1;
}

int __printk_ratelimit(const char *func)
{
	return 1;
}

/* Xen */
enum xen_domain_type xen_domain_type __attribute__((weak)) = XEN_PV_DOMAIN;
struct start_info *xen_start_info __attribute__((weak));
struct shared_info *HYPERVISOR_shared_info __attribute__((weak));
unsigned long *machine_to_phys_mapping
	__attribute__((weak)) = (unsigned long *)0x40000000ul;
#ifdef HB_HAS_machine_to_phys_nr
unsigned long machine_to_phys_nr __attribute__((weak));
#endif

int HYPERVISOR_grant_table_op(unsigned int cmd, void *uop, unsigned int count)
{
	return hb_grant_table_op(cmd, hb_lin(uop), count);
}

int HYPERVISOR_event_channel_op(int cmd, void *arg)
{
	return hb_event_channel_op((u32)cmd, hb_lin(arg));
}

int HYPERVISOR_mmu_update(struct mmu_update *req, int count, int *success_count,
			  domid_t domid)
{
	return hb_mmu_update(hb_lin(req), (u32)count, hb_lin(success_count),
			     domid);
}

int HYPERVISOR_multicall(void *call_list, uint32_t nr_calls)
{
	return hb_multicall(hb_lin(call_list), nr_calls);
}

int evtchn_get(evtchn_port_t evtchn)
{
	return 0;
}

void evtchn_put(evtchn_port_t evtchn)
{
}

static int take_ballooned(unsigned int nr_pages, struct page **pages)
{
	unsigned int n;

	for (n = 0; n < nr_pages; n++) {
		s32 pfn = hb_alloc_ballooned_page();

		if (pfn < 0) {
			while (n--)
				hb_free_ballooned_page(
					(u32)hb_page_to_pfn(pages[n]));
			return -ENOMEM;
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
	return take_ballooned(nr_pages, pages);
}

void xen_free_ballooned_pages(unsigned int nr_pages, struct page **pages)
{
	give_ballooned(nr_pages, pages);
}

int xen_alloc_unpopulated_pages(unsigned int nr_pages, struct page **pages)
{
	return take_ballooned(nr_pages, pages);
}

void xen_free_unpopulated_pages(unsigned int nr_pages, struct page **pages)
{
	give_ballooned(nr_pages, pages);
}

int alloc_xenballooned_pages(int nr_pages, struct page **pages)
{
	return take_ballooned(nr_pages, pages);
}

void free_xenballooned_pages(int nr_pages, struct page **pages)
{
	give_ballooned(nr_pages, pages);
}

/* a process's pages, held for as long as somebody works on them */
#define HB_FOLL_WRITE 1

static int hold_pages(unsigned long start, int nr_pages, bool write,
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
		set_page_count(pages[n], page_count(pages[n]) + 1);
	}
	return n ? n : -EFAULT;
}

int pin_user_pages_fast(unsigned long start, int nr_pages,
			unsigned int gup_flags, struct page **pages)
{
	return hold_pages(start, nr_pages, gup_flags & HB_FOLL_WRITE, pages);
}

int get_user_pages_fast(unsigned long start, int nr_pages,
			unsigned int gup_flags, struct page **pages)
{
	return hold_pages(start, nr_pages, gup_flags & HB_FOLL_WRITE, pages);
}

void unpin_user_pages_dirty_lock(struct page **pages, unsigned long npages,
				 bool make_dirty)
{
	unsigned long n;

	for (n = 0; n < npages; n++)
		set_page_count(pages[n], page_count(pages[n]) - 1);
}

/* page tables */
static pte_t linear_pte;

pte_t *lookup_address(unsigned long address, unsigned int *level)
{
	/* an object of the kernel's own: mapped, by an entry of no interest */
	if (address < 0x10000000ul) {
		*level = PG_LEVEL_4K;
		return &linear_pte;
	}
	return (pte_t *)(unsigned long)hb_lookup_address(
		hb_lo(hb_va(address)), hb_hi(hb_va(address)), hb_lin(level));
}

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

/* words and bits, without the instructions that only an x86 has */
#ifdef HB_HAS_arch_atomic_inc
#define ATOMIC(name) arch_atomic_##name
#define BOOLISH bool
#else
#define ATOMIC(name) atomic_##name
#define BOOLISH int
#endif

/* some are macros over others: here each is a function */
#undef arch_atomic_add
#undef arch_atomic_sub
#undef arch_atomic_inc
#undef arch_atomic_dec
#undef arch_atomic_sub_and_test
#undef arch_atomic_dec_and_test
#undef arch_atomic_inc_and_test
#undef arch_atomic_add_return
#undef arch_atomic_sub_return
#undef arch_atomic_fetch_add
#undef arch_atomic_fetch_sub
#undef arch_atomic_xchg
#undef arch_atomic_cmpxchg
#undef arch_atomic_try_cmpxchg

void ATOMIC(add)(int i, atomic_t *v)
{
	v->counter += i;
}

void ATOMIC(sub)(int i, atomic_t *v)
{
	v->counter -= i;
}

void ATOMIC(inc)(atomic_t *v)
{
	v->counter++;
}

void ATOMIC(dec)(atomic_t *v)
{
	v->counter--;
}

BOOLISH ATOMIC(sub_and_test)(int i, atomic_t *v)
{
	return (v->counter -= i) == 0;
}

BOOLISH ATOMIC(dec_and_test)(atomic_t *v)
{
	return --v->counter == 0;
}

BOOLISH ATOMIC(inc_and_test)(atomic_t *v)
{
	return ++v->counter == 0;
}

int ATOMIC(add_return)(int i, atomic_t *v)
{
	return v->counter += i;
}

int ATOMIC(sub_return)(int i, atomic_t *v)
{
	return v->counter -= i;
}

int ATOMIC(fetch_add)(int i, atomic_t *v)
{
	int old = v->counter;

	v->counter += i;
	return old;
}

int ATOMIC(fetch_sub)(int i, atomic_t *v)
{
	int old = v->counter;

	v->counter -= i;
	return old;
}

int ATOMIC(xchg)(atomic_t *v, int new)
{
	int old = v->counter;

	v->counter = new;
	return old;
}

int ATOMIC(cmpxchg)(atomic_t *v, int old, int new)
{
	int was = v->counter;

	if (was == old)
		v->counter = new;
	return was;
}

bool ATOMIC(try_cmpxchg)(atomic_t *v, int *old, int new)
{
	int was = v->counter;

	if (was == *old) {
		v->counter = new;
		return true;
	}
	*old = was;
	return false;
}

#define WORD(addr, nr) (((unsigned long *)(addr))[(nr) / BITS_PER_LONG])
#define MASK(nr) (1ul << ((nr) % BITS_PER_LONG))

void arch_set_bit(long nr, volatile unsigned long *addr)
{
	WORD(addr, nr) |= MASK(nr);
}

void arch___set_bit(unsigned long nr, volatile unsigned long *addr)
{
	WORD(addr, nr) |= MASK(nr);
}

void arch_clear_bit(long nr, volatile unsigned long *addr)
{
	WORD(addr, nr) &= ~MASK(nr);
}

void arch___clear_bit(unsigned long nr, volatile unsigned long *addr)
{
	WORD(addr, nr) &= ~MASK(nr);
}

bool arch_test_and_set_bit(long nr, volatile unsigned long *addr)
{
	bool was = WORD(addr, nr) & MASK(nr);

	WORD(addr, nr) |= MASK(nr);
	return was;
}

bool arch_test_and_clear_bit(long nr, volatile unsigned long *addr)
{
	bool was = WORD(addr, nr) & MASK(nr);

	WORD(addr, nr) &= ~MASK(nr);
	return was;
}

bool variable_test_bit(long nr, volatile const unsigned long *addr)
{
	return WORD(addr, nr) & MASK(nr);
}

int fls64(__u64 x)
{
	return x ? 64 - __builtin_clzll(x) : 0;
}

int fls(unsigned int x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

unsigned long __ffs(unsigned long word)
{
	return __builtin_ctzl(word);
}
