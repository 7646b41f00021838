// SPDX-License-Identifier: GPL-2.0-only
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Base } from "../../harness/base/base.ts";
import { openTree } from "../../harness/base/open-tree.ts";
import { projectRoot } from "../../harness/base/project-root.ts";
import { treeBase } from "../../harness/base/tree-base.ts";
import { referenceBase } from "./check.ts";
import { replaceOnce } from "./edit-mail.ts";
import { writeFiles } from "./fake-tree.ts";

const P2M = "arch/x86/xen/p2m.c";
const PAGE_H = "arch/x86/include/asm/xen/page.h";

/** What builds the p2m of such a kernel out of the list that it is booted with, below the miniature's own text. */
const BUILD = `
#include <asm/xen/hypervisor.h>

extern void *extend_brk(size_t size, size_t align);
static unsigned long *p2m_missing;

void __init xen_build_dynamic_phys_to_machine(void)
{
	unsigned long *list = (unsigned long *)xen_start_info->mfn_list;
	unsigned long pfn;

	p2m_missing = extend_brk(PAGE_SIZE, PAGE_SIZE);
	p2m_missing[0] = INVALID_P2M_ENTRY;
	for (pfn = 0; pfn < xen_start_info->nr_pages; pfn++)
		BUG_ON(!set_phys_to_machine(pfn, list[pfn]));
	m2p_override_init();
}
`;

/** A p2m that is booted by a function of its own file, and keeps the rest to itself. */
const bootedByItself = (text: string): string =>
  `${replaceOnce(text, "\nvoid m2p_override_init(void)\n{", "\nstatic void __init m2p_override_init(void)\n{")}${BUILD}`;

/**
 * The miniature's own kernel files as a tree of version 3.0: with the headers of test/fixtures/trees/shape-3.0, which
 * hold what a kernel of that age has and the miniature has not (assembly, stores that Xen traps, zones, …).
 *
 * @param dir folder to make it in
 */
export async function shapeTree(dir: string): Promise<Base> {
  const root = projectRoot();
  const to = (...parts: string[]): string => join(dir, ...parts);
  mkdirSync(to("arch/x86/include"), { recursive: true });
  for (const name of ["linux", "xen"])
    cpSync(join(root, "csrc/include", name), to("include", name), { recursive: true });
  cpSync(join(root, "csrc/include/asm"), to("arch/x86/include/asm"), { recursive: true });
  const files = new Map((await referenceBase()).files);
  files.set(P2M, bootedByItself(files.get(P2M)!));
  files.set(PAGE_H, replaceOnce(files.get(PAGE_H)!, "extern void m2p_override_init(void);", ""));
  writeFiles(dir, Object.fromEntries(files));
  cpSync(join(root, "test/fixtures/trees/shape-3.0"), dir, { recursive: true });
  return treeBase(openTree(dir, { from: "in the shape of 3.0", identity: null, kconfig: null }));
}
