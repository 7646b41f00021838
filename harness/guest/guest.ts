// SPDX-License-Identifier: GPL-2.0-only
import type { Build } from "../compile/build-side.ts";
import type { Hypervisor } from "../hypervisor/hypervisor.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineParams } from "../machine/params.ts";
import type { Trace, TraceEvent } from "../machine/trace.ts";
import type { Domid, GrantRef, Lin, Mfn, Pfn, Vaddr } from "../machine/units.ts";
import { assembleServices } from "./assemble-services.ts";
import type { Coverage } from "./coverage.ts";
import type { Faults } from "./faults.ts";
import { GuestDied } from "./guest-died.ts";
import { howItDied } from "./how-it-died.ts";
import type { KernelServices } from "./kernel-services.ts";
import type { LoadedModule } from "./loaded-module.ts";
import type { Locks } from "./locks.ts";
import type { Balloon } from "./memory/balloon.ts";
import type { DirectMapWindow } from "./memory/direct-map-window.ts";
import type { Heap } from "./memory/heap.ts";
import { isHighmem, type Pages, pagesOf } from "./memory/pages.ts";
import { namedDevices } from "./named-devices.ts";
import { SealedMemory } from "./sealed-memory.ts";
import { captureStack, stackOfTrap } from "./stack.ts";

/** What of boot every run has to tell: all else is the same each time. */
const TOLD_OF_BOOT: ReadonlySet<TraceEvent["kind"]> = new Set(["rule", "warn", "oops"]);

/** More than any kernel here registers (csrc/kernel/boot.c). */
const NO_DEVICE = 0xffff;

/** A driver whose initcall did not come to its end. */
export interface LeftOut {
  readonly why: string;
  /** The engine's stack text, if stacks were asked for. */
  readonly stack: string;
}

/**
 * A module with the machine that it runs on: the kernel under test. Made once for each module, then reset before each
 * run, which restores memory and machine to their state after boot.
 */
export class Guest {
  /** All that serves it. */
  readonly kernel: KernelServices;
  readonly build: Build;
  readonly loaded: LoadedModule;
  readonly trace: Trace;
  readonly machine: Machine;
  readonly hypervisor: Hypervisor;
  readonly locks: Locks;
  readonly heap: Heap;
  readonly balloon: Balloon;
  readonly faults: Faults;
  /** Which code ran, of a module that counts it. */
  readonly coverage: Coverage | null;
  readonly u8: Uint8Array;
  readonly u32: Uint32Array;
  /** What went wrong at boot, which is where each run begins. */
  readonly bootEvents: readonly TraceEvent[];
  /** The C stacks of bootEvents, if they were asked for. */
  readonly bootStacks: readonly string[];
  /** What stopped the kernel before it was up; null if it came up. */
  readonly bootDeath: GuestDied | null;
  /** What drivers asked for in their initcalls that nobody models: these drivers are left out. */
  readonly leftOut: readonly LeftOut[];
  /** Clear all memory in a reset, which takes long, and not only what honest code can have written to. */
  resetsAll = false;
  /** Of the run's last trap: the engine's stack text. */
  trapStack = "";

  readonly #memory: SealedMemory;
  readonly #devices: ReadonlyMap<string, number>;
  readonly #pages: Pages;
  readonly #granted = new Map<string, Mfn>();
  #dead = false;
  #calls = 0;

  /**
   * Loads a module and boots it.
   *
   * @param withStacks capture C stacks while it boots; within keepingStacks only
   * @throws GuestDied if boot needs what nobody models, Error if the module asks for something that no kernel import is
   */
  constructor(build: Build, params: MachineParams, withStacks = false) {
    const kernel = assembleServices(build, params);
    this.kernel = kernel;
    this.build = build;
    this.loaded = kernel.loaded;
    this.trace = kernel.trace;
    this.machine = kernel.machine;
    this.hypervisor = kernel.hypervisor;
    this.locks = kernel.locks;
    this.heap = kernel.heap;
    this.balloon = kernel.balloon;
    this.faults = kernel.faults;
    this.coverage = kernel.coverage;
    this.u8 = kernel.loaded.u8;
    this.u32 = kernel.loaded.u32;
    this.#pages = pagesOf(this.machine.layout);

    if (withStacks) this.trace.captureStack = captureStack;
    this.locks.keepStacks = withStacks;
    const leftOut: LeftOut[] = [];
    this.bootDeath = this.#boot(leftOut);
    this.leftOut = leftOut;
    this.locks.keepStacks = false;
    this.trace.captureStack = null;
    const told = [...this.trace.events.entries()].filter(([, { kind }]) => TOLD_OF_BOOT.has(kind));
    this.bootEvents = told.map(([, event]) => withoutObject(event));
    this.bootStacks = told.map(([index]) => this.trace.stacks[index] ?? "");
    if (this.coverage !== null) this.#nameCounters();
    this.coverage?.noteBoot();
    this.#devices =
      this.bootDeath === null ? namedDevices(this.loaded, (...call) => this.call(...call)) : new Map();
    this.#memory = new SealedMemory(kernel);
    this.machine.seal();
    this.hypervisor.seal();
    this.heap.seal();
    this.reset();
  }

