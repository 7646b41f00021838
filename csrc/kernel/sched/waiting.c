// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting, on one CPU: completions, work and timers. Nobody else runs while
 * kernel code does. Who waits gives the CPU to the work that is queued; if the
 * event has not come by then, nobody is left who could bring it.
 */

#ifdef HB_HAS___init_swait_queue_head
void __init_swait_queue_head(struct swait_queue_head *q, const char *name,
			     struct lock_class_key *key)
{
}
#endif

void __init_waitqueue_head(wait_queue_head_t *q, const char *name,
			   struct lock_class_key *key)
{
}

/* a timer never fires by itself: what it would queue runs as work does */
void init_timer_key(struct timer_list *timer,
#if HB_ARGS_init_timer_key == 5
		    void (*func)(struct timer_list *), unsigned int flags,
#elif HB_ARGS_init_timer_key == 4
		    unsigned int flags,
#endif
		    const char *name, struct lock_class_key *key)
{
}

void timer_init_key(struct timer_list *timer, void (*func)(struct timer_list *),
		    unsigned int flags, const char *name,
		    struct lock_class_key *key)
{
}

#ifdef HB_HAS_delayed_work_timer_fn
typedef void hb_timer_of_long(unsigned long);

void delayed_work_timer_fn(HB_PICK(delayed_work_timer_fn, hb_timer_of_long,
				   unsigned long, struct timer_list *) timer)
{
}
#endif

#define NR_WORKS 32

/* what is queued, first come first served */
static struct work_struct *works[NR_WORKS];
static unsigned int nr_works;

static bool queue(struct work_struct *work)
{
	unsigned int i;

	for (i = 0; i < nr_works; i++)
		if (works[i] == work)
			return false;
	BUG_ON(nr_works == NR_WORKS);
	works[nr_works++] = work;
	*work_data_bits(work) |= 1ul << WORK_STRUCT_PENDING_BIT;
	return true;
}

static bool unqueue(struct work_struct *work)
{
	unsigned int i, at;

	for (i = 0; i < nr_works; i++)
		if (works[i] == work)
			break;
	if (i == nr_works)
		return false;
	for (at = i + 1; at < nr_works; at++)
		works[at - 1] = works[at];
	nr_works--;
	*work_data_bits(work) &= ~(1ul << WORK_STRUCT_PENDING_BIT);
	return true;
}

/* by a thread of the kernel's own, which has no process */
static void run_work(struct work_struct *work)
{
	struct mm_struct *mm = hb_current_mm;
	work_func_t func = work->func;

	unqueue(work);
	enter(NULL);
	func(work);
	enter(mm);
}

/* each item that is queued by now, once: what queues itself anew waits */
static void run_works(void)
{
	unsigned int left;

	for (left = nr_works; left && nr_works; left--)
		run_work(works[0]);
}

/* the harness, when all processes are gone and time has passed */
void hb_run_works(void)
{
	run_works();
}

typedef int hb_queue_work_int(int, struct workqueue_struct *,
			      struct work_struct *);
typedef int hb_queue_delayed_int(int, struct workqueue_struct *,
				 struct delayed_work *, unsigned long);
typedef int hb_of_work_int(struct work_struct *);
typedef int hb_of_delayed_int(struct delayed_work *);
typedef int hb_schedule_delayed_int(struct delayed_work *, unsigned long);

/* what is true or false was an int up to 3.6 */
#define WORK_BOOL(name, type) HB_PICK(name, type, int, bool)

#ifdef HB_HAS_queue_work_on
WORK_BOOL(queue_work_on, hb_queue_work_int)
queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	return queue(work);
}
#endif

#ifdef HB_HAS_queue_delayed_work_on
WORK_BOOL(queue_delayed_work_on, hb_queue_delayed_int)
queue_delayed_work_on(int cpu, struct workqueue_struct *wq,
		      struct delayed_work *dwork, unsigned long delay)
{
	return queue(&dwork->work);
}
#endif

#ifdef HB_HAS_mod_delayed_work_on
HB_NO_FAULT_POINT
bool mod_delayed_work_on(int cpu, struct workqueue_struct *wq,
			 struct delayed_work *dwork, unsigned long delay)
{
	return !queue(&dwork->work);
}
#endif

#ifdef HB_HAS_schedule_work
WORK_BOOL(schedule_work, hb_of_work_int) schedule_work(struct work_struct *work)
{
	return queue(work);
}
#endif

#ifdef HB_HAS_schedule_delayed_work
WORK_BOOL(schedule_delayed_work, hb_schedule_delayed_int)
schedule_delayed_work(struct delayed_work *dwork, unsigned long delay)
{
	return queue(&dwork->work);
}
#endif

/* nothing runs beside the caller: what is not queued is done */
HB_NO_FAULT_POINT
bool cancel_work_sync(struct work_struct *work)
{
	hb_might_sleep();
	return unqueue(work);
}

HB_NO_FAULT_POINT
bool cancel_delayed_work_sync(struct delayed_work *dwork)
{
	hb_might_sleep();
	return unqueue(&dwork->work);
}

HB_NO_FAULT_POINT
bool flush_work(struct work_struct *work)
{
	unsigned int i;

	hb_might_sleep();
	for (i = 0; i < nr_works; i++)
		if (works[i] == work) {
			run_work(work);
			return true;
		}
	return false;
}

HB_NO_FAULT_POINT
bool flush_delayed_work(struct delayed_work *dwork)
{
	return flush_work(&dwork->work);
}

/* completions: a count of events, or that all may go on */
#define DONE_FOR_ALL (~0u)

void complete(struct completion *x)
{
	if (x->done != DONE_FOR_ALL)
		x->done++;
}

void complete_all(struct completion *x)
{
	x->done = DONE_FOR_ALL;
}

static bool take_completion(struct completion *x)
{
	if (!x->done)
		return false;
	if (x->done != DONE_FOR_ALL)
		x->done--;
	return true;
}

static bool comes_to_completion(struct completion *x)
{
	hb_might_sleep();
	if (!x->done)
		run_works();
	return take_completion(x);
}

void wait_for_completion(struct completion *x)
{
	if (!comes_to_completion(x))
		hb_wait_forever();
}

/* nobody sends a signal */
int wait_for_completion_interruptible(struct completion *x)
{
	wait_for_completion(x);
	return 0;
}

int wait_for_completion_killable(struct completion *x)
{
	wait_for_completion(x);
	return 0;
}

unsigned long wait_for_completion_timeout(struct completion *x,
					  unsigned long timeout)
{
	return comes_to_completion(x) ? (timeout ? timeout : 1) : 0;
}

HB_NO_FAULT_POINT
bool try_wait_for_completion(struct completion *x)
{
	return take_completion(x);
}
