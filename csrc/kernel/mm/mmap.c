// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap, munmap and exit, in the order in which a kernel calls a driver. Model.
 */

static struct hb_vma *new_vma(struct mm_struct *mm)
{
	struct hb_vma *v;

	for (v = vmas; v < vmas + NR_VMAS; v++)
		if (!v->used) {
			memset(v, 0, sizeof(*v));
			v->used = true;
			v->vma.vm_mm = mm;
			return v;
		}
	return NULL;
}

int hb_mmap(u32 mm_lin, u32 file_lin, u32 lo, u32 hi, u32 nr_pages, u32 pgoff,
	    u32 writable, u32 shared)
{
	struct mm_struct *mm = MM(mm_lin);
	struct file *file = FILE(file_lin);
	struct hb_vma *v = new_vma(mm);
	struct vm_area_struct *vma;
	unsigned long flags = VM_READ | VM_MAYREAD | VM_MAYWRITE;
	int err;

	if (!v)
		return -ENOMEM;
	vma = &v->vma;
	enter(mm);
	vma->vm_start = (unsigned long)(lo | (u64)hi << 32);
	vma->vm_end = vma->vm_start + nr_pages * PAGE_SIZE;
	flags |= (writable ? VM_WRITE : 0) |
		 (shared ? VM_SHARED | VM_MAYSHARE : 0);
	/* read-only for drivers in newer kernels, but not for who makes it */
	*(unsigned long *)&vma->vm_flags = flags;
	vma->vm_page_prot = writable && shared ? PAGE_SHARED : PAGE_READONLY;
	vma->vm_pgoff = pgoff;
	vma->vm_file = file;
	container_of(file, struct hb_file, file)->users++;

	down_write(MMAP_LOCK(mm));
	err = file->f_op->mmap(file, vma);
	if (err) {
		/* what the driver left in the page tables goes, with no call */
		zap_range(mm, vma->vm_start, vma->vm_end);
		v->used = false;
	}
	up_write(MMAP_LOCK(mm));
	if (err)
		put_file(file);
	return err;
}

/* an area of somebody else, whose private data is its own affair */
void hb_other_area(u32 mm_lin, u32 lo, u32 hi, u32 nr_pages)
{
	static const u64 others = 0x736e6f74686f6c65ull;
	struct hb_vma *v = new_vma(MM(mm_lin));

	if (!v)
		return;
	v->vma.vm_private_data = kmemdup(&others, sizeof(others), GFP_KERNEL);
	v->vma.vm_start = (unsigned long)(lo | (u64)hi << 32);
	v->vma.vm_end = v->vma.vm_start + nr_pages * PAGE_SIZE;
}

static void remove_vma(struct hb_vma *v)
{
	struct vm_area_struct *vma = &v->vma;

	if (!vma->vm_file) {
		kfree(vma->vm_private_data);
		v->used = false;
		return;
	}

	if (vma->vm_ops && vma->vm_ops->close)
		vma->vm_ops->close(vma);
	put_file(vma->vm_file);
	v->used = false;
}

/* a driver may refuse to have its area cut, by a callback of two names */
static int may_split(struct vm_area_struct *vma, unsigned long at)
{
#if defined(HB_MEMBER_vm_operations_struct__may_split)
	if (vma->vm_ops && vma->vm_ops->may_split)
		return vma->vm_ops->may_split(vma, at);
#elif defined(HB_MEMBER_vm_operations_struct__split)
	if (vma->vm_ops && vma->vm_ops->split)
		return vma->vm_ops->split(vma, at);
#endif
	return 0;
}

/* The new area is the part above the cut, or, if asked, the one below it. */
static int split_vma_at(struct vm_area_struct *vma, unsigned long at,
			bool new_below)
{
	int err = may_split(vma, at);
	struct vm_area_struct *new;
	struct hb_vma *v;

	if (err)
		return err;
	v = new_vma(vma->vm_mm);
	if (!v)
		return -ENOMEM;
	new = &v->vma;
	memcpy(new, vma, sizeof(*new));
	container_of(new->vm_file, struct hb_file, file)->users++;
	if (new_below) {
		new->vm_end = at;
	} else {
		new->vm_start = at;
		new->vm_pgoff += (at - vma->vm_start) >> PAGE_SHIFT;
	}
	if (new->vm_ops &&new->vm_ops->open)
		new->vm_ops->open(new);
	if (new_below) {
		vma->vm_pgoff += (at - vma->vm_start) >> PAGE_SHIFT;
		vma->vm_start = at;
	} else {
		vma->vm_end = at;
	}
	return 0;
}

int hb_munmap(u32 mm_lin, u32 lo, u32 hi, u32 nr_pages)
{
	struct mm_struct *mm = MM(mm_lin);
	unsigned long start = (unsigned long)(lo | (u64)hi << 32);
	unsigned long end = start + nr_pages * PAGE_SIZE;
	struct vm_area_struct *vma;
	struct hb_vma *v;
	int err = 0;

	enter(mm);
	down_write(MMAP_LOCK(mm));
	/* as the kernel cuts: at the start the rest is new, at the end what goes */
	vma = area_at(mm, start);
	if (vma && vma->vm_start < start)
		err = split_vma_at(vma, start, false);
	vma = area_at(mm, end);
	if (!err && vma && vma->vm_start < end)
		err = split_vma_at(vma, end, true);
	if (!err) {
		notify(mm, start, end);
		zap_range(mm, start, end);
		for (v = vmas; v < vmas + NR_VMAS; v++)
			if (v->used && v->vma.vm_mm == mm &&
			    v->vma.vm_start >= start && v->vma.vm_end <= end)
				remove_vma(v);
	}
	up_write(MMAP_LOCK(mm));
	return err;
}

/* exit_mm; the harness closes the files after it, one by one */
void hb_exit_mm(u32 mm_lin)
{
	struct mm_struct *mm = MM(mm_lin);
	struct hb_vma *v;

	enter(mm);
	release_notifiers(mm);
	for (v = vmas; v < vmas + NR_VMAS; v++)
		if (v->used && v->vma.vm_mm == mm && v->vma.vm_file)
			zap_range(mm, v->vma.vm_start, v->vma.vm_end);
	for (v = vmas; v < vmas + NR_VMAS; v++)
		if (v->used && v->vma.vm_mm == mm)
			remove_vma(v);
}
