// SPDX-License-Identifier: GPL-2.0-only

import * as v from "valibot";
import { ERRNO } from "../../abi/errno.ts";
import { hi32, lo32, type Pfn, type Vaddr, vaddr } from "../../machine/units.ts";
import { means } from "../means.ts";
import { namesOf, page, type ViewRef, view } from "../page-ref.ts";
import { pageWords } from "../page-words.ts";
import type { RunState } from "../run/run-state.ts";
import { defineStep } from "../step-kind.ts";
import { byte, name, offset } from "../step-values.ts";

/*
 * Kernel code that has a page mapped.
 */

const EFAULT = -ERRNO.EFAULT;

function mappedVa(run: RunState, ref: ViewRef): Vaddr {
  const va = run.vaOf(ref);
  if (va === null) throw run.error("a highmem page has no kernel address unless it is kmapped");
  return va;
}

function viewedPage(run: RunState, ref: ViewRef): Pfn {
  return "mapping" in ref ? run.mappings.get(ref.mapping)!.pfn : run.pfnOf(ref);
}

export const kmap = defineStep(
  "kmap",
  { page, as: v.optional(means("name that the address gets", name)) },
  {
    by: "mapping",
    does: "calls kmap",
    tells: (step) =>
      `calls kmap for ${pageWords(step.page)}${step.as === undefined ? "" : `: address ${step.as}`}`,
    gives: (step) => (step.as === undefined ? null : `mapping ${step.as}`),
    uses: (step) => namesOf(step.page),
    run: (run, step) => {
      const own = run.pfnOf(step.page);
      run.kmapped = true;
      const va = run.guest.callVa("hb_kmap", own);
      const known = run.kmaps.get(own);
      const mapping = known ?? { va, pfn: own, users: 0 };
      const current = mapping.va === va ? mapping : { va, pfn: own, users: mapping.users };
      if (current.users++ === 0 && run.guest.isHighmem(own)) run.noteEntry(va, false);
      run.kmaps.set(own, current);
      if (step.as !== undefined) run.mappings.set(step.as, current);
      return null;
    },
  },
);

export const kunmap = defineStep(
  "kunmap",
  { page },
  {
    by: "mapping",
    does: "calls kunmap",
    tells: (step) => `calls kunmap for ${pageWords(step.page)}`,
    uses: (step) => namesOf(step.page),
    run: (run, step) => {
      const own = run.pfnOf(step.page);
      const mapping = run.kmaps.get(own);
      if (mapping === undefined || mapping.users === 0)
        throw run.error("kunmap of a page that is not kmapped");
      mapping.users--;
      run.guest.call("hb_kunmap", own);
      return null;
    },
  },
);

export const kmapAtomic = defineStep(
  "kmap-atomic",
  { page, as: means("name that the address gets", name) },
  {
    by: "mapping",
    does: "calls kmap_atomic",
    tells: (step) => `calls kmap_atomic for ${pageWords(step.page)}: address ${step.as}`,
    gives: (step) => `mapping ${step.as}`,
    uses: (step) => namesOf(step.page),
    needs: { entry: "hb_kmap_atomic", function: "kmap_atomic" },
    run: (run, step) => {
      const own = run.pfnOf(step.page);
      const mapping = { va: run.guest.callVa("hb_kmap_atomic", own), pfn: own, users: 1 };
      if (run.guest.isHighmem(own)) run.noteEntry(mapping.va, false);
      run.atomics.set(step.as, mapping);
      run.mappings.set(step.as, mapping);
      return null;
    },
  },
);

export const kunmapAtomic = defineStep(
  "kunmap-atomic",
  { mapping: means("name that kmap-atomic gave", name) },
  {
    by: "mapping",
    does: "calls kunmap_atomic",
    tells: (step) => `calls kunmap_atomic for address ${step.mapping}`,
    uses: (step) => [`mapping ${step.mapping}`],
    needs: { entry: "hb_kunmap_atomic", function: "kunmap_atomic" },
    run: (run, step) => {
      const mapping = run.atomics.get(step.mapping);
      if (mapping === undefined) throw run.error(`there is no atomic mapping "${step.mapping}"`);
      run.atomics.delete(step.mapping);
      run.guest.call("hb_kunmap_atomic", lo32(mapping.va), hi32(mapping.va));
      return null;
    },
  },
);

