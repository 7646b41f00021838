// SPDX-License-Identifier: GPL-2.0-only
import { GNTMAP } from "../../hypervisor/constants.ts";
import { domid, hi32, lo32, PAGE_SIZE, type Pfn, pfn, vaddr } from "../../machine/units.ts";
import type { GrantedPage } from "../granted-page.ts";
import type { RunState } from "../run-state.ts";
import type { StepOf } from "../step-schema.ts";

/** The first of the ops that add-override has for itself, one for each page; api-map's are counted from 0. */
const OVERRIDE_OPS = 32;
const NR_OVERRIDE_OPS = 32;

/** A kernel caller of gnttab_map_refs: for each op an entry of a process's page table, and a ballooned page. */
export function apiMap(run: RunState, step: StepOf<"api-map">): number {
  const { guest } = run;
  const process = run.process("p");
  // an op by virtual address means this process's
  guest.space = process.space;
  guest.machine.currentSpace = process.space;
  const pages: GrantedPage[] = [];
  step.ops.forEach((op, i) => {
    const va = vaddr(process.nextVa + i * PAGE_SIZE);
    const pte = guest.machine.allocUserPte(process.space, va);
    const page = takePage(run, op.page);
    if (pte === 0) throw run.error("no page table left for an api-map");
    const where = guest.machine.maddrOfLin(pte);
    const flags =
      GNTMAP.host_map |
      GNTMAP.application_map |
      (op.readonly ? GNTMAP.readonly : 0) |
      (op.containsPte ? GNTMAP.contains_pte : 0);
    const host = op.containsPte ? where : va;
    guest.call("hb_map_op", i, op.domain, op.ref, flags, lo32(host), hi32(host), page);
    run.used.add(page);
    guest.kernel.views.expectKernelMapping(page, step.kernelOps);
    pages.push({
      map: "api",
      page: i,
      pfn: page,
      mfn: guest.grantedFrame(op.domain, op.ref),
      readonly: op.readonly,
      kernelView: step.kernelOps,
      space: process.space,
      userVa: va,
      mapped: false,
    });
  });
  process.nextVa += (step.ops.length + 1) * PAGE_SIZE;
  run.api = pages;
  const result = guest.call("hb_map_refs", step.ops.length, step.kernelOps ? 1 : 0);
  pages.forEach((page, i) => {
    page.mapped = guest.call("hb_map_status", i) === 0 && result === 0;
  });
  return result;
}

function takePage(run: RunState, kind: "lowmem" | "highmem"): Pfn {
  const page = run.guest.balloon.takeOne((one) => run.guest.isHighmem(one) === (kind === "highmem"));
  if (page === -1) throw run.error("no ballooned page left for an api-map");
  return pfn(page);
}

export function apiUnmap(run: RunState, step: StepOf<"api-unmap">): number {
  const count = step.count ?? run.api.length - step.first;
  for (const page of run.api.slice(step.first, step.first + count)) page.mapped = false;
  const result = run.guest.call("hb_unmap_refs", step.first, count);
  // pages that could not be unmapped are kept: a caller may try again
  if (result === 0) {
    for (const page of run.api.slice(step.first, step.first + count)) run.guest.balloon.give(page.pfn);
  }
  return result;
}

export function addOverride(run: RunState, step: StepOf<"add-override">): number {
  const frame = run.guest.machine.domainFrame(domid(step.domain), step.frame);
  if (frame === -1) throw run.error(`domain ${step.domain} has no frame ${step.frame}`);
  const page = run.pfnOf(step.page);
  run.used.add(page);
  run.grantedFrames.add(frame);
  const op = overrideOp(run, page);
  // fills in the op for the kernel's own mapping
  run.guest.call("hb_map_op", op, step.domain, step.ref, GNTMAP.host_map | GNTMAP.contains_pte, 0, 0, page);
  return run.guest.call("hb_add_override", frame, page, op, step.keepMapping ? 1 : 0);
}

function overrideOp({ overridden }: RunState, page: Pfn): number {
  const nth = overridden.get(page) ?? overridden.size;
  overridden.set(page, nth);
  return OVERRIDE_OPS + (nth % NR_OVERRIDE_OPS);
}

export function removeOverride(run: RunState, step: StepOf<"remove-override">): number {
  const page = run.pfnOf(step.page);
  return run.guest.call("hb_remove_override", page, overrideOp(run, page), step.keepMapping ? 1 : 0);
}
