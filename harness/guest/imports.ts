// SPDX-License-Identifier: GPL-2.0-only
import { P2M } from "../abi/numbers.ts";
import type { Build } from "../compile/build-side.ts";
import { shortName } from "../compile/short-name.ts";
import { DOMID_SELF, GNTTABOP } from "../hypervisor/constants.ts";
import { structsOf } from "../hypervisor/structs.ts";
import { domid, join64, lin, mfn, pfn, vaddr } from "../machine/units.ts";
import { GuestDied, STACK_OVERFLOW } from "./guest-died.ts";
import type { KernelServices } from "./kernel-services.ts";
import { isHighmem } from "./memory/pages.ts";
import { textAt } from "./memory/text-at.ts";
import type { WorkKind } from "./work.ts";

/** Bytes of a message that are kept; a kernel's console has no longer lines. */
const LONGEST_MESSAGE = 1024;

type Import = (...args: number[]) => number | undefined;

/**
 * The table of imports: one entry for each function of csrc/include/hunkbox/imports.h, bound by name. A function that
 * the module declares and nobody models becomes an import that stops the kernel when it is called.
 *
 * @param kernel what answers, from the first call on
 * @throws Error if the module asks for anything but functions of `env` and WASI's fd_write
 */
export function makeImports(
  module: WebAssembly.Module,
  { config, flavour }: Build,
  kernel: () => KernelServices,
): WebAssembly.ModuleImports {
  const table = kernelImports(kernel, config === "x86_64");
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
    env[wanted.name] = flavour === "msan" ? keepingBook(wanted.name, answer, kernel) : answer;
  }
  return env;
}

function unmodelled(name: string): Import {
  return () => {
    throw new GuestDied("unmodelled", `unmodelled kernel function ${shortName(name)} called`);
  };
}

/** What the kernel gets has a value; what it hands over, its own instrumentation looks at. */
function keepingBook(name: string, model: Import, kernel: () => KernelServices): Import {
  if (name === "hb_msan_warning") return model;
  return (...args) => {
    const result = model(...args);
    kernel().values?.afterImport();
    return result;
  };
}

