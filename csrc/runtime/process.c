// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes: address spaces, files, mmap, munmap, exit, in the order in which a
 * kernel calls a driver. Entry points begin with hb_.
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/mmu_notifier.h>
#include <linux/string.h>
#include <asm/pgtable.h>

const struct file_operations *hb_device(u32 nr);

/* entry points take a pointer as the u32 that it is, so that no i64 crosses */
#define MM(lin) ((struct mm_struct *)(unsigned long)(lin))
#define FILE(lin) ((struct file *)(unsigned long)(lin))

#define NR_MM 8
#define NR_FILES 16
#define NR_VMAS 32

/* the runtime's own objects: not of the kernel's heap, so never a leak of it */
static struct mm_struct mms[NR_MM];
static struct file files[NR_FILES];
static struct vm_area_struct vmas[NR_VMAS];
static struct mm_struct *current_mm;
static struct inode device_inode;

struct mm_struct *get_current_mm(void)
{
	return current_mm;
}

struct mm_struct *hb_get_task_mm(void)
{
	return hb_should_fail("get_task_mm") ? NULL : current_mm;
}

u32 hb_mm_new(void)
{
	struct mm_struct *mm;

	for (mm = mms; mm < mms + NR_MM; mm++)
		if (!mm->space) {
			memset(mm, 0, sizeof(*mm));
			mm->space = hb_new_space();
			INIT_LIST_HEAD(&mm->notifiers);
			return hb_lin(mm);
		}
	return 0;
}

u32 hb_mm_space(u32 mm)
{
	return MM(mm)->space;
}

static int user_pte_range(struct mm_struct *mm, unsigned long addr,
			  unsigned long end, pte_fn_t fn, void *data,
			  bool alloc)
{
	int err = 0;

	for (; addr < end && !err; addr += PAGE_SIZE) {
		pte_t *ptep = (pte_t *)(unsigned long)hb_user_pte(
			mm->space, hb_lo(addr), hb_hi(addr), alloc);

		if (ptep)
			err = fn(ptep, NULL, addr, data);
		else if (alloc)
			err = -ENOMEM;
	}
	return err;
}

int apply_to_page_range(struct mm_struct *mm, unsigned long addr,
			unsigned long size, pte_fn_t fn, void *data)
{
	if (hb_should_fail("apply_to_page_range"))
		return -ENOMEM;
	return user_pte_range(mm, addr, addr + size, fn, data, true);
}

static struct vm_area_struct *area_at(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma, *found = NULL;

	/* the first area that ends above: it may begin above as well */
	for (vma = mm ? mm->mmap : NULL; vma; vma = vma->vm_next)
		if (vma->vm_end > addr &&
		    (!found || vma->vm_end < found->vm_end))
			found = vma;
	return found;
}

struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr)
{
	static const char name[] = "find_vma";

	if (!mm || hb_should_fail("find_vma"))
		return NULL;
	/* an area that nobody locks may go while it is looked at */
	hb_assert_held(hb_lin(&mm->mmap_sem), hb_lin(name), sizeof(name) - 1);
	return area_at(mm, addr);
}

int mmu_notifier_register(struct mmu_notifier *mn, struct mm_struct *mm)
{
	if (hb_should_fail("mmu_notifier_register"))
		return -ENOMEM;
	down_write(&mm->mmap_sem);
	list_add(&mn->list, &mm->notifiers);
	up_write(&mm->mmap_sem);
	return 0;
}

/* of a notifier that saw no release yet, the release comes now */
void mmu_notifier_unregister(struct mmu_notifier *mn, struct mm_struct *mm)
{
	if (!mn->list.next)
		return;
	if (mn->ops->release)
		mn->ops->release(mn, mm);
	list_del(&mn->list);
	mn->list.next = NULL;
}

static int zap_pte(pte_t *ptep, pgtable_t token, unsigned long addr, void *data)
{
	struct mm_struct *mm = data;

	if (!pte_none(*ptep)) {
		ptep_get_and_clear(mm, addr, ptep);
		__flush_tlb_one(addr);
	}
	return 0;
}

static void zap_range(struct mm_struct *mm, unsigned long start,
		      unsigned long end)
{
	user_pte_range(mm, start, end, zap_pte, mm, false);
}

int hb_open(u32 mm, u32 device)
{
	const struct file_operations *fops = hb_device(device);
	struct file *file;
	int err;

	if (!fops)
		return -ENODEV;
	current_mm = MM(mm);
	for (file = files; file < files + NR_FILES; file++)
		if (!file->f_count)
			break;
	if (file == files + NR_FILES)
		return -ENOMEM;
	memset(file, 0, sizeof(*file));
	file->f_op = fops;
	file->f_count = 1;
	err = fops->open ? fops->open(&device_inode, file) : 0;
	if (err) {
		file->f_count = 0;
		return err;
	}
	return (int)hb_lin(file);
}

static void fput(struct file *file)
{
	if (--file->f_count)
		return;
	if (file->f_op->release)
		file->f_op->release(&device_inode, file);
}

void hb_close(u32 file)
{
	fput(FILE(file));
}

int hb_ioctl(u32 mm, u32 file, u32 cmd, u32 lo, u32 hi)
{
	current_mm = MM(mm);
	return (int)FILE(file)->f_op->unlocked_ioctl(
		FILE(file), cmd, (unsigned long)(lo | (u64)hi << 32));
}

static struct vm_area_struct *new_vma(struct mm_struct *mm)
{
	struct vm_area_struct *vma;

	for (vma = vmas; vma < vmas + NR_VMAS; vma++)
		if (!vma->vm_mm) {
			memset(vma, 0, sizeof(*vma));
			vma->vm_mm = mm;
			return vma;
		}
	return NULL;
}

