// SPDX-License-Identifier: GPL-2.0-only
import type { Guest } from "../../guest/guest.ts";
import { lastMark } from "../../guest/memory/mark-watch.ts";
import type { GrantName } from "../../hypervisor/grants/grant-name.ts";
import { PTE } from "../../machine/pte.ts";
import { type Lin, type Maddr, type Mfn, type Pfn, pfn, type Vaddr } from "../../machine/units.ts";
import type { GrantedPage } from "./mapped-page.ts";
import type { PageProbe } from "./run-record.ts";
import type { RunState } from "./run-state.ts";

/** What hb_find_override gives where the kernel under test keeps no list of overrides. */
export const NO_OVERRIDES = -2;

/**
 * Looks at each page that stands for a granted frame now, from the kernel's side, the user's, and through the
 * translations. Reads only; adds a probe for each kernel mapping of the page, at least one.
 */
export function probePages(run: RunState, step: number, probes: PageProbe[]): void {
  const { guest } = run;
  const grants = grantsByFrame(guest);
  for (const page of run.grantedPages()) {
    if (!page.mapped) continue;
    const user = guest.machine.userPte(page.space, page.userVa);
    const common: Seen = {
      step,
      map: page.map,
      page: page.page,
      pfn: page.pfn,
      mfn: page.mfn,
      userPte: at(guest, user),
      userMfn: guest.machine.mappedFrame(user),
      readonly: page.readonly,
      userCanWrite: isWritable(guest, user),
      override: override(guest, page),
      p2m: guest.ask("hb_p2m", page.pfn, 0) >>> 0,
      foreign: foreign(guest, page.pfn),
      grants: grants.get(page.mfn) ?? NO_GRANTS,
    };
    for (const va of page.kernelView ? kernelAddresses(run, page.pfn) : [null]) {
      const pte = va === null ? 0 : guest.machine.kernelPte(va);
      probes.push({ ...common, kernelPte: at(guest, pte), kernelMfn: guest.machine.mappedFrame(pte) });
    }
  }
}

/** What is the same for all kernel mappings of a page. */
type Seen = Omit<PageProbe, "kernelPte" | "kernelMfn">;

const NO_GRANTS: PageProbe["grants"] = [];

/** Which grants of a frame are mapped now. */
function grantsByFrame(guest: Guest): ReadonlyMap<Mfn, PageProbe["grants"]> {
  const found = new Map<Mfn, GrantName[]>();
  for (const { mfn: frame, granter: domain, ref } of guest.hypervisor.liveHandles()) {
    const same = found.get(frame);
    if (same === undefined) found.set(frame, [{ domain, ref }]);
    else same.push({ domain, ref });
  }
  return found;
}

/** The addresses at which kernel code sees a page now; [null] for a highmem page that nobody has kmapped. */
function kernelAddresses(run: RunState, page: Pfn): readonly (Vaddr | null)[] {
  if (run.rewritten.size === 0) return allAddresses(run, page);
  const found = allAddresses(run, page).filter((va) => va === null || !run.rewritten.has(va));
  return found.length === 0 ? [null] : found;
}

function allAddresses(run: RunState, page: Pfn): readonly (Vaddr | null)[] {
  if (run.atomics.size === 0 || !run.guest.isHighmem(page)) return [run.kernelVa(page)];
  const atomics = [...run.atomics.values()].filter((mapping) => mapping.pfn === page);
  if (atomics.length === 0) return [run.kernelVa(page)];
  const kmap = run.kernelVa(page);
  return [...(kmap === null ? [] : [kmap]), ...atomics.map((mapping) => mapping.va)];
}

const at = (guest: Guest, pte: Lin | 0): Maddr | -1 => (pte === 0 ? -1 : guest.machine.maddrOfLin(pte));

/** @returns undefined where the kernel keeps no such mark */
function foreign(guest: Guest, page: Pfn): PageProbe["foreign"] {
  if (!guest.has("hb_read_foreign")) return undefined;
  guest.ask("hb_read_foreign", page);
  return lastMark(guest.loaded);
}

const WRITABLE = PTE.P | PTE.RW;

const isWritable = (guest: Guest, pte: Lin | 0): boolean =>
  pte !== 0 && (guest.machine.readPteLo(pte) & WRITABLE) === WRITABLE;

function override(guest: Guest, page: GrantedPage): Pfn | -1 {
  const found = guest.ask("hb_find_override", page.mfn);
  // a kernel that keeps no such list knows its page by other means
  if (found === NO_OVERRIDES) return page.pfn;
  return found === -1 ? -1 : pfn(found);
}