function kernelImports(kernel: () => KernelServices, is64bit: boolean): Readonly<Record<string, Import>> {
  const text = (at: number, length: number): string =>
    new TextDecoder().decode(kernel().loaded.u8.subarray(at, at + Math.min(length, LONGEST_MESSAGE)));
  const va = (lo: number, hi: number) => vaddr(is64bit ? join64(lo, hi) : lo >>> 0);

  /** What counts as the kernel's own work, as do the bytes that it moves. */
  const paid =
    (kind: WorkKind, answer: Import, bytesOf?: (...args: number[]) => number): Import =>
    (...args) => {
      const { loaded } = kernel();
      loaded.charge(kind);
      if (bytesOf !== undefined) loaded.charge("byte", bytesOf(...args) >>> 0);
      return answer(...args);
    };

  const onOneStack = (ops: number, hypercall: () => number): number => {
    const { window, views, trace, loaded } = kernel();
    loaded.charge("hypercall");
    loaded.charge("op", ops >>> 0);
    window.close();
    views.look();
    const ret = trace.onOneStack(hypercall);
    window.open();
    return ret;
  };

  return {
    // memory
    hb_kmalloc: paid(
      "allocation",
      (size, gfp, zero) =>
        kernel().heap.allocate(size! >>> 0, gfp!, zero !== 0, zero === 0 ? "kmalloc" : "kzalloc"),
      (size) => size!,
    ),
    hb_kfree: paid("allocation", (at) => void kernel().heap.free(at! >>> 0)),
    hb_get_zeroed_page: paid("allocation", (gfp) =>
      kernel().heap.allocate(4096, gfp!, true, "get_zeroed_page", 4096),
    ),
    hb_get_free_page: paid("allocation", (gfp) =>
      kernel().heap.allocate(4096, gfp!, false, "__get_free_page", 4096),
    ),
    hb_free_page: paid("allocation", (at) => void kernel().heap.free(at! >>> 0, "free_page")),
    hb_note_page_ref: paid(
      "note",
      (page, change) =>
        void kernel().trace.emit({ kind: "page-ref", pfn: pfn(page! >>> 0), change: change! | 0 }),
    ),
    hb_note_page_dirty: paid(
      "note",
      (page) => void kernel().trace.emit({ kind: "page-dirty", pfn: pfn(page! >>> 0) }),
    ),
    hb_lost_page: paid("note", () => void lostPage(kernel())),
    hb_copy_from_user: paid(
      "pageTable",
      (to, lo, hi, n) => copyFromUser(kernel(), to! >>> 0, va(lo!, hi!), n! >>> 0),
      (_to, _lo, _hi, n) => n!,
    ),
    hb_copy_to_user: paid(
      "pageTable",
      (lo, hi, from, n) => copyToUser(kernel(), va(lo!, hi!), from! >>> 0, n! >>> 0),
      (_lo, _hi, _from, n) => n!,
    ),
    hb_alloc_ballooned_page: paid("allocation", (lowmem) =>
      kernel().balloon.take((page) => lowmem === 0 || !isHighmem(kernel().machine.layout, page)),
    ),
    hb_free_ballooned_page: paid("allocation", (page) => void kernel().balloon.give(pfn(page! >>> 0))),
    hb_fault_point: (name) => (kernel().faults.onUse === null ? 0 : faultPoint(kernel(), name! >>> 0)),

    // csrc/asan
    hb_asan_bad: paid(
      "report",
      (lo, hi, size, write) => void kernel().sanitizer?.bad(lo!, hi!, size! >>> 0, write !== 0),
    ),
    hb_ubsan: paid(
      "report",
      (kind, place, aLo, aHi, bLo, bHi) =>
        void kernel().sanitizer?.undefinedBehaviour(
          kind!,
          place! >>> 0,
          [aLo! >>> 0, aHi! >>> 0],
          [bLo! >>> 0, bHi! >>> 0],
        ),
    ),

    // csrc/coverage
    hb_gcov_file: (checksum) => void kernel().coverage?.nameUnit(checksum!),
    hb_gcov_function: (ident) => void kernel().coverage?.nameFunction(ident!),
    hb_gcov_arcs: (count, at) => void kernel().coverage?.nameCounters(count! >>> 0, at! >>> 0),

    // csrc/msan
    hb_msan_warning: paid("report", (origin) => void kernel().values?.warning(origin! >>> 0)),

    // locks, interrupts, scheduling
    hb_irq_save: paid("lock", () => kernel().locks.irqSave()),
    hb_irq_restore: paid("lock", (flags) => void kernel().locks.irqRestore(flags!)),
    hb_lock: paid("lock", (op, at) => void kernel().locks.operate(op!, at! >>> 0)),
    hb_assert_held: (at, name, length) =>
      void kernel().locks.assertHeld(at! >>> 0, text(name! >>> 0, length! >>> 0)),
    hb_might_sleep: () => void kernel().locks.mightSleep("a function that sleeps"),
    hb_wait_forever: () => {
      throw new GuestDied("hang", "waits for a completion that nobody is left to signal");
    },

    // console and death
    hb_warn: paid(
      "message",
      (at, length) => void kernel().trace.emit({ kind: "warn", text: text(at! >>> 0, length! >>> 0) }),
    ),
    hb_bug: () => {
      throw new GuestDied("bug", "kernel BUG");
    },
    hb_out_of_work: () => {
      throw kernel().loaded.outOfWork();
    },
    hb_out_of_stack: () => {
      throw new GuestDied("oops", STACK_OVERFLOW);
    },

    // page tables, TLB, frames
    hb_lookup_address: (lo, hi, level) => {
      const found = kernel().faults.hit("lookup_address") ? 0 : kernel().machine.kernelPte(va(lo!, hi!));
      kernel().loaded.u32[(level! >>> 0) / 4] = found === 0 ? 0 : 1;
      kernel().values?.writes(level! >>> 0, 4);
      return found;
    },
    hb_user_pte: (space, lo, hi, alloc) =>
      alloc === 0
        ? kernel().machine.userPte(space!, va(lo!, hi!))
        : kernel().machine.allocUserPte(space!, va(lo!, hi!)),
    hb_new_space: paid("pageTable", () => kernel().machine.newSpace()),
    hb_mfn_of_lin: (at) => {
      const address = kernel().machine.maddrOfLin(lin(at! >>> 0));
      return address === -1 ? -1 : Math.floor(address / 4096);
    },
    hb_m2p: (frame) => kernel().machine.m2p(mfn(frame! >>> 0)),
    hb_note_p2m: paid(
      "note",
      (page, frame, flags) => void noteP2m(kernel(), page! >>> 0, frame! >>> 0, flags!),
    ),
    hb_note_lazy: paid(
      "note",
      (entered) => void kernel().trace.emit({ kind: "lazy-mmu", entered: entered !== 0 }),
    ),
    hb_note_evtchn: paid(
      "note",
      (port, get) => void kernel().trace.emit({ kind: "evtchn-ref", port: port! >>> 0, get: get !== 0 }),
    ),
    hb_flush_tlb_one: paid("tlb", (lo, hi) => void kernel().machine.flushTlbOne(va(lo!, hi!))),
    hb_flush_tlb_all: paid("tlb", () => void kernel().machine.flushTlbAll()),
    hb_native_set_pte: paid("op", (ptep, lo, hi) => {
      kernel().window.close();
      if (kernel().hypervisor.trapPteWrite(lin(ptep! >>> 0), lo! >>> 0, hi! >>> 0)) {
        kernel().window.open();
        return undefined;
      }
      throw new GuestDied(
        "oops",
        "unable to handle kernel paging request: write to a page table that Xen refuses",
      );
    }),

    // hypercalls
    hb_grant_table_op: (cmd, uop, count) => {
      if (cmd === GNTTABOP.unmap_grant_ref) lookAtUnmap(kernel(), uop! >>> 0, count! >>> 0);
      return onOneStack(count!, () =>
        kernel().hypervisor.grantTableOp(cmd! >>> 0, lin(uop! >>> 0), count! >>> 0),
      );
    },
    hb_mmu_update: (req, count, done, dom) =>
      // each request is counted as it is looked at
      onOneStack(0, () =>
        kernel().hypervisor.mmuUpdate(
          lin(req! >>> 0),
          count! >>> 0,
          lin(done! >>> 0),
          domid(dom! & 0xffff) || domid(DOMID_SELF),
        ),
      ),
    hb_update_va_mapping: (vaLo, vaHi, lo, hi, flags) =>
      onOneStack(1, () =>
        kernel().hypervisor.updateVaMapping(va(vaLo!, vaHi!), lo! >>> 0, hi! >>> 0, flags! >>> 0),
      ),
    hb_multicall: (list, count) =>
      onOneStack(count!, () => kernel().hypervisor.multicall(lin(list! >>> 0), count! >>> 0)),
    hb_memory_op: (cmd, arg) =>
      onOneStack(1, () => kernel().hypervisor.memoryOp(cmd! >>> 0, lin(arg! >>> 0))),
    hb_dm_op: (dom, count, bufs) =>
      onOneStack(count!, () => kernel().hypervisor.dmOp(dom! & 0xffff, count! >>> 0, lin(bufs! >>> 0))),
    hb_privcmd_call: (number, args) =>
      onOneStack(1, () => kernel().hypervisor.privcmdCall(number! >>> 0, lin(args! >>> 0))),
    hb_event_channel_op: (cmd, arg) =>
      onOneStack(1, () => kernel().hypervisor.eventChannelOp(cmd! >>> 0, lin(arg! >>> 0))),
  };
}

