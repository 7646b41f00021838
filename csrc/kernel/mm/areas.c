// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address spaces and their areas. What a kernel keeps in trees of areas is kept
 * in small tables here: a driver sees the structures that it is handed, and not
 * how they are found. Entry points begin with hb_. Model.
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
