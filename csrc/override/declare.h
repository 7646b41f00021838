/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Read before anything else when a file of a real tree is preprocessed: what the
 * replaced macros of this folder expand to. No type of a kernel is known yet.
 */
#ifndef HUNKBOX_OVERRIDE_DECLARE_H
#define HUNKBOX_OVERRIDE_DECLARE_H

struct page;

extern void hb_add_initcall(int (*fn)(void));
extern void hb_bug(void) __attribute__((__noreturn__));
extern void hb_warn_fmt(const char *fmt, ...);
extern int hb_get_user(void *to, const void *from, unsigned long n);
extern int hb_put_user(void *to, const void *from, unsigned long n);
extern int hb_range_not_ok(unsigned long addr, unsigned long size);
extern int hb_read_m2p(const unsigned long *entry, unsigned long *to);
extern int hb_write_p2m(unsigned long *entry, unsigned long value);
extern void *hb_phys_to_virt(unsigned long paddr);
extern unsigned long hb_virt_to_phys(unsigned long va);
extern struct page *hb_pfn_to_page(unsigned long pfn);
extern unsigned long hb_page_to_pfn(const struct page *page);

#endif
