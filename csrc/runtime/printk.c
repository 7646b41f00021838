// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's console. Formats as printk does (%lx, %d, %p, ...) and hands the
 * text to WASI fd_write, declared with u32 arguments so that one source serves
 * both widths.
 */
#include <hunkbox/types.h>
#include <hunkbox/imports.h>
#include <hunkbox/string.h>

/* arguments without a type have no shadow here: a module that keeps shadow leaves these out */
#pragma clang attribute push(__attribute__((no_sanitize("memory"))), \
			     apply_to = function)

#define LINE_MAX 512

struct wasi_iovec {
	u32 buf;
	u32 len;
};

__attribute__((import_module("wasi_snapshot_preview1"),
	       import_name("fd_write"))) u32
wasi_fd_write(u32 fd, u32 iovs, u32 count, u32 written);

struct out {
	char *p;
	u32 len;
};

static void put(struct out *o, char c)
{
	if (o->len < LINE_MAX - 1)
		o->p[o->len++] = c;
}

static void put_number(struct out *o, u64 n, unsigned int base, int width,
		       char pad, bool negative, bool upper)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char tmp[24];
	int len = 0;

	do {
		tmp[len++] = digits[n % base];
		n /= base;
	} while (n);
	if (negative && pad == '0')
		put(o, '-');
	while (width-- > len + negative)
		put(o, pad);
	if (negative && pad != '0')
		put(o, '-');
	while (len)
		put(o, tmp[--len]);
}

static u32 format(char *buf, const char *fmt, __builtin_va_list args)
{
	struct out o = { .p = buf };

	for (; *fmt; fmt++) {
		int width = 0, longs = 0;
		char pad = ' ';
		bool alt = false;
		u64 n;
		s64 s;

		if (*fmt != '%') {
			put(&o, *fmt);
			continue;
		}
		for (fmt++; *fmt == '#' || *fmt == '0' || *fmt == '-'; fmt++) {
			if (*fmt == '#')
				alt = true;
			if (*fmt == '0')
				pad = '0';
		}
		for (; *fmt >= '0' && *fmt <= '9'; fmt++)
			width = width * 10 + *fmt - '0';
		for (; *fmt == 'l' || *fmt == 'z'; fmt++)
			longs++;
		if (!*fmt)
			break;

		switch (*fmt) {
		case '%':
			put(&o, '%');
			break;
		case 'c':
			put(&o, (char)__builtin_va_arg(args, int));
			break;
		case 's': {
			const char *text = __builtin_va_arg(args, const char *);

			for (text = text ? text : "(null)"; *text; text++)
				put(&o, *text);
			break;
		}
		case 'd':
		case 'i':
			s = longs > 1  ? __builtin_va_arg(args, s64) :
			    longs == 1 ? __builtin_va_arg(args, long) :
					 __builtin_va_arg(args, int);
			put_number(&o, s < 0 ? -(u64)s : (u64)s, 10, width, pad,
				   s < 0, false);
			break;
		case 'p':
			n = (unsigned long)__builtin_va_arg(args, void *);
			put_number(&o, n, 16, 2 * (int)sizeof(long), '0', false,
				   false);
			/* %pK, %pS, ...: the pointer is shown all the same */
			while ((fmt[1] >= 'a' && fmt[1] <= 'z') ||
			       (fmt[1] >= 'A' && fmt[1] <= 'Z'))
				fmt++;
			break;
		case 'u':
		case 'x':
		case 'X':
			n = longs > 1  ? __builtin_va_arg(args, u64) :
			    longs == 1 ? __builtin_va_arg(args, unsigned long) :
					 __builtin_va_arg(args, unsigned int);
			if (alt && *fmt != 'u') {
				put(&o, '0');
				put(&o, 'x');
			}
			put_number(&o, n, *fmt == 'u' ? 10 : 16, width, pad,
				   false, *fmt == 'X');
			break;
		default:
			put(&o, *fmt);
		}
	}
	buf[o.len] = 0;
	return o.len;
}

static void write_console(const char *text, u32 len)
{
	struct wasi_iovec iov = { hb_lin(text), len };
	u32 written;

	wasi_fd_write(1, hb_lin(&iov), 1, hb_lin(&written));
}

static int vprint(const char *fmt, __builtin_va_list args)
{
	char line[LINE_MAX];
	u32 len = format(line, fmt, args);

	write_console(line, len);
	return (int)len;
}

int printk(const char *fmt, ...)
{
	__builtin_va_list args;
	int len;

	__builtin_va_start(args, fmt);
	len = vprint(fmt, args);
	__builtin_va_end(args);
	return len;
}

static void vwarn(const char *fmt, __builtin_va_list args)
{
	char line[LINE_MAX];
	u32 len = format(line, fmt, args);

	hb_warn(hb_lin(line), len);
}

void hb_warn_fmt(const char *fmt, ...)
{
	__builtin_va_list args;

	__builtin_va_start(args, fmt);
	vwarn(fmt, args);
	__builtin_va_end(args);
}

/* since 5.15, and since 4.x, by these names */
int _printk(const char *fmt, ...)
{
	__builtin_va_list args;
	int len;

	__builtin_va_start(args, fmt);
	len = vprint(fmt, args);
	__builtin_va_end(args);
	return len;
}

void __warn_printk(const char *fmt, ...)
{
	__builtin_va_list args;

	__builtin_va_start(args, fmt);
	vwarn(fmt, args);
	__builtin_va_end(args);
}

#pragma clang attribute pop
