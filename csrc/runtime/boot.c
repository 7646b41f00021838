// SPDX-License-Identifier: GPL-2.0-only
/*
 * Boot: the array of struct page, the first p2m, the page-table pages that the
 * machine manages, and the initcalls.
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <asm/xen/page.h>

#define NR_PAGES_MAX 256
#define NR_DEVICES_MAX 16

/* the machine's page tables; it alone knows which page is what */
u8 hb_page_tables[HB_PAGE_TABLE_PAGES * 4096] __attribute__((aligned(4096)));

/* high half of the last virtual address that an entry point returned */
u32 hb_ret_hi;

/* two runs of page frames, as the machine lays them out: low, then high */
static struct page mem_map[NR_PAGES_MAX];
static unsigned long low_start, low_pages, high_start, high_pages;
unsigned long max_pfn;

/*
 * where the pages of frame numbers lie that do not exist: no memory is there, in
 * any module (harness/guest/wild-pointer.ts)
 */
#ifdef CONFIG_64BIT
#define NO_PAGES ((struct page *)0xffffea0080000000ul)
#else
#define NO_PAGES ((struct page *)0xb0000000ul)
#endif

bool pfn_valid(unsigned long pfn)
{
	return pfn - low_start < low_pages || pfn - high_start < high_pages;
}

struct page *pfn_to_page(unsigned long pfn)
{
	if (pfn - low_start < low_pages)
		return &mem_map[pfn - low_start];
	if (pfn - high_start < high_pages)
		return &mem_map[low_pages] + (pfn - high_start);
	return NO_PAGES + pfn;
}

unsigned long page_to_pfn(const struct page *page)
{
	unsigned long i = page - mem_map;

	if (i < low_pages)
		return low_start + i;
	if (i - low_pages < high_pages)
		return high_start + (i - low_pages);
	return page - NO_PAGES;
}

void *page_address(const struct page *page)
{
	if (PageHighMem(page))
		return page->virtual;
	return __va(page_to_pfn(page) << PAGE_SHIFT);
}

void set_page_address(struct page *page, void *virtual)
{
	page->virtual = virtual;
}

/* what processes can open */
static struct miscdevice *devices[NR_DEVICES_MAX];
static u32 nr_devices;

int misc_register(struct miscdevice *misc)
{
	if (!misc->name || !misc->fops)
		return 0;
	BUG_ON(nr_devices == NR_DEVICES_MAX);
	devices[nr_devices++] = misc;
	return 0;
}

int misc_deregister(struct miscdevice *misc)
{
	u32 i = 0;

	while (i < nr_devices && devices[i] != misc)
		i++;
	if (i == nr_devices)
		return -EINVAL;
	for (nr_devices--; i < nr_devices; i++)
		devices[i] = devices[i + 1];
	return 0;
}

u32 hb_nr_devices(void)
{
	return nr_devices;
}

u32 hb_device_name(u32 nr)
{
	return hb_lin(devices[nr]->name);
}

const struct file_operations *hb_device(u32 nr)
{
	return nr < nr_devices ? devices[nr]->fops : NULL;
}

#define NR_INITCALLS_MAX 16
static int (*initcalls[NR_INITCALLS_MAX])(void);
static u32 nr_initcalls;

void hb_add_initcall(int (*fn)(void))
{
	BUG_ON(nr_initcalls == NR_INITCALLS_MAX);
	initcalls[nr_initcalls++] = fn;
}

extern void __wasm_call_ctors(void);

void hb_boot_memory(u32 low, u32 nr_low, u32 high, u32 nr_high)
{
	/* before any kernel code runs, sanitizers have to know its variables */
	__wasm_call_ctors();
	BUG_ON(nr_low + nr_high > NR_PAGES_MAX);
	low_start = low;
	low_pages = nr_low;
	high_start = high;
	high_pages = nr_high;
	max_pfn = nr_high ? high + nr_high : low + nr_low;
}

void hb_boot_page(u32 pfn, u32 mfn, u32 has_frame, u32 highmem)
{
	struct page *page = pfn_to_page(pfn);

	page->flags = highmem ? 1ul << PG_highmem : 0;
	atomic_set(&page->_count, 1);
	if (has_frame)
		BUG_ON(!set_phys_to_machine(pfn, mfn));
}

void hb_boot(void)
{
	u32 i;

	m2p_override_init();
	for (i = 0; i < nr_initcalls; i++)
		BUG_ON(initcalls[i]());
}
