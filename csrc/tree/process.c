// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes: address spaces, files, mmap, munmap, exit, in the order in which a
 * kernel calls a driver. Entry points begin with hb_. What a kernel keeps in
 * trees of areas and counters of files is kept in small tables here: a driver
 * sees the structures that it is handed, and not how they are found.
 */
#define MM(lin) ((struct mm_struct *)(unsigned long)(lin))
#define FILE(lin) ((struct file *)(unsigned long)(lin))

#ifdef HB_HAS_mmap_lock
#define MMAP_LOCK(mm) (&(mm)->mmap_lock)
#else
#define MMAP_LOCK(mm) (&(mm)->mmap_sem)
#endif

#define NR_MM 8
#define NR_FILES 16
#define NR_VMAS 32

struct hb_mm {
	struct mm_struct mm;
	u32 space;
};

struct hb_file {
	struct file file;
	u32 users;
};

struct hb_vma {
	struct vm_area_struct vma;
	bool used;
};

static struct hb_mm mms[NR_MM];
static struct hb_file files[NR_FILES];
static struct hb_vma vmas[NR_VMAS];
static struct inode device_inode;
static struct task_struct hb_task;
struct mm_struct *hb_current_mm;

static void enter(struct mm_struct *mm)
{
	hb_current_mm = mm;
	hb_task.mm = mm;
	hb_task.active_mm = mm;
}

HB_NO_FAULT_POINT
struct task_struct *get_current(void)
{
	return &hb_task;
}

/* an address space is there for as long as its process */
struct mm_struct *get_task_mm(struct task_struct *task)
{
	if (!task->mm)
		return NULL;
	atomic_inc(&task->mm->mm_users);
	return task->mm;
}

void mmput(struct mm_struct *mm)
{
	atomic_dec(&mm->mm_users);
}

static u32 space_of(struct mm_struct *mm)
{
	return container_of(mm, struct hb_mm, mm)->space;
}

u32 hb_mm_new(void)
{
	struct hb_mm *mm;

	for (mm = mms; mm < mms + NR_MM; mm++)
		if (!mm->space) {
			memset(mm, 0, sizeof(*mm));
			mm->space = hb_new_space();
			return hb_lin(&mm->mm);
		}
	return 0;
}

u32 hb_mm_space(u32 mm)
{
	return space_of(MM(mm));
}

/* the callback lost an argument over the years: it is called as it is typed */
typedef int (*range_fn)(pte_t *, unsigned long, void *);
typedef int (*range_fn_token)(pte_t *, pgtable_t, unsigned long, void *);

static int call_range_fn(pte_fn_t fn, pte_t *ptep, unsigned long addr,
			 void *data)
{
	if (__builtin_types_compatible_p(pte_fn_t, range_fn))
		return ((range_fn)(void *)fn)(ptep, addr, data);
	return ((range_fn_token)(void *)fn)(ptep, (pgtable_t)0, addr, data);
}

static pte_t *user_pte(struct mm_struct *mm, unsigned long addr, bool alloc)
{
	return (pte_t *)(unsigned long)hb_user_pte(space_of(mm), hb_lo(addr),
						   hb_hi(addr), alloc);
}

void *hb_user_entry(struct mm_struct *mm, unsigned long addr)
{
	return user_pte(mm, addr, false);
}

int apply_to_page_range(struct mm_struct *mm, unsigned long addr,
			unsigned long size, pte_fn_t fn, void *data)
{
	unsigned long end = addr + size;
	int err = 0;

	for (; addr < end && !err; addr += PAGE_SIZE) {
		pte_t *ptep = user_pte(mm, addr, true);

		err = ptep ? call_range_fn(fn, ptep, addr, data) : -ENOMEM;
	}
	return err;
}

#define NR_INSERTED 128

/*
 * Pages of the kernel's own that a driver shows to a process. They have no frame
 * of the machine, and so no entry: what is known of them is who refers to them.
 */
