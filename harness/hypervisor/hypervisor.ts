// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../abi/errno.ts";
import type { Machine } from "../machine/machine.ts";
import {
  type Domid,
  domid,
  type GrantRef,
  gref,
  handle,
  type Lin,
  lin,
  type Maddr,
  type Mfn,
  maddr,
  mfn,
  type Pfn,
  type Vaddr,
  vaddr,
} from "../machine/units.ts";
import { EVTCHNOP, GNTMAP, GTF, HYPERCALL, XENVER } from "./constants.ts";
import { Context } from "./context.ts";
import { dmOp } from "./dm-op.ts";
import { eventChannelOp } from "./event-channel.ts";
import { grantOpName, grantTableOp } from "./grants/grant-table-op.ts";
import type { LiveHandle } from "./grants/live-handle.ts";
import { GuestFault } from "./guest-fault.ts";
import { memoryOp, memoryOpName } from "./memory-op.ts";
import { mmuUpdate } from "./mmu-update.ts";
import { mmuextOp } from "./mmuext-op.ts";
import { dropPte, pteUpdate } from "./pte-update.ts";
import { UnmodelledCall } from "./unmodelled-call.ts";
import { updateVaMapping } from "./update-va-mapping.ts";
import { updateVaMappingOtherdomain } from "./update-va-mapping-otherdomain.ts";
import { xenVersion } from "./xen-version.ts";

/** Of those that are the same on every architecture (Xen public header xen.h). */
const LAST_HYPERCALL = 42;

/** Stands for a 64-bit pointer that is none of the guest's: not NULL, and never valid. */
const BAD_POINTER = lin(1);

/** Faults to inject. A scenario sets them; `reset` clears them. */
export interface Inject {
  /** Status to answer the nth grant operation (from 0, counted per operation name since reset) with, not performing it. */
  opStatus: ((op: string, nth: number) => number | null) | null;
  /** Value to return from a hypercall, performing nothing. `op` is the sub-operation's name, or "". */
  callReturn: ((call: string, op: string) => number | null) | null;
  /** Of a list of requests whose call is made to fail, how many are performed before the one that does, and what is told then. */
  before: { readonly requests: number; readonly done: () => void } | null;
}

/**
 * The hypervisor that the guest calls. Hypercalls take and return what the C ABI does; pointers are linear addresses.
 * They throw GuestFault where a debug Xen faults its guest. Every call ends with one `hypercall` event.
 */
