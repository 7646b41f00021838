// SPDX-License-Identifier: GPL-2.0-only
import { P2M } from "../abi/numbers.ts";
import { DOMID_SELF, GNTTABOP } from "../hypervisor/constants.ts";
import { structsOf } from "../hypervisor/structs.ts";
import { domid, join64, lin, mfn, pfn, vaddr } from "../machine/units.ts";
import { withWholeStack } from "../machine/with-whole-stack.ts";
import type { Guest } from "./guest.ts";
import { GuestDied, STACK_OVERFLOW } from "./guest-died.ts";

type Import = (...args: number[]) => number | undefined;

/**
 * The table of imports: one entry for each function of csrc/include/hunkbox/imports.h, bound by name. A function that
 * the module declares and nobody models becomes an import that stops the kernel when it is called.
 *
 * @throws Error if the module asks for anything but functions of `env` and WASI's fd_write
 */
export function makeImports(module: WebAssembly.Module, guest: Guest): WebAssembly.ModuleImports {
  const table = kernelImports(guest);
  // a module chooses the names: no object's own constructor or prototype may answer for a function
  const env = Object.create(null) as WebAssembly.ModuleImports;
  for (const wanted of WebAssembly.Module.imports(module)) {
    const isWasi = wanted.module === "wasi_snapshot_preview1";
    if (wanted.kind !== "function" || (isWasi ? wanted.name !== "fd_write" : wanted.module !== "env")) {
      throw new Error(`the module imports ${wanted.module}.${wanted.name}, which no kernel code needs`);
    }
    if (isWasi) continue;
    const model = Object.hasOwn(table, wanted.name) ? table[wanted.name] : undefined;
    const answer = model ?? unmodelled(wanted.name);
    env[wanted.name] = guest.build.flavour === "msan" ? keepingBook(wanted.name, answer, guest) : answer;
  }
  return env;
}

function unmodelled(name: string): Import {
  return () => {
    throw new GuestDied("unmodelled", `unmodelled kernel function ${name} called`);
  };
}

/** What the kernel gets has a value; what it hands over, its own instrumentation looks at. */
function keepingBook(name: string, model: Import, guest: Guest): Import {
  if (name === "hb_msan_warning") return model;
  return (...args) => {
    const result = model(...args);
    guest.values?.afterImport();
    return result;
  };
}

