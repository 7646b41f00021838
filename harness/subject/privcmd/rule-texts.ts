// SPDX-License-Identifier: GPL-2.0-only
import type { RuleText } from "../rule-text.ts";

/** What the rules of privcmd mean (invariants.ts has them). */
export const PRIVCMD_RULE_TEXTS: Readonly<Record<string, RuleText>> = {
  "foreign-view": {
    brief: "a process sees the foreign frames it was told of",
    means: `What a process was told of each frame of another domain is what it sees: the frame that it asked for at that address, or, where it was told of an error, nothing.`,
    example: `for (i = 0; i < n; i++)
	err[i] = remap_one(vma, addr, frames[i]);   /* addr never moves */`,
    shown: `wrong foreign mapping: another frame than was asked for
  after:    page 1 of m shows frame 0x2f1
  expected: frame 0x2f2`,
    remedy: `Check that address and frame advance together, also where one frame fails, and that the error of each frame gets to the place of that frame.`,
  },
  "foreign-rights": {
    brief: "foreign memory mapped read-only cannot be written",
    means: `What a process maps of another domain without PROT_WRITE, it cannot write.`,
    example: `prot = PAGE_SHARED;               /* in place of vma->vm_page_prot */
remap_frames(vma, frames, n, prot);`,
    shown: `wrong access rights to foreign memory
  after:    page 0 of m, mapped to be read, can be written
  expected: frame 0x2f1`,
    remedy: `Pass on the protection of the vma, and refuse a writable mapping of what was set up to be read.`,
  },
  "foreign-leak": {
    brief: "no foreign mapping outlives its process",
    means: `Once every process is gone and every file closed, no page-table entry maps a frame of another domain.`,
    example: `static void gizmo_close(struct vm_area_struct *vma)
{
	kfree(vma->vm_private_data);  /* and the entries stay */
}`,
    shown: `foreign mapping left behind: foreign frame still mapped
  after:    1 entry still maps frame 0x2f1 of domain 2 when every file and
            process is gone
  expected: none`,
    remedy: `Take the mappings out where the area is closed, and where mapping the rest of an area fails.`,
  },
  restriction: {
    brief: "a restricted file reaches its own domain alone",
    means: `A file that was restricted to one domain (IOCTL_PRIVCMD_RESTRICT) reaches no other domain by any ioctl, and makes no hypercall of the process's own choice.`,
    example: `case IOCTL_GIZMO_MAP:             /* does not look at the file's domid */
	return gizmo_map(udata);`,
    shown: `restriction of the file not kept: another domain by a restricted file
  after:    a file that is restricted to domain 2 asks Xen for domain 3
  expected: -EPERM`,
    remedy: `Compare the domain that is asked for with that of the file in every ioctl that names one, before Xen is asked.`,
  },
  "buffer-limit": {
    brief: "a call pins a limited number of pages",
    means: `How many pages one call pins has a limit that the process does not choose.`,
    example: `pages = kcalloc(kdata.num, sizeof(*pages), GFP_KERNEL);
/* kdata.num is as the process has it */`,
    shown: `too many pages pinned: buffers of a device model's call
  expected: a limit`,
    remedy: `Refuse a count beyond a limit with -E2BIG before anything is allocated, and count what a call adds up to as well.`,
  },
  "unknown-ioctl": {
    brief: "an unknown ioctl returns -ENOTTY",
    means: `An ioctl that the driver does not know returns -ENOTTY. Programs tell by it an old kernel from a call that failed.`,
    example: `default:
	return -EINVAL;`,
    shown: `answer to an unknown ioctl
  after:    an ioctl that the driver does not know returns -EINVAL
  expected: -ENOTTY`,
    remedy: `Return -ENOTTY in the default case. -EINVAL is for a known ioctl with bad arguments.`,
  },
};