  /** Back to the state after boot. */
  reset(): void {
    this.coverage?.collect();
    const { machine, hypervisor, locks, views, marks, faults, window } = this.kernel;
    window.reset();
    this.#memory.restore(this.#dead, this.resetsAll);
    machine.reset();
    hypervisor.reset();
    locks.reset();
    views.reset();
    marks.reset();
    faults.reset();
    this.orderBalloon("highmem");
    this.#granted.clear();
    this.space = 0;
    this.trace.clear();
    this.loaded.unwind();
    this.loaded.beginRun();
    this.#dead = false;
    this.trapStack = "";
  }

  /** Whether a driver registered what a process can open by this name; not known of a kernel that did not come up. */
  hasDevice(name: string): boolean {
    return this.bootDeath !== null || this.#devices.has(name);
  }

  /** @returns the number by which csrc knows a device; that of none, if nobody registered it */
  deviceNumber(name: string): number {
    return this.#devices.get(name) ?? NO_DEVICE;
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
    return this.machine.currentSpace;
  }

  set space(space: number) {
    this.machine.currentSpace = space;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /**
   * Calls an entry point of csrc under the step budget.
   *
   * @returns its result, as a signed 32-bit number
   * @throws GuestDied if the kernel does not come back from it; an `oops` event says why
   */
  call(name: string, ...args: number[]): number {
    return this.#enter(name, args, this.kernel.window);
  }

  /** Calls as `call` does an entry point that only reads the kernel's own objects: nothing through the direct map. */
  ask(name: string, ...args: number[]): number {
    return this.#enter(name, args, null);
  }

  #enter(name: string, args: readonly number[], window: DirectMapWindow | null): number {
    if (this.#dead) throw new GuestDied("oops", "the kernel has stopped");
    const entry = this.loaded.entry(name);
    if (entry === undefined) {
      throw new GuestDied("unmodelled", `the kernel under test is not driven by ${name.replace(/^hb_/, "")}`);
    }
    const { sanitizer, values, views } = this.kernel;
    this.#calls++;
    sanitizer?.beginCall();
    values?.beginCall();
    try {
      this.loaded.fillWork();
      window?.open();
      const result = entry(...args);
      window?.close();
      views.look();
      this.locks.checkReturn();
      // a function without a result says nothing of one
      if (result !== undefined) values?.endCall();
      return result as number;
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
    return this.loaded.has(name);
  }

  /** Calls an entry point that returns a virtual address. */
  callVa(name: string, ...args: number[]): Vaddr {
    return this.loaded.joinReturned(this.call(name, ...args));
  }

  /** An exported object's linear address. */
  address(name: string): Lin {
    return this.loaded.address(name);
  }

  /** Resets, and looks whether a run may have found what an earlier one left: never, if `resetsAll`. */
  resetSpoilt(): boolean {
    this.reset();
    return !this.resetsAll && this.#memory.isSpoilt;
  }

  /** True if something was written where members of a structure behind a null pointer lie. */
  nullPageWritten(): boolean {
    return this.#memory.isNullPageWritten();
  }

  clearNullPage(): void {
    this.#memory.clearNullPage();
  }

  /** Gives back what the module holds outside of JavaScript's own memory. */
  free(): void {
    this.kernel.console.free();
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
  #boot(leftOut: LeftOut[]): GuestDied | null {
    try {
      this.#callBoot();
      for (let i = 0, count = this.call("hb_nr_initcalls"); i < count; i++) this.#runInitcall(i, leftOut);
      return null;
    } catch (error) {
      if (!(error instanceof GuestDied) || error.death === "unmodelled") throw error;
      this.#revive();
      return error;
    }
  }

  /** A driver that asks for what nobody models is left out; what it did until then is no part of a run. */
  #runInitcall(nr: number, leftOut: LeftOut[]): void {
    const { events, stacks } = this.trace;
    const before = events.length;
    try {
      this.call("hb_run_initcall", nr);
    } catch (error) {
      if (!(error instanceof GuestDied) || error.death !== "unmodelled") throw error;
      events.length = before;
      stacks.length = Math.min(stacks.length, before);
      leftOut.push({ why: error.message, stack: this.trapStack });
      this.#revive();
      this.locks.reset();
    }
  }

  /** The memory of a kernel that stopped can still be read, and the rest of it asked. */
  #revive(): void {
    this.#dead = false;
    this.loaded.unwind();
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
    const died = howItDied(error, this.build.module!);
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