export const kmapFlush = defineStep(
  "kmap-flush",
  {},
  {
    by: "mapping",
    does: "flushes kmap entries that nobody uses, as a kernel does when it is out of them",
    tells: () => "flushes the kmap entries that nobody uses",
    run: (run) => {
      run.guest.call("hb_kmap_flush");
      return null;
    },
  },
);

export const lazyMmu = defineStep(
  "lazy-mmu",
  { enter: means("enters it, else leaves it", v.boolean()) },
  {
    by: "mapping",
    does: "enters or leaves lazy MMU mode",
    tells: (step) => `${step.enter ? "enters" : "leaves"} lazy MMU mode`,
    needs: { entry: "hb_lazy_mmu", function: "xen_leave_lazy_mmu" },
    run: (run, step) => {
      run.guest.call("hb_lazy_mmu", step.enter ? 1 : 0);
      return null;
    },
  },
);

export const kernelRead = defineStep(
  "kernel-read",
  { at: view, offset },
  {
    by: "mapping",
    does: "reads a byte; the result is the byte",
    tells: (step) => `reads ${pageWords(step.at)} at offset ${step.offset}`,
    uses: (step) => namesOf(step.at),
    isAccess: true,
    run: (run, step) => {
      const va = vaddr(mappedVa(run, step.at) + step.offset);
      const value = run.guest.machine.readBytes(0, va, 1, false)?.[0] ?? EFAULT;
      run.noteView(viewedPage(run, step.at), va);
      return value;
    },
  },
);

export const kernelWrite = defineStep(
  "kernel-write",
  { at: view, offset, value: means("the byte", byte) },
  {
    by: "mapping",
    does: "writes a byte",
    tells: (step) => `writes ${step.value} to ${pageWords(step.at)} at offset ${step.offset}`,
    uses: (step) => namesOf(step.at),
    isAccess: true,
    run: (run, step) => {
      const va = vaddr(mappedVa(run, step.at) + step.offset);
      const ok = run.guest.machine.writeBytes(0, va, Uint8Array.of(step.value), false);
      run.noteView(viewedPage(run, step.at), va);
      return ok ? 0 : EFAULT;
    },
  },
);

export const setPte = defineStep(
  "set-pte",
  { at: means("whose entry", view), page: means("what it shows from now on", page) },
  {
    by: "mapping",
    does: "sets the entry of a kernel address to a page, by set_pte",
    tells: (step) => `sets the entry of ${pageWords(step.at)} to show ${pageWords(step.page)} (set_pte)`,
    uses: (step) => [...namesOf(step.page), ...namesOf(step.at)],
    needs: { entry: "hb_set_pte", function: "xen_set_pte" },
    run: (run, step) => {
      const va = mappedVa(run, step.at);
      const shown = run.pfnOf(step.page);
      const result = run.guest.call("hb_set_pte", lo32(va), hi32(va), shown);
      run.noteEntry(va, shown !== viewedPage(run, step.at));
      return result;
    },
  },
);

export const pteClear = defineStep(
  "pte-clear",
  { at: means("whose entry", view) },
  {
    by: "mapping",
    does: "clears the entry of a kernel address, by pte_clear",
    tells: (step) => `clears the entry of ${pageWords(step.at)} (pte_clear)`,
    uses: (step) => namesOf(step.at),
    needs: { entry: "hb_pte_clear", function: "xen_set_pte" },
    run: (run, step) => {
      const va = mappedVa(run, step.at);
      const result = run.guest.call("hb_pte_clear", lo32(va), hi32(va));
      run.noteEntry(va, true);
      return result;
    },
  },
);
