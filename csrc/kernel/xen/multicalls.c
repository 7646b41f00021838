// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hypercalls that are put off: the queue of multicalls of arch/x86/xen, and the
 * lazy mode that lets it grow. A kernel keeps both for each CPU; there is one.
 */
#ifdef HB_HAS_xen_get_lazy_mode
/* the port keeps its own since 6.7 */
typedef enum xen_lazy_mode hb_lazy_mode;
#define LAZY_NONE XEN_LAZY_NONE
#define LAZY_MMU XEN_LAZY_MMU
#define GET_LAZY_MODE xen_get_lazy_mode
#else
typedef enum paravirt_lazy_mode hb_lazy_mode;
#define LAZY_NONE PARAVIRT_LAZY_NONE
#define LAZY_MMU PARAVIRT_LAZY_MMU
#define GET_LAZY_MODE paravirt_get_lazy_mode
#endif

static hb_lazy_mode lazy_mode = LAZY_NONE;

hb_lazy_mode GET_LAZY_MODE(void)
{
	return lazy_mode;
}

/* as many as a kernel takes before it calls, and room for what they point to */
#define NR_MULTICALLS 32
#define MULTICALL_ARGS (NR_MULTICALLS * 16)

/* the layout of struct multicall_space, which a file of the port alone declares */
struct hb_multicall_space {
	struct multicall_entry *mc;
	void *args;
};

static struct multicall_entry multicalls[NR_MULTICALLS];
static u64 multicall_args[MULTICALL_ARGS / sizeof(u64)];
static unsigned int nr_multicalls;
static size_t multicall_args_used;
static unsigned long multicall_irq_flags;

void xen_mc_flush(void)
{
	unsigned int nr = nr_multicalls, i;

	if (!nr)
		return;
	/* an entry that is made while these run belongs to the next flush */
	nr_multicalls = 0;
	multicall_args_used = 0;
	if (hb_multicall(hb_lin(multicalls), nr))
		hb_bug();
	for (i = 0; i < nr; i++)
		WARN((long)multicalls[i].result < 0,
		     "a hypercall of a multicall failed");
}

struct hb_multicall_space __xen_mc_entry(size_t args)
{
	struct hb_multicall_space space;
	size_t bytes = (args + sizeof(u64) - 1) & ~(sizeof(u64) - 1);

	BUG_ON(bytes > sizeof(multicall_args));
	if (nr_multicalls == NR_MULTICALLS ||
	    multicall_args_used + bytes > sizeof(multicall_args))
		xen_mc_flush();
	space.mc = &multicalls[nr_multicalls++];
	space.args = (u8 *)multicall_args + multicall_args_used;
	multicall_args_used += bytes;
	return space;
}

/* a kernel may put more into its last entry: here each has its own */
struct hb_multicall_space xen_mc_extend_args(unsigned long op, size_t bytes)
{
	struct hb_multicall_space none = { NULL, NULL };

	return none;
}

/* nobody comes between an entry and its arguments */
void xen_mc_batch(void)
{
	multicall_irq_flags = hb_irq_save();
}

void xen_mc_issue(unsigned int mode)
{
	if (!(GET_LAZY_MODE() & mode))
		xen_mc_flush();
	hb_irq_restore((u32)multicall_irq_flags);
}

static void set_lazy_mode(hb_lazy_mode from, hb_lazy_mode to)
{
	BUG_ON(lazy_mode != from);
	lazy_mode = to;
	hb_note_lazy(to == LAZY_MMU);
}

#ifdef HB_HAS_xen_get_lazy_mode
void enter_lazy(enum xen_lazy_mode mode)
{
	set_lazy_mode(LAZY_NONE, mode);
}

void leave_lazy(enum xen_lazy_mode mode)
{
	set_lazy_mode(mode, LAZY_NONE);
}
#else
void paravirt_enter_lazy_mmu(void)
{
	set_lazy_mode(LAZY_NONE, LAZY_MMU);
}

void paravirt_leave_lazy_mmu(void)
{
	set_lazy_mode(LAZY_MMU, LAZY_NONE);
}
#endif

void arch_enter_lazy_mmu_mode(void)
{
#ifdef HB_HAS_xen_enter_lazy_mmu
	xen_enter_lazy_mmu();
#else
	paravirt_enter_lazy_mmu();
#endif
}

/* the port's own function, where its table of operations would lead */
#ifdef HB_HAS_xen_leave_lazy_mmu
void arch_leave_lazy_mmu_mode(void)
{
	xen_leave_lazy_mmu();
}

void arch_flush_lazy_mmu_mode(void)
{
	if (GET_LAZY_MODE() != LAZY_MMU)
		return;
	arch_leave_lazy_mmu_mode();
	arch_enter_lazy_mmu_mode();
}
#endif
