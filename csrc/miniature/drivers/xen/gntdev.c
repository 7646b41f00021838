// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/xen/gntdev: a process maps pages that other domains grant to this one.
 *
 * An ioctl names the grants and reserves an offset in the file; mmap at that
 * offset maps them; munmap, exit or close undo it. On a PV guest the user's
 * page-table entries are handed to the hypervisor, which fills them in.
 */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include <asm/xen/page.h>
#include <xen/balloon.h>
#include <xen/events.h>
#include <xen/gntdev.h>
#include <xen/grant_table.h>

static int limit = 1024;
module_param(limit, int, 0644);

static atomic_t pages_mapped;
static int use_ptemod;

struct gntdev_priv {
	struct list_head maps;
	/* guards maps and every map's vma; taken with interrupts on */
	spinlock_t lock;
	struct mm_struct *mm;
	struct mmu_notifier mn;
};

/* what the user asked for at the end of a map: a byte cleared, an event sent */
struct unmap_notify {
	int flags;
	/* offset in the map, in bytes */
	unsigned int addr;
	int event;
};

struct grant_map {
	struct list_head next;
	struct vm_area_struct *vma;
	/* the first page of its offset in the file, and how many */
	int index;
	int count;
	int flags;
	atomic_t users;
	struct unmap_notify notify;
#pragma hunk 1

static int unmap_grant_pages(struct grant_map *map, int offset, int pages);

static struct grant_map *gntdev_alloc_map(struct gntdev_priv *priv, int count)
{
	struct grant_map *add = kzalloc(sizeof(*add), GFP_KERNEL);
	int i;

