// SPDX-License-Identifier: GPL-2.0-only
/*
 * Locks, interrupts, sleep, and what a kernel says when it is at its end.
 * Names of many versions stand side by side, as in memory.c.
 */

#ifdef HB_HAS_mutex_init_generic
void mutex_init_generic(struct mutex *lock)
{
}
#else
void __mutex_init(struct mutex *lock, const char *name,
		  struct lock_class_key *key)
{
}
#endif

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

HB_NO_FAULT_POINT
int _cond_resched(void)
{
	hb_might_sleep();
	return 0;
}

HB_NO_FAULT_POINT
int __cond_resched(void)
{
	hb_might_sleep();
	return 0;
}

/* a loop that waits counts its steps like any other */
void rep_nop(void)
{
}

void native_pause(void)
{
}

void cpu_relax(void)
{
}

void msleep(unsigned int msecs)
{
	hb_might_sleep();
}

HB_NO_FAULT_POINT
long schedule_timeout(long timeout)
{
	hb_might_sleep();
	return 0;
}

HB_NO_FAULT_POINT
long schedule_timeout_uninterruptible(long timeout)
{
	hb_might_sleep();
	return 0;
}

unsigned long __msecs_to_jiffies(const unsigned int m)
{
	return m;
}

/* a function of its own up to 4.1 */
unsigned long msecs_to_jiffies(const unsigned int m)
{
	return m;
}

/* no interrupt is being served, and nobody forbids to be preempted */
#if defined(HB_HAS_current_thread_info) && !defined(current_thread_info)
HB_NO_FAULT_POINT
struct thread_info *current_thread_info(void)
{
	static struct thread_info info;

	return &info;
}
#endif

#ifndef preempt_count
HB_NO_FAULT_POINT
int preempt_count(void)
{
	return 0;
}
#endif

/* console */
void refcount_warn_saturate(refcount_t *r, enum refcount_saturation_type t)
{
	hb_warn_fmt("refcount_t: saturated; leaking memory or use after free");
}

HB_NO_FAULT_POINT
int ___ratelimit(struct ratelimit_state *rs, const char *func)
{
	return 1;
}

HB_NO_FAULT_POINT
int __printk_ratelimit(const char *func)
{
	return 1;
}

/* what the kernel says last */
void panic(const char *fmt, ...)
{
	hb_bug();
}
