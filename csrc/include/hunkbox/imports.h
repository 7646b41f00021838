/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a module asks of the harness. Everything here is answered in TypeScript
 * (harness/guest/); the kernel's own headers wrap these calls under the names
 * that kernel code uses. The rule: only u32 crosses. A pointer to an object in
 * linear memory is one u32, a virtual or machine address is two (low, high).
 */
#ifndef HUNKBOX_IMPORTS_H
#define HUNKBOX_IMPORTS_H

#include <hunkbox/abi.h>

/* Folds a pointer to 32 bits; one that lies above linear memory stays bad. */
static inline u32 hb_lin(const volatile void *p)
{
	unsigned long v = (unsigned long)p;

	return sizeof(v) > 4 && (u32)((u64)v >> 32) ? 0xfffffff0u : (u32)v;
}

#define hb_lo(v) ((u32)(u64)(v))
#define hb_hi(v) ((u32)((u64)(v) >> 32))

/* A virtual address as 64 bits: sign-extended on both widths, as Xen sees it. */
static inline u64 hb_va(unsigned long va)
{
	return va;
}

/* whether a service that can fail has to: it asks by the name that scenarios use */
#define hb_should_fail(name) hb_fault_point(hb_lin(name))
#define HB_FAIL_SET_PHYS_TO_MACHINE "set_phys_to_machine"

/* services: memory */
u32 hb_kmalloc(u32 size, u32 gfp, u32 zero);
void hb_kfree(u32 p);
u32 hb_get_zeroed_page(u32 gfp);
u32 hb_get_free_page(u32 gfp);
void hb_free_page(u32 p);
void hb_note_page_ref(u32 pfn, s32 change);
void hb_note_page_dirty(u32 pfn);
void hb_lost_page(u32 pfn);
u32 hb_copy_from_user(u32 to, u32 from_lo, u32 from_hi, u32 n);
u32 hb_copy_to_user(u32 to_lo, u32 to_hi, u32 from, u32 n);
s32 hb_alloc_ballooned_page(u32 lowmem);
void hb_free_ballooned_page(u32 pfn);
u32 hb_fault_point(u32 name);

/* services: locks, interrupts, scheduling */
u32 hb_irq_save(void);
void hb_irq_restore(u32 flags);
void hb_lock(u32 op, u32 lock);
void hb_assert_held(u32 lock, u32 name, u32 len);
void hb_might_sleep(void);
void hb_wait_forever(void) __attribute__((noreturn));

/* services: console and death */
void hb_warn(u32 text, u32 len);
void hb_bug(void) __attribute__((noreturn));

/* page tables, TLB, frames */
u32 hb_lookup_address(u32 va_lo, u32 va_hi, u32 level);
u32 hb_user_pte(u32 space, u32 va_lo, u32 va_hi, u32 alloc);
u32 hb_new_space(void);
u32 hb_mfn_of_lin(u32 lin);
u32 hb_m2p(u32 mfn);
void hb_note_p2m(u32 pfn, u32 mfn, u32 flags);
void hb_note_lazy(u32 entered);
void hb_note_evtchn(u32 port, u32 get);
void hb_flush_tlb_one(u32 va_lo, u32 va_hi);
void hb_flush_tlb_all(void);
void hb_native_set_pte(u32 ptep, u32 lo, u32 hi);

/* hypercalls */
s32 hb_grant_table_op(u32 cmd, u32 uop, u32 count);
s32 hb_mmu_update(u32 req, u32 count, u32 done, u32 domid);
s32 hb_update_va_mapping(u32 va_lo, u32 va_hi, u32 lo, u32 hi, u32 flags);
s32 hb_multicall(u32 list, u32 count);
s32 hb_event_channel_op(u32 cmd, u32 arg);
s32 hb_memory_op(u32 cmd, u32 arg);
s32 hb_dm_op(u32 domid, u32 nr_bufs, u32 bufs);
s32 hb_privcmd_call(u32 call, u32 args);

#endif
