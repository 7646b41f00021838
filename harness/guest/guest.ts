// SPDX-License-Identifier: GPL-2.0-only
import { DIRECT_MAP_WINDOWS, MEMORY_BYTES, PAGE_TABLE_PAGES } from "../abi/numbers.ts";
import type { Build } from "../build/build-side.ts";
import { LOW_BYTES } from "../build/flavour.ts";
import { GuestFault } from "../hypervisor/guest-fault.ts";
import { Hypervisor } from "../hypervisor/hypervisor.ts";
import { archOf } from "../machine/config.ts";
import { Machine } from "../machine/machine.ts";
import type { MachineParams } from "../machine/params.ts";
import { Trace, type TraceEvent, TraceFull } from "../machine/trace.ts";
import {
  type Domid,
  type GrantRef,
  join64,
  type Lin,
  lin,
  type Mfn,
  PAGE_SIZE,
  type Pfn,
  type Vaddr,
  vaddr,
} from "../machine/units.ts";
import { AddressSanitizer } from "./address-sanitizer.ts";
import { Balloon } from "./balloon.ts";
import { Console } from "./console.ts";
import { Coverage } from "./coverage.ts";
import { DirectMapWindow } from "./direct-map-window.ts";
import { Faults } from "./faults.ts";
import { GuestDied, STACK_OVERFLOW } from "./guest-died.ts";
import { Heap } from "./heap.ts";
import { makeImports } from "./imports.ts";
import { Locks } from "./locks.ts";
import { MarkWatch } from "./mark-watch.ts";
import { MemorySanitizer } from "./memory-sanitizer.ts";
import { isHighmem, type Pages, pagesOf } from "./pages.ts";
import { captureStack, isTooDeep, stackOfTrap } from "./stack.ts";
import { ViewWatch } from "./view-watch.ts";

/** Edges of control flow that one call into the kernel may take. The longest honest one takes some thousands. */
export const STEP_BUDGET = 2_000_000;

/** Words of eight bytes at address 0 that are looked at: a member of a structure behind a null pointer lies there. */
const NULL_WORDS = 128;

/** What of boot every run has to tell: all else is the same each time. */
const TOLD_OF_BOOT: ReadonlySet<TraceEvent["kind"]> = new Set(["rule", "warn", "oops"]);

type Exported = (...args: number[]) => number;

/** More than any kernel here registers (csrc/runtime/boot.c, csrc/tree/boot.c). */
const NO_DEVICE = 0xffff;

const ZEROES = new Uint8Array(PAGE_SIZE);

/**
 * A module with the machine that it runs on: the kernel under test. Made once for each module, then reset before each
 * run, which restores memory and machine to their state after boot.
 */
export class Guest {
  readonly build: Build;
  readonly trace = new Trace();
  readonly machine: Machine;
  readonly hypervisor: Hypervisor;
  readonly locks: Locks;
  readonly heap: Heap;
  readonly balloon: Balloon;
  readonly faults = new Faults();
  /** Of a module that asks before each access; null for others. */
  readonly sanitizer: AddressSanitizer | null;
  /** Of a module that knows which values were ever set; null for others. */
  readonly values: MemorySanitizer | null;
  /** Of a real tree's kernel, where C reaches pages by their direct-map addresses; null for the skeleton's. */
  readonly window: DirectMapWindow | null;
  /** Holds the kernel's views of granted pages against each other. */
  readonly views: ViewWatch | null;
  /** Holds the marks of foreign pages against the grants that are mapped. */
  readonly marks: MarkWatch | null;
  /** What drivers registered for processes to open, by name, and its number. */
  readonly #devices: ReadonlyMap<string, number>;
  readonly u8: Uint8Array;
  readonly u32: Uint32Array;