static struct {
	struct mm_struct *mm;
	unsigned long addr;
	struct page *page;
} inserted[NR_INSERTED];

static int insert_page(struct vm_area_struct *vma, unsigned long addr,
		       struct page *page)
{
	u32 i, at = NR_INSERTED;

	if (addr < vma->vm_start || addr >= vma->vm_end)
		return -EFAULT;
	if (page_count(page) <= 0)
		return -EINVAL;
	for (i = 0; i < NR_INSERTED; i++) {
		if (!inserted[i].mm)
			at = i;
		else if (inserted[i].mm == vma->vm_mm &&
			 inserted[i].addr == addr)
			return -EBUSY;
	}
	if (at == NR_INSERTED)
		return -ENOMEM;
	inserted[at].mm = vma->vm_mm;
	inserted[at].addr = addr;
	inserted[at].page = page;
	add_references(page, 1);
	return 0;
}

int vm_insert_page(struct vm_area_struct *vma, unsigned long addr,
		   struct page *page)
{
	return insert_page(vma, addr, page);
}

#ifdef HB_HAS_vm_map_pages_zero
int vm_map_pages_zero(struct vm_area_struct *vma, struct page **pages,
		      unsigned long num)
{
	unsigned long i, count = vma_pages(vma);
	int err = num && count <= num ? 0 : -ENXIO;

	for (i = 0; !err && i < count; i++)
		err = insert_page(vma, vma->vm_start + i * PAGE_SIZE, pages[i]);
	return err;
}
#endif

static void drop_inserted(struct mm_struct *mm, unsigned long start,
			  unsigned long end)
{
	u32 i;

	for (i = 0; i < NR_INSERTED; i++)
		if (inserted[i].mm == mm && inserted[i].addr >= start &&
		    inserted[i].addr < end) {
			inserted[i].mm = NULL;
			drop_page(inserted[i].page);
		}
}

static void zap_range(struct mm_struct *mm, unsigned long addr,
		      unsigned long end)
{
	drop_inserted(mm, addr, end);
	for (; addr < end; addr += PAGE_SIZE) {
		pte_t *ptep = user_pte(mm, addr, false);

		if (!ptep || !*(u64 *)ptep)
			continue;
		hb_native_set_pte(hb_lin(ptep), 0, 0);
		hb_flush_tlb_one(hb_lo(addr), hb_hi(addr));
	}
}

static struct vm_area_struct *area_at(struct mm_struct *mm, unsigned long addr)
{
	struct hb_vma *v;

	for (v = vmas; v < vmas + NR_VMAS; v++)
		if (v->used && v->vma.vm_mm == mm && addr >= v->vma.vm_start &&
		    addr < v->vma.vm_end)
			return &v->vma;
	return NULL;
}

/* as in a kernel, the first area that ends above: it may begin above as well */
static struct vm_area_struct *area_from(struct mm_struct *mm,
					unsigned long addr)
{
	struct vm_area_struct *found = NULL;
	struct hb_vma *v;

	for (v = vmas; v < vmas + NR_VMAS; v++)
		if (v->used && v->vma.vm_mm == mm && v->vma.vm_end > addr &&
		    (!found || v->vma.vm_end < found->vm_end))
			found = &v->vma;
	return found;
}

/* an area that nobody locks may be unmapped and freed while it is looked at */
static void assert_locked(struct mm_struct *mm, const char *name)
{
	if (mm)
		hb_assert_held(hb_lin(MMAP_LOCK(mm)), hb_lin(name),
			       strlen(name));
}

struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr)
{
	assert_locked(mm, "find_vma");
	return mm ? area_from(mm, addr) : NULL;
}

struct vm_area_struct *find_vma_intersection(struct mm_struct *mm,
					     unsigned long start,
					     unsigned long end)
{
	struct vm_area_struct *vma = find_vma(mm, start);

	return vma && vma->vm_start < end ? vma : NULL;
}

