/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What every kernel has and the miniature has no use for itself: a patch may use
 * any of it. What is a function here and nobody models stops a scenario that
 * comes to it, by its name.
 */
#ifndef LINUX_EVERYDAY_H
#define LINUX_EVERYDAY_H

#include <linux/compiler.h>
#include <linux/string.h>

#define noinline __attribute__((noinline))
#define __maybe_unused __attribute__((unused))
#define __used __attribute__((used))
#define __packed __attribute__((packed))
#define __aligned(x) __attribute__((aligned(x)))
#define __weak __attribute__((weak))
#define __printf(a, b) __attribute__((format(printf, a, b)))
#define __read_mostly
#define __initdata
#define ACCESS_ONCE(x) (*(volatile __typeof__(x) *)&(x))

#define min_t(type, a, b) min((type)(a), (type)(b))
#define max_t(type, a, b) max((type)(a), (type)(b))
#define clamp(value, low, high) min(max(value, low), high)
#define swap(a, b) \
	do { \
		__typeof__(a) tmp_ = (a); \
		(a) = (b); \
		(b) = tmp_; \
	} while (0)
#define DIV_ROUND_UP(n, d) (((n) + (d)-1) / (d))
#define round_up(x, y) ((((x)-1) | ((__typeof__(x))(y)-1)) + 1)
#define round_down(x, y) ((x) & ~((__typeof__(x))(y)-1))
#define roundup(x, y) (DIV_ROUND_UP(x, y) * (y))
#define BUILD_BUG_ON(condition) ((void)sizeof(char[1 - 2 * !!(condition)]))
#define BUILD_BUG_ON_ZERO(e) (sizeof(struct { int : -!!(e); }))
#define upper_32_bits(n) ((u32)(((n) >> 16) >> 16))
#define lower_32_bits(n) ((u32)(n))
#define xchg(ptr, value) \
	({ \
		__typeof__(*(ptr)) was_ = *(ptr); \
		*(ptr) = (value); \
		was_; \
	})

#define smp_mb() barrier()
#define smp_rmb() barrier()
#define smp_wmb() barrier()
#define mb() barrier()
#define rmb() barrier()
#define wmb() barrier()
#define preempt_disable() barrier()
#define preempt_enable() barrier()
#define rcu_read_lock() barrier()
#define rcu_read_unlock() barrier()
#define rcu_dereference(p) ACCESS_ONCE(p)
#define rcu_assign_pointer(p, value) ((p) = (value))

static inline void set_bit(unsigned int nr, volatile unsigned long *words)
{
	words[nr / BITS_PER_LONG] |= 1ul << nr % BITS_PER_LONG;
}

static inline void clear_bit(unsigned int nr, volatile unsigned long *words)
{
	words[nr / BITS_PER_LONG] &= ~(1ul << nr % BITS_PER_LONG);
}

static inline int test_bit(unsigned int nr, const volatile unsigned long *words)
{
	return words[nr / BITS_PER_LONG] >> nr % BITS_PER_LONG & 1;
}

int memcmp(const void *a, const void *b, size_t n);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strcpy(char *to, const char *from);
char *strncpy(char *to, const char *from, size_t n);
size_t strlcpy(char *to, const char *from, size_t n);
char *strchr(const char *text, int c);
char *strstr(const char *text, const char *part);
char *kstrdup(const char *text, gfp_t flags);
int snprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
int scnprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
int sprintf(char *buf, const char *fmt, ...) __printf(2, 3);
int sscanf(const char *buf, const char *fmt, ...);
unsigned long simple_strtoul(const char *text, char **end, unsigned int base);
int kstrtoul(const char *text, unsigned int base, unsigned long *to);

void *krealloc(const void *block, size_t size, gfp_t flags);
void *kmemdup(const void *from, size_t size, gfp_t flags);
size_t ksize(const void *block);
void *vmalloc(unsigned long size);
void *vzalloc(unsigned long size);
void vfree(const void *block);
int get_order(unsigned long size);

extern volatile unsigned long jiffies;
#define HZ 250
void msleep(unsigned int msecs);
void udelay(unsigned long usecs);
void schedule(void);
int cond_resched(void);
long schedule_timeout(long timeout);
void yield(void);
int on_each_cpu(void (*fn)(void *info), void *info, int wait);
int smp_call_function(void (*fn)(void *info), void *info, int wait);
void synchronize_rcu(void);
void dump_stack(void);
int printk_ratelimit(void);
void panic(const char *fmt, ...) __attribute__((noreturn));

#define CAP_SYS_ADMIN 21
bool capable(int cap);

typedef union {
	s64 tv64;
} ktime_t;
ktime_t ktime_get(void);

struct kref {
	atomic_t refcount;
};
void kref_init(struct kref *kref);
void kref_get(struct kref *kref);
int kref_put(struct kref *kref, void (*release)(struct kref *kref));

typedef struct {
	unsigned long lock;
	struct list_head task_list;
} wait_queue_head_t;
void init_waitqueue_head(wait_queue_head_t *queue);
void wake_up(wait_queue_head_t *queue);
void wake_up_all(wait_queue_head_t *queue);

#endif
