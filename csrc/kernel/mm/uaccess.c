// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of a process, and kernel memory that may not be there. Model: bytes are
 * copied by the harness, through the process's page tables.
 */

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