function kernelImports(guest: Guest): Readonly<Record<string, Import>> {
  const text = (at: number, length: number): string =>
    new TextDecoder().decode(guest.u8.subarray(at, at + length));
  const va = (lo: number, hi: number) => vaddr(guest.build.config === "x86_64" ? join64(lo, hi) : lo >>> 0);

  const onOneStack = (hypercall: () => number): number => {
    guest.window?.close();
    guest.views?.look();
    const ret = guest.trace.onOneStack(hypercall);
    guest.window?.open();
    return ret;
  };

  return {
    // memory
    hb_kmalloc: (size, gfp, zero) =>
      guest.heap.allocate(size! >>> 0, gfp!, zero !== 0, zero === 0 ? "kmalloc" : "kzalloc"),
    hb_kfree: (at) => void guest.heap.free(at! >>> 0),
    hb_get_zeroed_page: (gfp) => guest.heap.allocate(4096, gfp!, true, "get_zeroed_page", 4096),
    hb_get_free_page: (gfp) => guest.heap.allocate(4096, gfp!, false, "__get_free_page", 4096),
    hb_free_page: (at) => void guest.heap.free(at! >>> 0, "free_page"),
    hb_note_page_ref: (page, change) =>
      void guest.trace.emit({ kind: "page-ref", pfn: pfn(page! >>> 0), change: change! | 0 }),
    hb_note_page_dirty: (page) => void guest.trace.emit({ kind: "page-dirty", pfn: pfn(page! >>> 0) }),
    hb_lost_page: () => void lostPage(guest),
    hb_copy_from_user: (to, lo, hi, n) => copyFromUser(guest, to! >>> 0, va(lo!, hi!), n! >>> 0),
    hb_copy_to_user: (lo, hi, from, n) => copyToUser(guest, va(lo!, hi!), from! >>> 0, n! >>> 0),
    hb_alloc_ballooned_page: (lowmem) => guest.balloon.take((page) => lowmem === 0 || !guest.isHighmem(page)),
    hb_free_ballooned_page: (page) => void guest.balloon.give(pfn(page! >>> 0)),
    hb_fault_point: (name) => (guest.faults.onUse === null ? 0 : faultPoint(guest, name! >>> 0)),

    // csrc/asan
    hb_asan_bad: (lo, hi, size, write) => void guest.sanitizer?.bad(lo!, hi!, size! >>> 0, write !== 0),
    hb_ubsan: (kind, place, aLo, aHi, bLo, bHi) =>
      void guest.sanitizer?.undefinedBehaviour(
        kind!,
        place! >>> 0,
        [aLo! >>> 0, aHi! >>> 0],
        [bLo! >>> 0, bHi! >>> 0],
      ),

    // csrc/coverage
    hb_gcov_file: (checksum) => void guest.coverage?.nameUnit(checksum!),
    hb_gcov_function: (ident) => void guest.coverage?.nameFunction(ident!),
    hb_gcov_arcs: (count, at) => void guest.coverage?.nameCounters(count! >>> 0, at! >>> 0),

    // csrc/msan
    hb_msan_warning: (origin) => void guest.values?.warning(origin! >>> 0),

    // locks, interrupts, scheduling
    hb_irq_save: () => guest.locks.irqSave(),
    hb_irq_restore: (flags) => void guest.locks.irqRestore(flags!),
    hb_lock: (op, at) => void guest.locks.operate(op!, at! >>> 0),
    hb_assert_held: (at, name, length) =>
      void guest.locks.assertHeld(at! >>> 0, text(name! >>> 0, length! >>> 0)),
    hb_might_sleep: () => void guest.locks.mightSleep("a function that sleeps"),
    hb_wait_forever: () => {
      throw new GuestDied("hang", "waits for a completion that nobody is left to signal");
    },

    // console and death
    hb_warn: (at, length) => void guest.trace.emit({ kind: "warn", text: text(at! >>> 0, length! >>> 0) }),
    hb_bug: () => {
      throw new GuestDied("bug", "kernel BUG");
    },
    hb_out_of_steps: () => {
      throw withWholeStack(() => new GuestDied("hang", "the kernel does not come back: step budget used up"));
    },

    hb_out_of_stack: () => {
      throw new GuestDied("oops", STACK_OVERFLOW);
    },

    // page tables, TLB, frames
    hb_lookup_address: (lo, hi, level) => {
      const found = guest.faults.hit("lookup_address") ? 0 : guest.machine.kernelPte(va(lo!, hi!));
      guest.u32[(level! >>> 0) / 4] = found === 0 ? 0 : 1;
      guest.values?.writes(level! >>> 0, 4);
      return found;
    },
    hb_user_pte: (space, lo, hi, alloc) =>
      alloc === 0
        ? guest.machine.userPte(space!, va(lo!, hi!))
        : guest.machine.allocUserPte(space!, va(lo!, hi!)),
    hb_new_space: () => guest.machine.newSpace(),
    hb_mfn_of_lin: (at) => {
      const address = guest.machine.maddrOfLin(lin(at! >>> 0));
      return address === -1 ? -1 : Math.floor(address / 4096);
    },
    hb_m2p: (frame) => guest.machine.m2p(mfn(frame! >>> 0)),
    hb_note_p2m: (page, frame, flags) => void noteP2m(guest, page! >>> 0, frame! >>> 0, flags!),
    hb_note_lazy: (entered) => void guest.trace.emit({ kind: "lazy-mmu", entered: entered !== 0 }),
    hb_note_evtchn: (port, get) =>
      void guest.trace.emit({ kind: "evtchn-ref", port: port! >>> 0, get: get !== 0 }),
    hb_flush_tlb_one: (lo, hi) => void guest.machine.flushTlbOne(va(lo!, hi!)),
    hb_flush_tlb_all: () => void guest.machine.flushTlbAll(),
    hb_native_set_pte: (ptep, lo, hi) => {
      guest.window?.close();
      if (guest.hypervisor.trapPteWrite(lin(ptep! >>> 0), lo! >>> 0, hi! >>> 0)) {
        guest.window?.open();
        return undefined;
      }
      throw new GuestDied(
        "oops",
        "unable to handle kernel paging request: write to a page table that Xen refuses",
      );
    },

    // hypercalls
    hb_grant_table_op: (cmd, uop, count) => {
      if (cmd === GNTTABOP.unmap_grant_ref) lookAtUnmap(guest, uop! >>> 0, count! >>> 0);
      return onOneStack(() => guest.hypervisor.grantTableOp(cmd! >>> 0, lin(uop! >>> 0), count! >>> 0));
    },
    hb_mmu_update: (req, count, done, dom) =>
      onOneStack(() =>
        guest.hypervisor.mmuUpdate(
          lin(req! >>> 0),
          count! >>> 0,
          lin(done! >>> 0),
          domid(dom! & 0xffff) || domid(DOMID_SELF),
        ),
      ),
    hb_update_va_mapping: (vaLo, vaHi, lo, hi, flags) =>
      onOneStack(() =>
        guest.hypervisor.updateVaMapping(va(vaLo!, vaHi!), lo! >>> 0, hi! >>> 0, flags! >>> 0),
      ),
    hb_multicall: (list, count) =>
      onOneStack(() => guest.hypervisor.multicall(lin(list! >>> 0), count! >>> 0)),
    hb_event_channel_op: (cmd, arg) =>
      onOneStack(() => guest.hypervisor.eventChannelOp(cmd! >>> 0, lin(arg! >>> 0))),
  };
}