int hb_mmap(u32 mm_lin, u32 file_lin, u32 lo, u32 hi, u32 nr_pages, u32 pgoff,
	    u32 writable, u32 shared)
{
	struct mm_struct *mm = MM(mm_lin);
	struct file *file = FILE(file_lin);
	struct vm_area_struct *vma = new_vma(mm);
	int err;

	if (!vma)
		return -ENOMEM;
	current_mm = mm;
	vma->vm_start = (unsigned long)(lo | (u64)hi << 32);
	vma->vm_end = vma->vm_start + nr_pages * PAGE_SIZE;
	vma->vm_flags = VM_READ | (writable ? VM_WRITE : 0) |
			(shared ? VM_SHARED : 0);
	vma->vm_pgoff = pgoff;
	vma->vm_file = file;
	file->f_count++;

	down_write(&mm->mmap_sem);
	err = file->f_op->mmap(file, vma);
	if (err) {
		/* what the driver left in the page tables goes, with no call */
		zap_range(mm, vma->vm_start, vma->vm_end);
		vma->vm_mm = NULL;
	} else {
		vma->vm_next = mm->mmap;
		mm->mmap = vma;
	}
	up_write(&mm->mmap_sem);
	if (err)
		fput(file);
	return err;
}

/* an area of somebody else, whose private data is its own affair */
void hb_other_area(u32 mm_lin, u32 lo, u32 hi, u32 nr_pages)
{
	static const u64 others = 0x736e6f74686f6c65ull;
	struct mm_struct *mm = MM(mm_lin);
	struct vm_area_struct *vma = new_vma(mm);

	if (!vma)
		return;
	vma->vm_start = (unsigned long)(lo | (u64)hi << 32);
	vma->vm_end = vma->vm_start + nr_pages * PAGE_SIZE;
	vma->vm_private_data = kmalloc(sizeof(others), GFP_KERNEL);
	if (vma->vm_private_data)
		memcpy(vma->vm_private_data, &others, sizeof(others));
	vma->vm_next = mm->mmap;
	mm->mmap = vma;
}

static void remove_vma(struct vm_area_struct *vma)
{
	struct vm_area_struct **link = &vma->vm_mm->mmap;

	while (*link && *link != vma)
		link = &(*link)->vm_next;
	if (*link)
		*link = vma->vm_next;
	if (!vma->vm_file) {
		kfree(vma->vm_private_data);
		vma->vm_mm = NULL;
		return;
	}
	if (vma->vm_ops && vma->vm_ops->close)
		vma->vm_ops->close(vma);
	fput(vma->vm_file);
	vma->vm_mm = NULL;
}

/* The new area is the part above the cut, or, if asked, the one below it. */
static int split_vma(struct vm_area_struct *vma, unsigned long at,
		     bool new_below)
{
	struct vm_area_struct *new = new_vma(vma->vm_mm);

	if (!new)
		return -ENOMEM;
	*new = *vma;
	new->vm_file->f_count++;
	if (new_below) {
		new->vm_end = at;
		vma->vm_pgoff += (at - vma->vm_start) >> PAGE_SHIFT;
	} else {
		new->vm_start = at;
		new->vm_pgoff += (at - vma->vm_start) >> PAGE_SHIFT;
	}
	if (new->vm_ops &&new->vm_ops->open)
		new->vm_ops->open(new);
	if (new_below)
		vma->vm_start = at;
	else
		vma->vm_end = at;
	vma->vm_next = new;
	return 0;
}

int hb_munmap(u32 mm_lin, u32 lo, u32 hi, u32 nr_pages)
{
	struct mm_struct *mm = MM(mm_lin);
	unsigned long start = (unsigned long)(lo | (u64)hi << 32);
	unsigned long end = start + nr_pages * PAGE_SIZE;
	struct vm_area_struct *vma, *next;
	struct mmu_notifier *mn;
	int err = 0;

	current_mm = mm;
	down_write(&mm->mmap_sem);
	/* as the kernel cuts: at the start the rest is new, at the end what goes */
	vma = area_at(mm, start);
	if (vma && vma->vm_start < start)
		err = split_vma(vma, start, false);
	vma = area_at(mm, end);
	if (!err && vma && vma->vm_start < end)
		err = split_vma(vma, end, true);
	if (!err) {
		list_for_each_entry(mn, &mm->notifiers, list)
			if (mn->ops->invalidate_range_start)
				mn->ops->invalidate_range_start(mn, mm, start,
								end);
		zap_range(mm, start, end);
		for (vma = mm->mmap; vma; vma = next) {
			next = vma->vm_next;
			if (vma->vm_start >= start && vma->vm_end <= end)
				remove_vma(vma);
		}
	}
	up_write(&mm->mmap_sem);
	return err;
}

/* exit_mm; the harness closes the files after it, one by one */
void hb_exit_mm(u32 mm_lin)
{
	struct mm_struct *mm = MM(mm_lin);
	struct mmu_notifier *mn;
	struct vm_area_struct *vma;

	current_mm = mm;
	while (!list_empty(&mm->notifiers)) {
		mn = list_entry(mm->notifiers.next, struct mmu_notifier, list);
		if (mn->ops->release)
			mn->ops->release(mn, mm);
		list_del(&mn->list);
		mn->list.next = NULL;
	}
	for (vma = mm->mmap; vma; vma = vma->vm_next)
		if (vma->vm_file)
			zap_range(mm, vma->vm_start, vma->vm_end);
	while (mm->mmap)
		remove_vma(mm->mmap);
}