/* what vma_lookup asks where areas are kept in a tree of ranges */
#if defined(HB_HAS_mm_mt) && defined(HB_HAS_mtree_load)
void *mtree_load(struct maple_tree *mt, unsigned long index)
{
	struct mm_struct *mm = container_of(mt, struct mm_struct, mm_mt);

	assert_locked(mm, "vma_lookup");
	return area_at(mm, index);
}
#endif

#ifdef HB_HAS_mmu_interval_notifier
#define NR_NOTIFIERS 32

/* as in a kernel's tree, what was put in stays until it is taken out */
static struct {
	struct mmu_interval_notifier *sub;
	struct mm_struct *mm;
	unsigned long start, last;
} notifiers[NR_NOTIFIERS];

static int insert_notifier(struct mmu_interval_notifier *sub,
			   struct mm_struct *mm, unsigned long start,
			   unsigned long length,
			   const struct mmu_interval_notifier_ops *ops)
{
	u32 i;

	if (!length || start + length - 1 < start)
		return -EOVERFLOW;
	for (i = 0; i < NR_NOTIFIERS; i++)
		if (!notifiers[i].sub)
			break;
	if (i == NR_NOTIFIERS)
		return -ENOMEM;
	sub->mm = mm;
	sub->ops = ops;
	sub->interval_tree.start = start;
	sub->interval_tree.last = start + length - 1;
	notifiers[i].sub = sub;
	notifiers[i].mm = mm;
	notifiers[i].start = start;
	notifiers[i].last = start + length - 1;
	return 0;
}

int mmu_interval_notifier_insert(struct mmu_interval_notifier *sub,
				 struct mm_struct *mm, unsigned long start,
				 unsigned long length,
				 const struct mmu_interval_notifier_ops *ops)
{
	return insert_notifier(sub, mm, start, length, ops);
}

int mmu_interval_notifier_insert_locked(
	struct mmu_interval_notifier *sub, struct mm_struct *mm,
	unsigned long start, unsigned long length,
	const struct mmu_interval_notifier_ops *ops)
{
	return insert_notifier(sub, mm, start, length, ops);
}

void mmu_interval_notifier_remove(struct mmu_interval_notifier *sub)
{
	u32 i;

	hb_might_sleep();
	/* one that was never put in names no address space: a kernel goes there */
	BUG_ON(!sub->mm);
	for (i = 0; i < NR_NOTIFIERS; i++)
		if (notifiers[i].sub == sub)
			notifiers[i].sub = NULL;
}

unsigned long mmu_interval_read_begin(struct mmu_interval_notifier *sub)
{
	return 0;
}

static void notify(struct mm_struct *mm, unsigned long start, unsigned long end,
		   bool release)
{
	struct mmu_notifier_range range = {
		.mm = mm,
		.start = start,
		.end = end,
		.flags = MMU_NOTIFIER_RANGE_BLOCKABLE,
		.event = release ? MMU_NOTIFY_RELEASE : MMU_NOTIFY_UNMAP,
	};
	u32 i;

	for (i = 0; i < NR_NOTIFIERS; i++) {
		struct mmu_interval_notifier *sub = notifiers[i].sub;

		if (sub && notifiers[i].mm == mm && notifiers[i].start < end &&
		    notifiers[i].last >= start)
			sub->ops->invalidate(sub, &range, 0);
	}
}

static void release_notifiers(struct mm_struct *mm)
{
	notify(mm, 0, ~0ul, true);
}
#else
#define NR_NOTIFIERS 32

static struct {
	struct mmu_notifier *mn;
	struct mm_struct *mm;
} notifiers[NR_NOTIFIERS];

int mmu_notifier_register(struct mmu_notifier *mn, struct mm_struct *mm)
{
	u32 i;

	down_write(MMAP_LOCK(mm));
	up_write(MMAP_LOCK(mm));
	for (i = 0; i < NR_NOTIFIERS; i++)
		if (!notifiers[i].mn) {
			notifiers[i].mn = mn;
			notifiers[i].mm = mm;
			return 0;
		}
	return -ENOMEM;
}