	if (!add)
		return NULL;

#pragma hunk 2
	if (alloc_xenballooned_pages(count, add->pages))
		goto err;

#pragma hunk 3
	add->count = count;
	atomic_set(&add->users, 1);
	return add;

err:
	kfree(add->pages);
#pragma hunk 4

/* Gives a map its offset: the first gap that is large enough. */
static void gntdev_add_map(struct gntdev_priv *priv, struct grant_map *add)
{
	struct grant_map *map;

	list_for_each_entry(map, &priv->maps, next) {
		if (add->index + add->count <= map->index) {
			list_add_tail(&add->next, &map->next);
			return;
		}
		add->index = map->index + map->count;
	}
	list_add_tail(&add->next, &priv->maps);
}

static struct grant_map *gntdev_find_map(struct gntdev_priv *priv, int index,
					 int count)
{
	struct grant_map *map;

	list_for_each_entry(map, &priv->maps, next)
		if (map->index == index && (!count || map->count == count))
			return map;
	return NULL;
}

static void gntdev_put_map(struct grant_map *map)
{
	if (!map || !atomic_dec_and_test(&map->users))
		return;

	atomic_sub(map->count, &pages_mapped);
	if (map->notify.flags & UNMAP_NOTIFY_SEND_EVENT)
		notify_remote_via_evtchn(map->notify.event);
	if (map->pages && !use_ptemod)
		unmap_grant_pages(map, 0, map->count);
	if (map->pages)
		free_xenballooned_pages(map->count, map->pages);
	kfree(map->pages);
	kfree(map->grants);
	kfree(map->map_ops);
	kfree(map->unmap_ops);
	kfree(map);
}

/* For one user PTE: both ops name it by its machine address. */
static int find_grant_ptes(pte_t *pte, pgtable_t token, unsigned long addr,
			   void *data)
{
	struct grant_map *map = data;
	unsigned int nr = (addr - map->vma->vm_start) >> PAGE_SHIFT;
	int flags = map->flags | GNTMAP_application_map | GNTMAP_contains_pte;
	u64 where = arbitrary_virt_to_machine(pte).maddr;

	gnttab_set_map_op(&map->map_ops[nr], where, flags, map->grants[nr].ref,
			  map->grants[nr].domid);
	gnttab_set_unmap_op(&map->unmap_ops[nr], where, flags, -1);
	return 0;
}

static int map_grant_pages(struct grant_map *map)
{
	int i, err = 0;

	if (!use_ptemod) {
		/* by kernel address, and once only */
		if (map->map_ops[0].handle != -1)
			return 0;
		for (i = 0; i < map->count; i++) {
			unsigned long addr = (unsigned long)pfn_to_kaddr(
				page_to_pfn(map->pages[i]));

			gnttab_set_map_op(&map->map_ops[i], addr, map->flags,
					  map->grants[i].ref,
					  map->grants[i].domid);
#pragma hunk 5
	for (i = 0; i < map->count; i++) {
		if (map->map_ops[i].status != GNTST_okay) {
			err = -EINVAL;
			continue;
		}
		map->unmap_ops[i].handle = map->map_ops[i].handle;
	}
	return err;
}

static int __unmap_grant_pages(struct grant_map *map, int offset, int pages)
{
	unsigned int byte = map->notify.addr;
	int i, err;

	if ((map->notify.flags & UNMAP_NOTIFY_CLEAR_BYTE) &&
	    byte >> PAGE_SHIFT >= offset &&
	    byte >> PAGE_SHIFT < offset + pages) {
		if (use_ptemod) {
			void __user *where =
				(void __user *)(map->vma->vm_start + byte);
			u8 zero = 0;

			if (copy_to_user(where, &zero, 1))
				pr_debug("notify byte not cleared\n");
		} else {
			u8 *kaddr = kmap(map->pages[byte >> PAGE_SHIFT]);

			kaddr[byte & ~PAGE_MASK] = 0;
			kunmap(map->pages[byte >> PAGE_SHIFT]);
		}
		map->notify.flags &= ~UNMAP_NOTIFY_CLEAR_BYTE;
	}

	err = gnttab_unmap_refs(map->unmap_ops + offset, map->pages + offset,
				pages);
	if (err)
		return err;

	for (i = offset; i < offset + pages; i++) {
		if (map->unmap_ops[i].status != GNTST_okay)
			err = -EINVAL;
		map->unmap_ops[i].handle = -1;
	}
	return err;
}

/*
 * Parts of a map may be gone already: only runs of live handles are unmapped.
 * As in 3.0, a run that ends at a hole is taken one entry too short, so one
 * live entry before a hole is never reached.
 */
static int unmap_grant_pages(struct grant_map *map, int offset, int pages)
{
	const int end = offset + pages;
	int run, err = 0;

	while (offset < end && !err) {
		if (map->unmap_ops[offset].handle == -1) {
			offset++;
			continue;
		}
		for (run = 0; offset + run < end; run++)
			if (map->unmap_ops[offset + run].handle == -1) {
				run--;
				break;
			}
		err = __unmap_grant_pages(map, offset, run);
		offset += run;
	}
	return err;
}

static void gntdev_vma_open(struct vm_area_struct *vma)
{
	struct grant_map *map = vma->vm_private_data;

	atomic_inc(&map->users);
}

static void gntdev_vma_close(struct vm_area_struct *vma)
{
	struct grant_map *map = vma->vm_private_data;

	map->vma = NULL;
	vma->vm_private_data = NULL;
	gntdev_put_map(map);
}

static struct vm_operations_struct gntdev_vmops = {
	.open = gntdev_vma_open,
	.close = gntdev_vma_close,
};

static void mn_invl_range_start(struct mmu_notifier *mn, struct mm_struct *mm,
				unsigned long start, unsigned long end)
{
	struct gntdev_priv *priv = container_of(mn, struct gntdev_priv, mn);
	struct grant_map *map;

	spin_lock(&priv->lock);
	list_for_each_entry(map, &priv->maps, next) {
		unsigned long from, to;
		int err;

		if (!map->vma || map->vma->vm_start >= end ||
		    map->vma->vm_end <= start)
			continue;
		from = max(start, map->vma->vm_start);
		to = min(end, map->vma->vm_end);
		err = unmap_grant_pages(
			map, (from - map->vma->vm_start) >> PAGE_SHIFT,
			(to - from) >> PAGE_SHIFT);
		WARN_ON(err);
	}
	spin_unlock(&priv->lock);
}

static void mn_invl_page(struct mmu_notifier *mn, struct mm_struct *mm,
			 unsigned long address)
{
	mn_invl_range_start(mn, mm, address, address + PAGE_SIZE);
}

static void mn_release(struct mmu_notifier *mn, struct mm_struct *mm)
{
	struct gntdev_priv *priv = container_of(mn, struct gntdev_priv, mn);
	struct grant_map *map;

	spin_lock(&priv->lock);
	list_for_each_entry(map, &priv->maps, next) {
		if (!map->vma)
			continue;
		WARN_ON(unmap_grant_pages(map, 0, map->count));
	}
	spin_unlock(&priv->lock);
}

static const struct mmu_notifier_ops gntdev_mmu_ops = {
	.release = mn_release,
	.invalidate_page = mn_invl_page,
	.invalidate_range_start = mn_invl_range_start,
};

static int gntdev_open(struct inode *inode, struct file *flip)
{
	struct gntdev_priv *priv = kzalloc(sizeof(*priv), GFP_KERNEL);
	int ret = 0;

	if (!priv)
		return -ENOMEM;

	INIT_LIST_HEAD(&priv->maps);
	spin_lock_init(&priv->lock);

	if (use_ptemod) {
		priv->mm = get_task_mm(current);
		if (!priv->mm) {
			kfree(priv);
			return -ENOMEM;
		}
		priv->mn.ops = &gntdev_mmu_ops;
		ret = mmu_notifier_register(&priv->mn, priv->mm);
		mmput(priv->mm);
	}
	if (ret) {
		kfree(priv);
		return ret;
	}
	flip->private_data = priv;
	return 0;
}

static int gntdev_release(struct inode *inode, struct file *flip)
{
	struct gntdev_priv *priv = flip->private_data;
	struct grant_map *map, *n;

	list_for_each_entry_safe(map, n, &priv->maps, next) {
		list_del(&map->next);
		gntdev_put_map(map);
	}
	if (use_ptemod)
		mmu_notifier_unregister(&priv->mn, priv->mm);
	kfree(priv);
	return 0;
}

static long
gntdev_ioctl_map_grant_ref(struct gntdev_priv *priv,
			   struct ioctl_gntdev_map_grant_ref __user *u)
{
	struct ioctl_gntdev_map_grant_ref op;
	struct grant_map *map;

	if (copy_from_user(&op, u, sizeof(op)))
		return -EFAULT;
	if ((int)op.count <= 0)
		return -EINVAL;

	map = gntdev_alloc_map(priv, op.count);
	if (!map)
		return -ENOMEM;
	if (atomic_add_return(op.count, &pages_mapped) > limit) {
		gntdev_put_map(map);
		return -ENOMEM;
	}
	if (copy_from_user(map->grants, &u->refs,
			   sizeof(map->grants[0]) * op.count)) {
		gntdev_put_map(map);
		return -EFAULT;
	}

	spin_lock(&priv->lock);
	gntdev_add_map(priv, map);
	op.index = (u64)map->index << PAGE_SHIFT;
	spin_unlock(&priv->lock);

	return copy_to_user(u, &op, sizeof(op)) ? -EFAULT : 0;
}

static long
gntdev_ioctl_unmap_grant_ref(struct gntdev_priv *priv,
			     struct ioctl_gntdev_unmap_grant_ref __user *u)
{
	struct ioctl_gntdev_unmap_grant_ref op;
	struct grant_map *map;

	if (copy_from_user(&op, u, sizeof(op)))
		return -EFAULT;

	spin_lock(&priv->lock);
	map = gntdev_find_map(priv, op.index >> PAGE_SHIFT, op.count);
	if (map)
		list_del(&map->next);
	spin_unlock(&priv->lock);

	gntdev_put_map(map);
	return map ? 0 : -ENOENT;
}

static long gntdev_ioctl_get_offset_for_vaddr(
	struct gntdev_priv *priv,
	struct ioctl_gntdev_get_offset_for_vaddr __user *u)
{
	struct ioctl_gntdev_get_offset_for_vaddr op;
	struct vm_area_struct *vma;
	struct grant_map *map;

	if (copy_from_user(&op, u, sizeof(op)))
		return -EFAULT;
	vma = find_vma(current->mm, (unsigned long)op.vaddr);
	if (!vma || vma->vm_ops != &gntdev_vmops)
		return -EINVAL;
	map = vma->vm_private_data;
	if (!map)
		return -EINVAL;
	op.offset = (u64)map->index << PAGE_SHIFT;
	op.count = map->count;
	return copy_to_user(u, &op, sizeof(op)) ? -EFAULT : 0;
}

static long set_unmap_notify(struct gntdev_priv *priv,
			     struct ioctl_gntdev_unmap_notify __user *u)
{
	struct ioctl_gntdev_unmap_notify op;
	struct grant_map *map, *found = NULL;
	long rc = -ENOENT;

	if (copy_from_user(&op, u, sizeof(op)))
		return -EFAULT;
	if (op.action & ~(UNMAP_NOTIFY_CLEAR_BYTE | UNMAP_NOTIFY_SEND_EVENT))
		return -EINVAL;

	spin_lock(&priv->lock);
	list_for_each_entry(map, &priv->maps, next) {
		u64 begin = (u64)map->index << PAGE_SHIFT;
		u64 end = (u64)(map->index + map->count) << PAGE_SHIFT;

		if (op.index >= begin && op.index < end) {
			found = map;
			break;
		}
	}
	if (found) {
		rc = -EINVAL;
		if (!(op.action & UNMAP_NOTIFY_CLEAR_BYTE) ||
		    !(found->flags & GNTMAP_readonly)) {
			found->notify.flags = op.action;
			found->notify.addr =
				op.index - ((u64)found->index << PAGE_SHIFT);
			found->notify.event = op.event_channel_port;
			rc = 0;
		}
	}
	spin_unlock(&priv->lock);
	return rc;
}

static long gntdev_ioctl(struct file *flip, unsigned int cmd, unsigned long arg)
{
	struct gntdev_priv *priv = flip->private_data;
	void __user *u = (void __user *)arg;

	switch (cmd) {
	case IOCTL_GNTDEV_MAP_GRANT_REF:
		return gntdev_ioctl_map_grant_ref(priv, u);
	case IOCTL_GNTDEV_UNMAP_GRANT_REF:
		return gntdev_ioctl_unmap_grant_ref(priv, u);
	case IOCTL_GNTDEV_GET_OFFSET_FOR_VADDR:
		return gntdev_ioctl_get_offset_for_vaddr(priv, u);
	case IOCTL_GNTDEV_SET_UNMAP_NOTIFY:
		return set_unmap_notify(priv, u);
	default:
		return -ENOTTY;
	}
}

/* The part of mmap that runs under the lock: which map, and with what access. */
static struct grant_map *claim_map(struct gntdev_priv *priv,
				   struct vm_area_struct *vma)
{
	struct grant_map *map =
		gntdev_find_map(priv, vma->vm_pgoff, vma_pages(vma));
	bool writable = vma->vm_flags & VM_WRITE;

	if (!map || (use_ptemod && map->vma))
		return NULL;
	if (use_ptemod && priv->mm != vma->vm_mm) {
		pr_warning("gntdev: map and mmap by different processes\n");
		return NULL;
	}
	if (!map->flags)
		map->flags = GNTMAP_host_map | (writable ? 0 : GNTMAP_readonly);
	else if (writable && (map->flags & GNTMAP_readonly))
		return NULL;

	atomic_inc(&map->users);
	vma->vm_private_data = map;
	if (use_ptemod)
		map->vma = vma;
	return map;
}

static int gntdev_mmap(struct file *flip, struct vm_area_struct *vma)
{
	struct gntdev_priv *priv = flip->private_data;
	struct grant_map *map;
	int err = 0;

	if ((vma->vm_flags & VM_WRITE) && !(vma->vm_flags & VM_SHARED))
		return -EINVAL;

	spin_lock(&priv->lock);
	map = claim_map(priv, vma);
	spin_unlock(&priv->lock);
	if (!map)
		return -EINVAL;

	vma->vm_ops = &gntdev_vmops;
	vma->vm_flags |= VM_RESERVED | VM_DONTCOPY | VM_DONTEXPAND | VM_PFNMAP;

	if (use_ptemod)
		err = apply_to_page_range(vma->vm_mm, vma->vm_start,
					  vma->vm_end - vma->vm_start,
					  find_grant_ptes, map);
	if (!err)
		err = map_grant_pages(map);
	if (err) {
		if (use_ptemod)
			map->vma = NULL;
		gntdev_put_map(map);
	}
	return err;
}

static const struct file_operations gntdev_fops = {
	.owner = THIS_MODULE,
	.open = gntdev_open,
	.release = gntdev_release,
	.mmap = gntdev_mmap,
	.unlocked_ioctl = gntdev_ioctl,
};

static struct miscdevice gntdev_miscdev = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "xen/gntdev",
	.fops = &gntdev_fops,
};

static int __init gntdev_init(void)
{
	use_ptemod = xen_pv_domain();
	return misc_register(&gntdev_miscdev);
}
module_init(gntdev_init);