  readonly #console: Console;
  readonly #exports: Readonly<Record<string, WebAssembly.ExportValue>>;
  readonly #stackPointer: WebAssembly.Global;
  readonly #stackTop: number | bigint;
  readonly #stepsLeft: WebAssembly.Global;
  readonly #returnHigh: number;
  readonly #nullPage: Uint8Array;
  /** The same as floating-point words, which are compared twice as fast. */
  readonly #nullWords: Float64Array;
  /** Memory after boot, as [first byte, contents] runs around the page tables. */
  readonly #boot: readonly (readonly [number, Uint8Array])[];
  /** Which code ran, of a module that counts it. */
  readonly coverage: Coverage | null;
  /** Brings back what of memory had a value after boot. */
  readonly #restoreValues: (() => void) | null;
  /** Linear address where the module's data ends and its heap begins. */
  readonly heapBase: number;
  readonly #heapStart: number;
  /** Where memory begins that a run may change: what lies below is a null pointer's, or the shadow. */
  readonly #low: number;
  readonly #pages: Pages;
  readonly #granted = new Map<string, Mfn>();
  #dead = false;
  #space = 0;
  #calls = 0;
  /** Of the run's last trap: the engine's stack text. */
  trapStack = "";
  /** What went wrong at boot, which is where each run begins. */
  readonly bootEvents: readonly TraceEvent[];
  /** The C stacks of bootEvents, if they were asked for. */
  readonly bootStacks: readonly string[];
  /** What stopped the kernel before it was up; null if it came up. */
  readonly bootDeath: GuestDied | null;

