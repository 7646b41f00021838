/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of this folder share. They are kernel code: compiled against
 * the headers of the tree under test, as a slice like the tree's own files, so
 * that every layout and every prototype is the tree's. HB_HAS_name is defined
 * if the files that scenarios drive know the name; nothing here asks for a
 * version.
 */
#ifndef HUNKBOX_KERNEL_H
#define HUNKBOX_KERNEL_H

#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/miscdevice.h>
/* not used here: its macros are replaced where this unit reads them */
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/mm_types.h>
#include <linux/mmu_notifier.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/types.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>
#include <asm/pgtable.h>
#include <asm/xen/page.h>
#include <asm/xen/hypercall.h>
#include <asm/xen/hypervisor.h>
#include <asm/xen/interface.h>
#include <xen/xen.h>
#include <xen/balloon.h>
#include <xen/grant_table.h>
#include <xen/interface/event_channel.h>
#include <hunkbox/imports.h>

/*
 * A type that depends on which prototype the tree has for a name: versions
 * count bytes and bits in other words.
 */
#define HB_PICK(name, prototype, then, otherwise) \
	__typeof__(*__builtin_choose_expr( \
		__builtin_types_compatible_p(__typeof__(name), prototype), \
		(then *)0, (otherwise *)0))

/*
 * A function that returns an int, a long, a bool or a pointer can be made to
 * fail, by its own name, wherever the tree calls it. This one cannot: it never
 * fails, or what it asks for has a point of its own
 * (harness/compile/tree/fault-points.ts).
 */
#define HB_NO_FAULT_POINT __attribute__((__annotate__("no fault point")))

/* what only files of arch/x86/xen declare for themselves */
#ifdef HB_HAS_xen_build_dynamic_phys_to_machine
extern void xen_build_dynamic_phys_to_machine(void);
#endif
#ifdef HB_HAS_p2m_top_mfn_p
extern void xen_build_mfn_list_list(void);
#endif
#ifdef HB_HAS_xen_make_pte
extern pte_t xen_make_pte(pteval_t pte);
extern pteval_t xen_pte_val(pte_t pte);
#endif
#ifdef HB_HAS_xen_set_pte
extern void xen_set_pte(pte_t *ptep, pte_t pte);
#endif
#ifdef HB_HAS_xen_set_pte_at
extern void xen_set_pte_at(struct mm_struct *mm, unsigned long addr,
			   pte_t *ptep, pte_t pte);
#endif
#ifdef HB_HAS_xen_pte_clear
extern void xen_pte_clear(struct mm_struct *mm, unsigned long addr,
			  pte_t *ptep);
#endif
#ifdef HB_HAS_xen_enter_lazy_mmu
extern void xen_enter_lazy_mmu(void);
#endif
#ifdef HB_HAS_xen_leave_lazy_mmu
extern void xen_leave_lazy_mmu(void);
#endif
/* the tree's own, which xen/p2m.c stands in front of (harness/slice/edit/fronted.ts) */
#if defined(HB_HAS___set_phys_to_machine) && !defined(HB_HAS_xen_p2m_addr)
extern bool hb_tree___set_phys_to_machine(unsigned long pfn, unsigned long mfn);
#endif

/*
 * Leaves of the p2m that pages share (xen/p2m.c). Not on 32 bits: there the numbers
 * of the kernel's own data are frames of the machine as well.
 */
#if defined(HB_HAS_xen_p2m_addr) && defined(HB_HAS_p2m_identity) && \
	defined(HB_HAS_p2m_missing) && defined(CONFIG_64BIT)
#define HB_SHARED_LEAVES
extern unsigned long *p2m_identity, *p2m_missing;
#endif

#ifdef HB_HAS_xen_start_flags
extern uint32_t xen_start_flags;
#endif

/*
 * A page that was given to the balloon is not left unmapped, and who takes a
 * mapping away shows what was there again (boot.c).
 */
#if defined(HB_HAS_get_balloon_scratch_page) && \
	defined(HB_HAS_m2p_remove_override)
#define HB_SCRATCH_PAGE
#endif

/* mm/areas.c */
extern struct mm_struct *hb_current_mm;
void *hb_user_entry(struct mm_struct *mm, unsigned long addr);

/* boot.c */
const struct file_operations *hb_device(u32 nr);
extern unsigned long hb_mfn_list[];
bool hb_is_page(unsigned long pfn);
struct page *hb_pfn_to_page(unsigned long pfn);
unsigned long hb_page_to_pfn(const struct page *page);

/* xen/p2m.c */
void hb_boot_p2m_leaves(void);
pte_t *hb_p2m_leaf(unsigned long address);
bool hb_set_p2m_leaf(pte_t *ptep, pte_t pte);
bool hb_p2m_is_shared(unsigned long pfn);

/* mm/pages.c */
struct page *hb_pooled_page(unsigned long pfn);
unsigned long hb_pooled_pfn(const struct page *page);
void *hb_pooled_address(unsigned long paddr);
unsigned long hb_pooled_paddr(unsigned long va);

#endif