/** Who holds a page that is not the allocator's never asked for it to be freed. */
function lostPage(kernel: KernelServices): void {
  const text = "the last reference to a page in use is given back";
  kernel.trace.emit({ kind: "rule", rule: "use-after-free", text });
}

/** @returns 1 if the service whose name stands there is to fail */
function faultPoint(kernel: KernelServices, name: number): number {
  return isMadeToFail(kernel, textAt(kernel.loaded.u8, name)) ? 1 : 0;
}

function isMadeToFail(kernel: KernelServices, point: string): boolean {
  if (!kernel.faults.hit(point)) return false;
  kernel.trace.emit({ kind: "fault", point });
  return true;
}

/** Ops of a batch that are looked at; a driver's has a page's at most. */
const MOST_OPS = 1024;

function lookAtUnmap(kernel: KernelServices, ops: number, count: number): void {
  const { bytes, handle } = structsOf(kernel.machine.arch.longBytes === 8).unmap_grant_ref;
  const going = new Set<number>();
  for (let i = 0; i < Math.min(count, MOST_OPS); i++)
    going.add(kernel.loaded.u32[(ops + i * bytes + handle) >>> 2] ?? 0);
  const live = kernel.hypervisor.liveHandles();
  kernel.loaded.charge("mapping", live.length);
  kernel.views.lookAtUnmap(live, going);
  kernel.marks.lookAtUnmap(live);
}

function noteP2m(kernel: KernelServices, page: number, frame: number, flags: number): void {
  const shown = (flags & P2M.invalid) !== 0 ? -1 : mfn(frame & 0x0fff_ffff);
  const foreign = (flags & P2M.foreign) !== 0;
  const identity = (flags & P2M.identity) !== 0;
  kernel.trace.emit({ kind: "p2m", pfn: pfn(page), mfn: shown, foreign, identity });
  kernel.views.noteP2m(pfn(page), shown, foreign);
}

/** @returns bytes not copied, as copy_from_user (kernel: _copy_from_user) */
function copyFromUser(kernel: KernelServices, to: number, from: ReturnType<typeof vaddr>, n: number): number {
  kernel.locks.mightSleep("copy_from_user");
  kernel.sanitizer?.checkRange(to, n, true, "copy_from_user");
  if (to + n > kernel.loaded.u8.length) throw new GuestDied("oops", "unable to handle kernel paging request");
  const fails = n > kernel.loaded.u8.length || isMadeToFail(kernel, "copy_from_user");
  const bytes = fails ? null : kernel.machine.readBytes(kernel.machine.currentSpace, from, n, true);
  // what cannot be copied reads as zero
  if (bytes === null) kernel.loaded.u8.fill(0, to, to + n);
  else kernel.loaded.u8.set(bytes, to);
  kernel.values?.writes(to, n);
  return bytes === null ? n : 0;
}

/** @returns bytes not copied, as copy_to_user */
function copyToUser(kernel: KernelServices, to: ReturnType<typeof vaddr>, from: number, n: number): number {
  kernel.locks.mightSleep("copy_to_user");
  kernel.sanitizer?.checkRange(from, n, false, "copy_to_user");
  kernel.values?.leaves(from, n);
  if (from + n > kernel.loaded.u8.length)
    throw new GuestDied("oops", "unable to handle kernel paging request");
  if (isMadeToFail(kernel, "copy_to_user")) return n;
  return kernel.machine.writeBytes(kernel.machine.currentSpace, to, kernel.loaded.u8, true, from, n) ? 0 : n;
}