  /**
   * Loads a module and boots it.
   *
   * @param withStacks capture C stacks while it boots; within keepingStacks only
   * @throws GuestDied if boot needs what nobody models, Error if the module asks for something that no kernel import is
   */
  constructor(build: Build, params: MachineParams, withStacks = false) {
    if (build.module === null) throw new Error("a side that did not build cannot run");
    this.build = build;
    this.locks = new Locks(this.trace);
    const module = compiled(build.module);
    this.#console = new Console(this.trace);
    const wasi = this.#console.imports(module);
    const env = makeImports(module, this);
    const instance = new WebAssembly.Instance(module, { env, wasi_snapshot_preview1: wasi });
    this.#exports = instance.exports;
    this.#console.attach(instance);

    const memory = (instance.exports["memory"] as WebAssembly.Memory).buffer;
    this.u8 = new Uint8Array(memory, 0, MEMORY_BYTES);
    this.u32 = new Uint32Array(memory, 0, MEMORY_BYTES / 4);
    this.#nullPage = this.u8.subarray(0, PAGE_SIZE);
    this.#nullWords = new Float64Array(memory, 0, NULL_WORDS);
    this.#stackPointer = instance.exports["__stack_pointer"] as WebAssembly.Global;
    this.#stackTop = this.#stackPointer.value as number | bigint;
    this.#stepsLeft = instance.exports.hb_steps_left as WebAssembly.Global;
    this.#returnHigh = this.address("hb_ret_hi") / 4;

    const arch = archOf(build.config);
    const tables = this.address("hb_page_tables");
    this.window = null;
    // there is nothing to look at before the machine is there
    this.views = null;
    this.marks = null;
    const directMapBase = this.callVa("hb_direct_map");
    this.machine = new Machine(
      arch,
      { ...params, directMapBase },
      memory as ArrayBuffer,
      lin(tables),
      this.trace,
    );
    this.hypervisor = new Hypervisor(this.machine);
    this.views = new ViewWatch(this.machine);
    this.marks = new MarkWatch(this);
    this.locks.onRelease = () => this.views?.look();
    this.sanitizer = build.flavour === "asan" ? new AddressSanitizer(this) : null;
    this.values = build.flavour === "msan" ? new MemorySanitizer(this, memory as ArrayBuffer) : null;
    const watch = this.sanitizer ?? this.values;
    this.hypervisor.context.memory.watch = watch;
    this.heap = new Heap(this.u8, this.trace, this.locks, watch);
    this.balloon = new Balloon(this.trace);
    const { layout } = this.machine;
    this.window = new DirectMapWindow(this.u8, this.machine, () => this.balloon.taken);
    if (arch.longBytes === 8) this.heap.limit = layout.lowmem.start * PAGE_SIZE;
    else
      this.machine.windows = {
        at: this.address("hb_windows"),
        bytes: DIRECT_MAP_WINDOWS * PAGE_SIZE,
        va: vaddr(layout.directMapBase + layout.ballooned.start * PAGE_SIZE),
      };
    this.heap.shouldFail = () => this.faults.hit("kmalloc");
    this.balloon.shouldFail = () => this.faults.hit("balloon");

    this.#low = this.sanitizer === null ? LOW_BYTES[build.flavour] : 0;
    this.heapBase = this.address("__heap_base");
    this.heap.reset(this.heapBase);
    this.sanitizer?.boot(LOW_BYTES[build.flavour], this.heapBase, this.heap.limit);
    this.#pages = pagesOf(this.machine.layout);
    if (withStacks) this.trace.captureStack = captureStack;
    this.locks.keepStacks = withStacks;
    this.bootDeath = this.#bootKernel();
    this.locks.keepStacks = false;
    this.trace.captureStack = null;
    const told = [...this.trace.events.entries()].filter(([, { kind }]) => TOLD_OF_BOOT.has(kind));
    this.bootEvents = told.map(([, event]) => withoutObject(event));
    this.bootStacks = told.map(([index]) => this.trace.stacks[index] ?? "");
    this.coverage = this.has("hb_name_counters") ? new Coverage(this.u32) : null;
    if (this.coverage !== null) this.#nameCounters();
    this.coverage?.noteBoot();
    this.#heapStart = (this.heap.top + 63) & -64;
    this.#devices = this.bootDeath === null ? this.#namedDevices() : new Map();
    this.machine.seal();
    this.hypervisor.seal();
    this.heap.seal();
    const tablesEnd = tables + PAGE_TABLE_PAGES * PAGE_SIZE;
    this.#boot = [
      [this.#low, this.u8.slice(this.#low, tables)],
      [tablesEnd, this.u8.slice(tablesEnd, this.#heapStart)],
    ];
    this.#restoreValues = this.values?.keep(this.#low, this.#heapStart) ?? null;
    this.reset();
  }

  /** Back to the state after boot. */
  reset(): void {
    this.coverage?.collect();
    // a kernel that died may have written anywhere, and one that wrote beside the heap anywhere behind it
    const isSpoilt = this.#dead || this.#hasWrittenBehindHeap();
    if (isSpoilt) this.u8.fill(0, this.#heapStart);
    const touchedEnd = isSpoilt ? MEMORY_BYTES : Math.max(this.heap.top, this.#heapStart);
    this.values?.clear(this.#heapStart, touchedEnd);
    if (this.#low > 0 && (this.#dead || this.nullPageWritten())) this.u8.fill(0, 0, this.#low);
    for (const [at, bytes] of this.#boot) this.u8.set(bytes, at);
    this.#restoreValues?.();
    this.heap.reset(this.#heapStart);
    this.machine.reset();
    this.hypervisor.reset();
    this.locks.reset();
    this.views?.reset();
    this.marks?.reset();
    this.faults.reset();
    this.window?.reset();
    this.orderBalloon("highmem");
    this.#granted.clear();
    this.space = 0;
    this.trace.clear();
    this.#stackPointer.value = this.#stackTop;
    this.#dead = false;
    this.trapStack = "";
  }

  /** Whether there is something where the heap has not been: what one run leaves there, the next one must not find. */
  #hasWrittenBehindHeap(): boolean {
    const { top, limit } = this.heap;
    return (
      Buffer.compare(
        this.u8.subarray(top, Math.min(top + PAGE_SIZE, limit)),
        ZEROES.subarray(0, Math.min(PAGE_SIZE, limit - top)),
      ) !== 0
    );
  }

  /** Whether a driver registered what a process can open by this name; not known of a kernel that did not come up. */
  hasDevice(name: string): boolean {
    return this.bootDeath !== null || this.#devices.has(name);
  }

  /** @returns the number by which csrc knows a device; that of none, if nobody registered it */
  deviceNumber(name: string): number {
    return this.#devices.get(name) ?? NO_DEVICE;
  }

  #namedDevices(): Map<string, number> {
    const devices = new Map<string, number>();
    const count = this.call("hb_nr_devices");
    for (let i = 0; i < count; i++) {
      const at = this.call("hb_device_name", i) >>> 0;
      const end = this.u8.indexOf(0, at);
      const name = new TextDecoder().decode(this.u8.subarray(at, Math.max(end, at)));
      // as in a kernel, the first one has the name
      if (!devices.has(name)) devices.set(name, i);
    }
    return devices;
  }

  /** Chooses which ballooned pages are given out first; the kernel's balloon prefers highmem. */
  orderBalloon(first: "lowmem" | "highmem"): void {
    const { balloonedLow: low, balloonedHigh: high } = this.#pages;
    this.balloon.reset(first === "lowmem" ? [...low, ...high] : [...high, ...low]);
  }

  isHighmem(page: Pfn): boolean {
    return isHighmem(this.machine.layout, page);
  }

  /** A domain grants a frame. */
  grant(granter: Domid, ref: GrantRef, grantee: Domid, frame: Mfn, readonly: boolean): void {
    this.#granted.set(`${granter}:${ref}`, frame);
    this.hypervisor.grantAccess(granter, ref, grantee, frame, readonly);
  }

  /** @returns the frame behind a grant that `grant` made in this run, or -1 */
  grantedFrame(granter: number, ref: number): Mfn {
    return this.#granted.get(`${granter}:${ref}`) ?? (-1 as Mfn);
  }

  /** Address space of the process on whose behalf the kernel runs; 0 for none. */
  get space(): number {
    return this.#space;
  }

  set space(space: number) {
    this.#space = space;
    this.machine.currentSpace = space;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /**
   * Calls an entry point of csrc/runtime under the step budget.
   *
   * @returns its result, as a signed 32-bit number
   * @throws GuestDied if the kernel does not come back from it; an `oops` event says why
   */
  call(name: string, ...args: number[]): number {
    return this.#enter(name, args, this.window);
  }

  /** Calls as `call` does an entry point that only reads the kernel's own objects: nothing through the direct map. */
  ask(name: string, ...args: number[]): number {
    return this.#enter(name, args, null);
  }

  /** Asks as `ask` does while kernel code waits for the answer to a hypercall. */
  peek(name: string, ...args: number[]): number | undefined {
    return (this.#exports[name] as Exported)(...args);
  }

  #enter(name: string, args: readonly number[], window: DirectMapWindow | null): number {
    if (this.#dead) throw new GuestDied("oops", "the kernel has stopped");
    const entry = this.#exports[name] as Exported | undefined;
    if (typeof entry !== "function") {
      throw new GuestDied("unmodelled", `the kernel under test is not driven by ${name.replace(/^hb_/, "")}`);
    }
    this.#stepsLeft.value = STEP_BUDGET;
    this.#calls++;
    this.sanitizer?.beginCall();
    this.values?.beginCall();
    try {
      window?.open();
      const result = entry(...args);
      window?.close();
      this.views?.look();
      this.locks.checkReturn();
      // a function without a result says nothing of one
      if (result !== undefined) this.values?.endCall();
      return result;
    } catch (error) {
      throw this.#die(error);
    }
  }

  /** Calls into the kernel so far. */
  get calls(): number {
    return this.#calls;
  }

  /** Whether the module has an entry point. */
  has(name: string): boolean {
    return typeof this.#exports[name] === "function";
  }

  /** Edges that the last call took of its budget. */
  get stepsTaken(): number {
    return STEP_BUDGET - Number(this.#stepsLeft.value);
  }

  /** Calls an entry point that returns a virtual address. */
  callVa(name: string, ...args: number[]): Vaddr {
    const low = this.call(name, ...args);
    return vaddr(this.#wide(low, this.u32[this.#returnHigh]!));
  }

  /** An exported object's linear address. */
  address(name: string): Lin {
    const value = this.#exports[name];
    if (!(value instanceof WebAssembly.Global)) throw new Error(`the module does not export ${name}`);
    return lin(Number(value.value));
  }

  /** True if something was written where members of a structure behind a null pointer lie. */
  nullPageWritten(): boolean {
    // the shadow is there, and whoever would write to it is told before
    if (this.sanitizer !== null) return false;
    for (let i = 0; i < NULL_WORDS; i++) if (this.#nullWords[i] !== 0) return true;
    return false;
  }

  clearNullPage(): void {
    this.#nullPage.fill(0);
  }

  /** Gives back what the module holds outside of JavaScript's own memory. */
  free(): void {
    this.#console.free();
  }

  #wide(low: number, high: number): number {
    return archOf(this.build.config).longBytes === 8 ? join64(low, high) : low >>> 0;
  }

  #nameCounters(): void {
    try {
      this.call("hb_name_counters");
    } catch (error) {
      // a kernel that did not come up may have written over them
      if (this.bootDeath === null) throw error;
    }
  }

  /** @returns what stopped the kernel; null if it is up */
  #bootKernel(): GuestDied | null {
    try {
      this.#callBoot();
      return null;
    } catch (error) {
      if (!(error instanceof GuestDied) || error.death === "unmodelled") throw error;
      // its memory can still be read
      this.#dead = false;
      this.#stackPointer.value = this.#stackTop;
      return error;
    }
  }

  #callBoot(): void {
    const { low, high } = this.#pages;
    this.call("hb_boot_memory", low[0] ?? 0, low.length, this.machine.layout.highmem.start, high.length);
    for (const page of [...low, ...high]) {
      const frame = this.machine.bootMfn(page);
      this.call("hb_boot_page", page, Math.max(frame, 0), frame === -1 ? 0 : 1, this.isHighmem(page) ? 1 : 0);
    }
    this.call("hb_boot");
  }

  #die(error: unknown): GuestDied {
    this.#dead = true;
    if (error instanceof Error && this.trace.captureStack !== null) this.trapStack = stackOfTrap(error);
    const isHang = error instanceof TraceFull || (error instanceof GuestDied && error.death === "hang");
    const died =
      isHang && isTooDeep(error)
        ? new GuestDied("oops", STACK_OVERFLOW)
        : error instanceof GuestDied
          ? error
          : error instanceof GuestFault
            ? new GuestDied("oops", error.message)
            : error instanceof TraceFull
              ? new GuestDied("hang", `the kernel does not come back: ${error.message}`)
              : explainTrap(error);
    this.trace.emit({ kind: "oops", text: died.message });
    if (this.trace.captureStack !== null) this.trace.stacks[this.trace.events.length - 1] = this.trapStack;
    return died;
  }
}

/** Events of boot that made and freed an object are not part of a run. */
function withoutObject(event: TraceEvent): TraceEvent {
  if (event.kind !== "rule") return event;
  const { object: _, ...rest } = event;
  return rest;
}

/** One module serves all guests of a build. */
const modules = new WeakMap<Uint8Array, WebAssembly.Module>();

function compiled(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const module = modules.get(bytes) ?? new WebAssembly.Module(bytes);
  modules.set(bytes, module);
  return module;
}

/** What a kernel would say in place of an engine's words for a trap; the first that fits counts. */
const TRAPS: readonly (readonly [RegExp, string])[] = [
  // "table index is out of bounds", too
  [/table index|signature|null function/, "call through a bad function pointer"],
  [/out of bounds/, "unable to handle kernel paging request"],
  [/divide|remainder|integer overflow/, "divide error"],
];

/** What a kernel would have said where WebAssembly trapped: where code cannot get, a compiler puts an invalid opcode. */
function explainTrap(error: unknown): GuestDied {
  if (error instanceof RangeError) return new GuestDied("oops", STACK_OVERFLOW);
  if (!(error instanceof WebAssembly.RuntimeError)) throw error;
  const said = TRAPS.find(([trap]) => trap.test(error.message))?.[1] ?? "invalid opcode";
  return new GuestDied("oops", said);
}
