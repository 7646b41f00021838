/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_TYPES_H
#define LINUX_TYPES_H

typedef signed char s8;
typedef unsigned char u8;
typedef short s16;
typedef unsigned short u16;
typedef int s32;
typedef unsigned int u32;
typedef long long s64;
typedef unsigned long long u64;
typedef u8 uint8_t;
typedef u16 uint16_t;
typedef s16 int16_t;
typedef u32 uint32_t;
typedef u64 uint64_t;
typedef u32 __u32;
typedef u64 __u64;

typedef __SIZE_TYPE__ size_t;
typedef long ssize_t;
typedef s64 loff_t;
typedef unsigned long pgoff_t;
typedef unsigned int gfp_t;
typedef _Bool bool;
#define true 1
#define false 0
#define NULL ((void *)0)

/* physical addresses have 64 bits in every configuration that Xen PV knows */
typedef u64 phys_addr_t;

typedef struct {
	int counter;
} atomic_t;

struct list_head {
	struct list_head *next, *prev;
};

#define BITS_PER_LONG ((int)sizeof(long) * 8)
#define offsetof(type, member) __builtin_offsetof(type, member)
#define __user
#define __init
#define __exit
#define uninitialized_var(x) x = x

#endif
