// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../../abi/errno.ts";
import { hi32, lo32, type Pfn, type Vaddr, vaddr } from "../../machine/units.ts";
import type { RunState } from "../run-state.ts";
import type { StepOf, ViewRef } from "../step-schema.ts";

const EFAULT = -ERRNO.EFAULT;

export function kmap(run: RunState, step: StepOf<"kmap">): null {
  const page = run.pfnOf(step.page);
  run.kmapped = true;
  const va = run.guest.callVa("hb_kmap", page);
  const known = run.kmaps.get(page);
  const mapping = known ?? { va, pfn: page, users: 0 };
  const current = mapping.va === va ? mapping : { va, pfn: page, users: mapping.users };
  if (current.users++ === 0 && run.guest.isHighmem(page)) run.noteEntry(va, false);
  run.kmaps.set(page, current);
  if (step.as !== undefined) run.mappings.set(step.as, current);
  return null;
}

export function kunmap(run: RunState, step: StepOf<"kunmap">): null {
  const page = run.pfnOf(step.page);
  const mapping = run.kmaps.get(page);
  if (mapping === undefined || mapping.users === 0) throw run.error("kunmap of a page that is not kmapped");
  mapping.users--;
  run.guest.call("hb_kunmap", page);
  return null;
}

export function kmapAtomic(run: RunState, step: StepOf<"kmap-atomic">): null {
  const page = run.pfnOf(step.page);
  const mapping = { va: run.guest.callVa("hb_kmap_atomic", page), pfn: page, users: 1 };
  if (run.guest.isHighmem(page)) run.noteEntry(mapping.va, false);
  run.atomics.set(step.as, mapping);
  run.mappings.set(step.as, mapping);
  return null;
}

export function kunmapAtomic(run: RunState, step: StepOf<"kunmap-atomic">): null {
  const mapping = run.atomics.get(step.mapping);
  if (mapping === undefined) throw run.error(`there is no atomic mapping "${step.mapping}"`);
  run.atomics.delete(step.mapping);
  run.guest.call("hb_kunmap_atomic", lo32(mapping.va), hi32(mapping.va));
  return null;
}

export function kmapFlush(run: RunState): null {
  run.guest.call("hb_kmap_flush");
  return null;
}

export function lazyMmu(run: RunState, step: StepOf<"lazy-mmu">): null {
  run.guest.call("hb_lazy_mmu", step.enter ? 1 : 0);
  return null;
}

function mappedVa(run: RunState, ref: ViewRef): Vaddr {
  const va = run.vaOf(ref);
  if (va === null) throw run.error("a highmem page has no kernel address unless it is kmapped");
  return va;
}

function viewedPage(run: RunState, ref: ViewRef): Pfn {
  return "mapping" in ref ? run.mappings.get(ref.mapping)!.pfn : run.pfnOf(ref);
}

export function kernelRead(run: RunState, step: StepOf<"kernel-read">): number {
  const va = vaddr(mappedVa(run, step.at) + step.offset);
  const value = run.guest.machine.readBytes(0, va, 1, false)?.[0] ?? EFAULT;
  run.noteView(viewedPage(run, step.at), va);
  return value;
}

export function kernelWrite(run: RunState, step: StepOf<"kernel-write">): number {
  const va = vaddr(mappedVa(run, step.at) + step.offset);
  const ok = run.guest.machine.writeBytes(0, va, Uint8Array.of(step.value), false);
  run.noteView(viewedPage(run, step.at), va);
  return ok ? 0 : EFAULT;
}

export function setPte(run: RunState, step: StepOf<"set-pte">): number {
  const va = mappedVa(run, step.at);
  const page = run.pfnOf(step.page);
  const result = run.guest.call("hb_set_pte", lo32(va), hi32(va), page);
  run.noteEntry(va, page !== viewedPage(run, step.at));
  return result;
}

export function pteClear(run: RunState, step: StepOf<"pte-clear">): number {
  const va = mappedVa(run, step.at);
  const result = run.guest.call("hb_pte_clear", lo32(va), hi32(va));
  run.noteEntry(va, true);
  return result;
}
