/* SPDX-License-Identifier: GPL-2.0-only */
/* The words that a kernel has for integers, for C that knows no kernel's headers. */
#ifndef HUNKBOX_TYPES_H
#define HUNKBOX_TYPES_H

typedef unsigned char u8;
typedef signed short s16;
typedef unsigned short u16;
typedef int s32;
typedef unsigned int u32;
typedef long long s64;
typedef unsigned long long u64;
typedef __SIZE_TYPE__ size_t;
typedef _Bool bool;

#define true 1
#define false 0
#define NULL ((void *)0)

#endif