export class Hypervisor {
  readonly inject: Inject = { opStatus: null, callReturn: null, before: null };
  readonly #machine: Machine;
  readonly #context: Context;
  readonly #counts = new Map<string, number>();
  readonly #force = (op: string): number | null => {
    const nth = this.#counts.get(op) ?? 0;
    this.#counts.set(op, nth + 1);
    return this.inject.opStatus?.(op, nth) ?? null;
  };

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#context = new Context(machine);
    machine.onPteDropped = (pte, lo, hi) => {
      dropPte(this.#context, pte, lo, hi, "native_set_pte");
      this.#context.pendingFault = null;
    };
  }

  /** Grant tables, maptrack and argument memory: for the replay of recordings and for tests. */
  get context(): Context {
    return this.#context;
  }

  /** HYPERVISOR_grant_table_op. @returns 0 or a negative errno; the operations' outcomes are in their statuses. */
  grantTableOp(cmd: number, uop: Lin, count: number): number {
    const op = grantOpName(cmd);
    const ret =
      this.inject.callReturn?.("grant_table_op", op) ??
      grantTableOp(this.#context, cmd, lin(uop >>> 0), count >>> 0, this.#force);
    return this.#end("grant_table_op", op, count, ret);
  }

  /** HYPERVISOR_mmu_update. @returns 0 or a negative errno. */
  mmuUpdate(reqs: Lin, count: number, donePtr: Lin, foreignDom: number): number {
    const forced = this.inject.callReturn?.("mmu_update", "") ?? null;
    const perform = (wanted: number): number =>
      mmuUpdate(this.#context, lin(reqs >>> 0), wanted >>> 0, lin(donePtr >>> 0), foreignDom);
    const ret = forced === null ? perform(count) : this.#beforeForced(count, perform) || forced;
    return this.#end("mmu_update", "", count, ret);
  }

  /** HYPERVISOR_update_va_mapping. @param va on x86_32 of either sign. @returns 0 or a negative errno. */
  updateVaMapping(va: Vaddr, lo: number, hi: number, flags: number): number {
    const at = this.#context.machine.held(va);
    const ret =
      this.inject.callReturn?.("update_va_mapping", "") ??
      updateVaMapping(this.#context, at, lo >>> 0, hi >>> 0, flags);
    return this.#end("update_va_mapping", "", 1, ret);
  }

  /** HYPERVISOR_update_va_mapping_otherdomain. @param dom whose frame it is. @returns 0 or a negative errno. */
  updateVaMappingOtherdomain(va: Vaddr, lo: number, hi: number, flags: number, dom: number): number {
    const at = this.#context.machine.held(va);
    const call = "update_va_mapping_otherdomain";
    const ret =
      this.inject.callReturn?.(call, "") ??
      updateVaMappingOtherdomain(this.#context, at, lo >>> 0, hi >>> 0, flags, dom & 0xffff);
    return this.#end(call, "", 1, ret);
  }

  /** HYPERVISOR_event_channel_op. @returns 0 for EVTCHNOP_send, -ENOSYS for any other. */
  eventChannelOp(cmd: number, arg: Lin): number {
    const op = cmd === EVTCHNOP.send ? "send" : `cmd_${cmd >>> 0}`;
    const ret =
      this.inject.callReturn?.("event_channel_op", op) ?? eventChannelOp(this.#context, cmd, lin(arg >>> 0));
    return this.#end("event_channel_op", op, 1, ret);
  }

  /** HYPERVISOR_mmuext_op. @returns 0 or a negative errno. */
  mmuextOp(ops: Lin, count: number, donePtr: Lin, dom: number): number {
    const ret =
      this.inject.callReturn?.("mmuext_op", "") ??
      mmuextOp(this.#context, lin(ops >>> 0), count >>> 0, lin(donePtr >>> 0), dom);
    return this.#end("mmuext_op", "", count, ret);
  }

  /** HYPERVISOR_memory_op. @returns 0 or a negative errno. */
  memoryOp(cmd: number, arg: Lin): number {
    const op = memoryOpName(cmd);
    const ret =
      this.inject.callReturn?.("memory_op", op) ?? memoryOp(this.#context, cmd >>> 0, lin(arg >>> 0));
    return this.#end("memory_op", op, 1, ret);
  }

  /** HYPERVISOR_dm_op. @returns 0 or a negative errno. */
  dmOp(dom: number, count: number, bufs: Lin): number {
    const forced = this.inject.callReturn?.("dm_op", "") ?? null;
    if (forced !== null) return this.#end("dm_op", "", count, forced);
    const { ret, wrote } = dmOp(this.#context, dom, count >>> 0, lin(bufs >>> 0));
    return this.#end("dm_op", "", count, ret, wrote);
  }

  /** Any hypercall by its number, of a process that may make them. @param args linear address of five longs. */
  privcmdCall(number: number, args: Lin): number {
    if (number > LAST_HYPERCALL) return this.#end(`number_${number}`, "", 1, -ERRNO.ENOSYS);
    if (number !== HYPERCALL.xen_version) throw new UnmodelledCall(`number ${number}`, "");
    const cmd = this.#context.memory.long(args);
    const op = cmd === XENVER.version ? "version" : `cmd_${cmd}`;
    const ret = this.inject.callReturn?.("xen_version", op) ?? xenVersion(cmd);
    return this.#end("xen_version", op, 1, ret);
  }

  /**
   * HYPERVISOR_multicall: each entry's result is written to it. The calls inside emit their own events first.
   * @returns 0, or -EFAULT for a list that is not in memory
   */
  multicall(list: Lin, count: number): number {
    const forced = this.inject.callReturn?.("multicall", "") ?? null;
    if (forced !== null) return this.#end("multicall", "", count, forced);
    const { memory, structs } = this.#context;
    const { bytes, op, result, args } = structs.multicall_entry;
    let ret = 0;
    let fault: GuestFault | null = null;
    for (let i = 0; i < count && fault === null; i++) {
      const at = lin((list >>> 0) + i * bytes);
      if (!memory.takes(at, bytes)) {
        ret = -ERRNO.EFAULT;
        break;
      }
      try {
        memory.setLong(at + result, this.#dispatch(memory.long(at + op), at + args));
      } catch (error) {
        if (!(error instanceof GuestFault)) throw error;
        fault = error;
      }
    }
    this.#end("multicall", "", count, ret);
    if (fault !== null) throw fault;
    return ret;
  }

  /**
   * A direct store to an entry of a pinned table, which Xen traps and emulates.
   * @returns false if Xen refuses it, or faults the guest for it: the guest takes a fault
   */
  trapPteWrite(ptep: Lin, lo: number, hi: number): boolean {
    const pte = lin(ptep >>> 0);
    if (!this.#machine.tables.contains(pte)) return false;
    const context = this.#context;
    const rc = pteUpdate(context, pte, lo >>> 0, hi >>> 0, "native_set_pte", 0, false);
    const faulted = context.pendingFault !== null;
    context.pendingFault = null;
    return rc === 0 && !faulted;
  }

  /** The granter fills one of its entries. Its in-use bits are as the granter leaves them: none. */
  grantAccess(granter: Domid, ref: GrantRef, grantee: Domid, frame: Mfn, readonly: boolean): void {
    const table = this.#context.tables[granter];
    if (table === undefined || ref >= table.entries)
      throw new RangeError(`domain ${granter} has no grant reference ${ref}`);
    table.domid[ref] = grantee;
    table.frame[ref] = frame;
    table.flags[ref] = GTF.permit_access | (readonly ? GTF.readonly : 0);
  }

  /** The granter takes an entry back. @returns false, changing nothing, while it is in use. */
  endAccess(granter: Domid, ref: GrantRef): boolean {
    const table = this.#context.tables[granter];
    if (table === undefined || table.inUse(ref) !== 0) return false;
    table.flags[ref] = 0;
    return true;
  }

  /** @returns the flags of a shared entry (GTF_*), 0 if there is none. */
  entryFlags(granter: Domid, ref: GrantRef): number {
    return this.#context.tables[granter]?.flags[ref] ?? 0;
  }

  /** @returns the index-th frame of a domain; the backend's are its ordinary lowmem pages. Throws RangeError beyond. */
  frontendMfn(granter: Domid, index: number): Mfn {
    const found = this.#machine.domainFrame(granter, index);
    if (found < 0) throw new RangeError(`domain ${granter} has no frame ${index}`);
    return mfn(found);
  }

  /** @returns the handles in use, in their order. */
  liveHandles(): readonly LiveHandle[] {
    const { maptrack, mappings, tables } = this.#context;
    const found: LiveHandle[] = [];
    for (let h = 0; h < maptrack.size && found.length < maptrack.live; h++) {
      if (!maptrack.has(h)) continue;
      const flags = maptrack.flags[h]!;
      const pte = mappings.pteOf(handle(h));
      found.push({
        handle: handle(h),
        granter: domid(maptrack.domid[h]!),
        ref: gref(maptrack.ref[h]!),
        mfn: mfn(tables[maptrack.domid[h]!]!.activeFrame[maptrack.ref[h]!]!),
        flags,
        hostPins: (flags & GNTMAP.host_map) === 0 ? 0 : 1,
        devicePins: (flags & GNTMAP.device_map) === 0 ? 0 : 1,
        where: pte === 0 ? [] : [maddr(this.#machine.maddrOfLin(pte))],
      });
    }
    return found;
  }

  /** @returns true if a live handle stands for the PTE at a machine address. */
  isGrantedPte(address: Maddr): boolean {
    const pte = this.#machine.linOfMaddr(address);
    return pte >= 0 && this.#context.mappings.handleAt(pte as Lin) >= 0;
  }

  /** Remembers the present state for `reset`. The machine has its own. */
  seal(): void {
    this.#context.seal();
  }

  /** Returns to the state at `seal`, with nothing injected. */
  reset(): void {
    this.#context.reset();
    this.#counts.clear();
    this.inject.opStatus = null;
    this.inject.callReturn = null;
    this.inject.before = null;
  }

  /**
   * Performs the requests before the one that is made to fail; without any, the caller is told at least that none was done.
   *
   * @returns 0, or the error of one that fails of its own
   */
  #beforeForced(count: number, perform: (wanted: number) => number): number {
    const { before } = this.inject;
    if (before === null) {
      perform(0);
      return 0;
    }
    const rc = perform(Math.min(before.requests, count - 1));
    before.done();
    return rc;
  }

  #dispatch(op: number, args: number): number {
    const { memory, wide } = this.#context;
    const word = wide ? 8 : 4;
    const arg = (i: number): number => memory.u32(args + i * word);
    const pointer = (i: number): Lin => {
      const at = memory.long(args + i * word);
      return at >= 0 && at <= 0xffff_ffff ? lin(at) : BAD_POINTER;
    };
    switch (op) {
      case HYPERCALL.mmu_update:
        return this.mmuUpdate(pointer(0), arg(1), pointer(2), arg(3));
      case HYPERCALL.update_va_mapping: {
        // The value has 64 bits: one word of x86_64's, two of x86_32's.
        const value = args + word;
        const flags = wide ? arg(2) : arg(3);
        const va = vaddr(memory.long(args));
        return this.updateVaMapping(va, memory.u32(value), memory.u32(value + 4), flags);
      }
      case HYPERCALL.grant_table_op:
        return this.grantTableOp(arg(0), pointer(1), arg(2));
      case HYPERCALL.event_channel_op:
        return this.eventChannelOp(arg(0), pointer(1));
      case HYPERCALL.mmuext_op:
        return this.mmuextOp(pointer(0), arg(1), pointer(2), arg(3));
      case HYPERCALL.memory_op:
        return this.memoryOp(arg(0), pointer(1));
      case HYPERCALL.multicall:
        // None within another (Xen: do_multicall).
        return -ERRNO.EINVAL;
      default:
        return -ERRNO.ENOSYS;
    }
  }

  #end(call: string, op: string, count: number, ret: number, wrote: readonly Pfn[] = []): number {
    const about = { call, op, count: count >>> 0, ret, ...(wrote.length === 0 ? {} : { wrote }) };
    this.#machine.trace.emit({ kind: "hypercall", ...about });
    const fault = this.#context.pendingFault;
    if (fault === null) return ret;
    this.#context.pendingFault = null;
    throw new GuestFault(fault);
  }
}
