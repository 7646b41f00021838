// SPDX-License-Identifier: GPL-2.0-only

import * as v from "valibot";
import { many } from "../../base/many.ts";
import { GNTMAP } from "../../hypervisor/constants.ts";
import { hi32, lo32, PAGE_SIZE, type Pfn, pfn, vaddr } from "../../machine/units.ts";
import { frameOf } from "../common/frame-of.ts";
import { grantWords } from "../grant-words.ts";
import { means } from "../means.ts";
import { namesOf, page } from "../page-ref.ts";
import { pageWords } from "../page-words.ts";
import { type GrantedPage, isGranted } from "../run/mapped-page.ts";
import { ofRun } from "../run/of-run.ts";
import { API, type RunState } from "../run/run-state.ts";
import { defineStep } from "../step-kind.ts";
import { count, domain, small } from "../step-values.ts";

/*
 * Kernel code that calls the grant functions.
 */

/** The first of the ops that add-override has for itself, one for each page; api-map's are counted from 0. */
const OVERRIDE_OPS = 32;
const NR_OVERRIDE_OPS = 32;

/** Which override each page was given, from 0. */
const overriddenOf = ofRun(() => new Map<Pfn, number>());

function takePage(run: RunState, kind: "lowmem" | "highmem"): Pfn {
  const page = run.guest.balloon.takeOne((one) => run.guest.isHighmem(one) === (kind === "highmem"));
  if (page === -1) throw run.error("no ballooned page left for an api-map");
  return pfn(page);
}

function overrideOp(run: RunState, page: Pfn): number {
  const overridden = overriddenOf(run);
  const nth = overridden.get(page) ?? overridden.size;
  overridden.set(page, nth);
  return OVERRIDE_OPS + (nth % NR_OVERRIDE_OPS);
}

/** A kernel caller of gnttab_map_refs: for each op an entry of a process's page table, and a ballooned page. */
export const apiMap = defineStep(
  "api-map",
  {
    ops: v.pipe(
      v.array(
        v.strictObject({
          domain: means("who granted", domain),
          ref: means("grant reference", count),
          readonly: v.optional(means("GNTMAP_readonly", v.boolean()), false),
          containsPte: v.optional(means("GNTMAP_contains_pte", v.boolean()), true),
          page: v.optional(means("ballooned page", v.picklist(["lowmem", "highmem"])), "lowmem"),
        }),
      ),
      v.minLength(1),
      v.maxLength(32),
    ),
    kernelOps: v.optional(means("with kmap_ops", v.boolean()), true),
  },
  {
    by: "api",
    does: "calls gnttab_map_refs for ballooned pages and entries of a process's page table",
    tells: ({ ops, kernelOps }) => {
      const pages = [...new Set(ops.map(({ page: kind }) => kind))].join(" and ");
      const refs = grantWords(ops.map(({ domain: of, ref }) => [of, ref]));
      return `calls gnttab_map_refs for ${refs}, into ${pages} pages, with${kernelOps ? "" : "out"} kmap_ops`;
    },
    isFoundation: true,
    needs: { entry: "hb_map_refs", function: "gnttab_map_refs" },
    run: (run, step) => {
      const { guest } = run;
      const caller = run.process("p");
      // an op by virtual address means this process's
      guest.space = caller.space;
      guest.machine.currentSpace = caller.space;
      const pages: GrantedPage[] = [];
      step.ops.forEach((op, i) => {
        const va = vaddr(caller.nextVa + i * PAGE_SIZE);
        const pte = guest.machine.allocUserPte(caller.space, va);
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
          map: API,
          page: i,
          pfn: page,
          mfn: guest.grantedFrame(op.domain, op.ref),
          readonly: op.readonly,
          kernelView: step.kernelOps,
          space: caller.space,
          userVa: va,
          mapped: false,
        });
      });
      caller.nextVa += (step.ops.length + 1) * PAGE_SIZE;
      // the last one alone is looked at
      run.maps.delete(API);
      run.maps.set(API, { name: API, process: null, pages, va: null });
      const result = guest.call("hb_map_refs", step.ops.length, step.kernelOps ? 1 : 0);
      pages.forEach((page, i) => {
        page.mapped = guest.call("hb_map_status", i) === 0 && result === 0;
      });
      return result;
    },
  },
);

/** And of gnttab_unmap_refs, for these pages. */
export const apiUnmap = defineStep(
  "api-unmap",
  {
    first: v.optional(means("first op", small), 0),
    count: v.optional(means("how many; else to the end", small)),
  },
  {
    by: "api",
    does: "calls gnttab_unmap_refs for pages of the last api-map",
    tells: ({ first, count: nr }) =>
      `calls gnttab_unmap_refs for ${nr === undefined ? "the ops" : many(nr, "op")} of gnttab_map_refs, from op ${first} on`,
    needs: { entry: "hb_unmap_refs", function: "gnttab_unmap_refs" },
    run: (run, step) => {
      const all = (run.maps.get(API)?.pages ?? []).filter(isGranted);
      const nr = step.count ?? all.length - step.first;
      for (const page of all.slice(step.first, step.first + nr)) page.mapped = false;
      const result = run.guest.call("hb_unmap_refs", step.first, nr);
      // pages that could not be unmapped are kept: a caller may try again
      if (result === 0) {
        for (const page of all.slice(step.first, step.first + nr)) run.guest.balloon.give(page.pfn);
      }
      return result;
    },
  },
);

export const addOverride = defineStep(
  "add-override",
  {
    domain: means("whose frame", domain),
    frame: means("which of its frames", small),
    page,
    keepMapping: v.optional(means("the kernel's own mapping stays", v.boolean()), true),
    ref: v.optional(means("grant reference of its own op", count), 0),
  },
  {
    by: "api",
    does: "calls m2p_add_override",
    tells: (step) =>
      `calls m2p_add_override: frame ${step.frame} of domain ${step.domain} behind ${pageWords(step.page)}`,
    uses: (step) => namesOf(step.page),
    isFoundation: true,
    needs: { entry: "hb_add_override", function: "m2p_add_override" },
    run: (run, step) => {
      const frame = frameOf(run, step.domain, step.frame);
      const own = run.pfnOf(step.page);
      run.used.add(own);
      run.grantedFrames.add(frame);
      const op = overrideOp(run, own);
      // fills in the op for the kernel's own mapping
      run.guest.call(
        "hb_map_op",
        op,
        step.domain,
        step.ref,
        GNTMAP.host_map | GNTMAP.contains_pte,
        0,
        0,
        own,
      );
      return run.guest.call("hb_add_override", frame, own, op, step.keepMapping ? 1 : 0);
    },
  },
);

export const removeOverride = defineStep(
  "remove-override",
  {
    page,
    keepMapping: v.optional(means("the kernel's own mapping stays", v.boolean()), true),
  },
  {
    by: "api",
    does: "calls m2p_remove_override",
    tells: (step) => `calls m2p_remove_override for ${pageWords(step.page)}`,
    uses: (step) => namesOf(step.page),
    needs: { entry: "hb_remove_override", function: "m2p_remove_override" },
    run: (run, step) => {
      const own = run.pfnOf(step.page);
      return run.guest.call("hb_remove_override", own, overrideOp(run, own), step.keepMapping ? 1 : 0);
    },
  },
);