/** Who holds a page that is not the allocator's never asked for it to be freed. */
function lostPage(guest: Guest): void {
  const text = "the last reference to a page in use is given back";
  guest.trace.emit({ kind: "rule", rule: "use-after-free", text });
}

/** @returns 1 if the service whose name stands there is to fail */
function faultPoint(guest: Guest, name: number): number {
  return isMadeToFail(guest, stringAt(guest.u8, name)) ? 1 : 0;
}

function isMadeToFail(guest: Guest, point: string): boolean {
  if (!guest.faults.hit(point)) return false;
  guest.trace.emit({ kind: "fault", point });
  return true;
}

/** @returns the characters up to the zero that ends them */
function stringAt(bytes: Uint8Array, at: number): string {
  return new TextDecoder().decode(bytes.subarray(at, bytes.indexOf(0, at)));
}

/** Ops of a batch that are looked at; a driver's has a page's at most. */
const MOST_OPS = 1024;

function lookAtUnmap(guest: Guest, ops: number, count: number): void {
  const { bytes, handle } = structsOf(guest.machine.arch.longBytes === 8).unmap_grant_ref;
  const going = new Set<number>();
  for (let i = 0; i < Math.min(count, MOST_OPS); i++)
    going.add(guest.u32[(ops + i * bytes + handle) >>> 2] ?? 0);
  const live = guest.hypervisor.liveHandles();
  guest.views?.lookAtUnmap(live, going);
  guest.marks?.lookAtUnmap(live);
}

function noteP2m(guest: Guest, page: number, frame: number, flags: number): void {
  const shown = (flags & P2M.invalid) !== 0 ? -1 : mfn(frame & 0x0fff_ffff);
  const foreign = (flags & P2M.foreign) !== 0;
  const identity = (flags & P2M.identity) !== 0;
  guest.trace.emit({ kind: "p2m", pfn: pfn(page), mfn: shown, foreign, identity });
  guest.views?.noteP2m(pfn(page), shown, foreign);
}

/** @returns bytes not copied, as copy_from_user (kernel: _copy_from_user) */
function copyFromUser(guest: Guest, to: number, from: ReturnType<typeof vaddr>, n: number): number {
  guest.locks.mightSleep("copy_from_user");
  guest.sanitizer?.checkRange(to, n, true, "copy_from_user");
  if (to + n > guest.u8.length) throw new GuestDied("oops", "unable to handle kernel paging request");
  const fails = n > guest.u8.length || isMadeToFail(guest, "copy_from_user");
  const bytes = fails ? null : guest.machine.readBytes(guest.space, from, n, true);
  // what cannot be copied reads as zero
  if (bytes === null) guest.u8.fill(0, to, to + n);
  else guest.u8.set(bytes, to);
  guest.values?.writes(to, n);
  return bytes === null ? n : 0;
}

/** @returns bytes not copied, as copy_to_user */
function copyToUser(guest: Guest, to: ReturnType<typeof vaddr>, from: number, n: number): number {
  guest.locks.mightSleep("copy_to_user");
  guest.sanitizer?.checkRange(from, n, false, "copy_to_user");
  guest.values?.leaves(from, n);
  if (from + n > guest.u8.length) throw new GuestDied("oops", "unable to handle kernel paging request");
  if (isMadeToFail(guest, "copy_to_user")) return n;
  return guest.machine.writeBytes(guest.space, to, guest.u8, true, from, n) ? 0 : n;
}