static void release_notifier(u32 i)
{
	struct mmu_notifier *mn = notifiers[i].mn;

	if (mn->ops->release)
		mn->ops->release(mn, notifiers[i].mm);
	notifiers[i].mn = NULL;
}

/* of a notifier that saw no release yet, the release comes now */
void mmu_notifier_unregister(struct mmu_notifier *mn, struct mm_struct *mm)
{
	u32 i;

	for (i = 0; i < NR_NOTIFIERS; i++)
		if (notifiers[i].mn == mn)
			release_notifier(i);
}

/* the callback changed over the years: it is called as it is typed */
typedef void (*range_start_fn)(struct mmu_notifier *, struct mm_struct *,
			       unsigned long, unsigned long);
typedef int (*range_start_block_fn)(struct mmu_notifier *, struct mm_struct *,
				    unsigned long, unsigned long, bool);

#define RANGE_START(mn) ((mn)->ops->invalidate_range_start)
#define IS_TYPED(mn, type) \
	__builtin_types_compatible_p(__typeof__(RANGE_START(mn)), type)

static void call_range_start(struct mmu_notifier *mn, struct mm_struct *mm,
			     unsigned long start, unsigned long end)
{
#ifdef HB_HAS_mmu_notifier_range
	struct mmu_notifier_range range = {
		.mm = mm,
		.start = start,
		.end = end,
#ifdef MMU_NOTIFIER_RANGE_BLOCKABLE
		.flags = MMU_NOTIFIER_RANGE_BLOCKABLE,
#else
		.blockable = true,
#endif
	};

	RANGE_START(mn)(mn, &range);
#else
	if (IS_TYPED(mn, range_start_block_fn))
		((range_start_block_fn)(void *)RANGE_START(mn))(mn, mm, start,
								end, true);
	else
		((range_start_fn)(void *)RANGE_START(mn))(mn, mm, start, end);
#endif
}

static void notify(struct mm_struct *mm, unsigned long start, unsigned long end,
		   bool release)
{
	u32 i;

	for (i = 0; i < NR_NOTIFIERS; i++) {
		struct mmu_notifier *mn = notifiers[i].mn;

		if (mn && notifiers[i].mm == mm && RANGE_START(mn))
			call_range_start(mn, mm, start, end);
	}
}

static void release_notifiers(struct mm_struct *mm)
{
	u32 i;

	for (i = 0; i < NR_NOTIFIERS; i++)
		if (notifiers[i].mn && notifiers[i].mm == mm)
			release_notifier(i);
}
#endif

int hb_open(u32 mm, u32 device)
{
	const struct file_operations *fops = hb_device(device);
	struct hb_file *file;
	int err;

	if (!fops)
		return -ENODEV;
	enter(MM(mm));
	for (file = files; file < files + NR_FILES; file++)
		if (!file->users)
			break;
	if (file == files + NR_FILES)
		return -ENOMEM;
	memset(file, 0, sizeof(*file));
	file->file.f_op = fops;
	file->users = 1;
	err = fops->open ? fops->open(&device_inode, &file->file) : 0;
	/* as do_dentry_open says it: no caller takes it for an error */
	if (WARN(err > 0, "open returns %d, which is no error", err))
		err = -EINVAL;
	if (err) {
		file->users = 0;
		return err;
	}
	return (int)hb_lin(&file->file);
}

static void put_file(struct file *file)
{
	if (--container_of(file, struct hb_file, file)->users)
		return;
	if (file->f_op->release)
		file->f_op->release(&device_inode, file);
}

void hb_close(u32 file)
{
	put_file(FILE(file));
}

int hb_ioctl(u32 mm, u32 file, u32 cmd, u32 lo, u32 hi)
{
	enter(MM(mm));
	return (int)FILE(file)->f_op->unlocked_ioctl(
		FILE(file), cmd, (unsigned long)(lo | (u64)hi << 32));
}

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
		notify(mm, start, end, false);
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
