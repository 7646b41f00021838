// SPDX-License-Identifier: GPL-2.0-only
import { Hypervisor } from "../../harness/hypervisor/hypervisor.ts";
import { archOf, type ConfigName } from "../../harness/machine/config.ts";
import { Machine } from "../../harness/machine/machine.ts";
import { DEFAULT_PARAMS, type MachineParams } from "../../harness/machine/params.ts";
import { Trace, type TraceEvent } from "../../harness/machine/trace.ts";
import {
  domid,
  gref,
  join64,
  type Lin,
  lin,
  type Maddr,
  type Mfn,
  maddr,
  type Vaddr,
  vaddr,
} from "../../harness/machine/units.ts";

const BACKEND = domid(0);
export const FRONTEND = domid(1);
export const REF = gref(8);
/** Where argument structs are put. */
export const ARGS = lin(0x10_0000);

/** More events than any test reads; a call with a huge count makes more, and they are forgotten. */
const EVENTS = 20_000;

/** A trace that a test's guest cannot fill. */
class UnlimitedTrace extends Trace {
  override emit(event: TraceEvent): void {
    if (this.events.length < EVENTS) super.emit(event);
  }
}

/** One operation's answer. */
export interface Mapped {
  readonly ret: number;
  readonly status: number;
  readonly handle: number;
  readonly bus: number;
}

/** A machine and a hypervisor with a caller that fills argument structs. */
export class Bench {
  readonly machine: Machine;
  readonly hv: Hypervisor;
  readonly view: DataView;
  readonly #trace = new UnlimitedTrace();

  constructor(config: ConfigName = "x86_64", params: Partial<MachineParams> = {}) {
    const memory = new ArrayBuffer(0x20_0000);
    const all = { ...DEFAULT_PARAMS, ...params };
    this.machine = new Machine(archOf(config), all, memory, lin(0x2_0000), this.#trace);
    this.hv = new Hypervisor(this.machine);
    this.view = new DataView(memory);
    this.machine.seal();
    this.hv.seal();
  }

  /** The direct-map address of the n-th ballooned page. */
  balloonedVa(n: number): Vaddr {
    const { directMapBase, ballooned } = this.machine.layout;
    return vaddr(directMapBase + (ballooned.start + n) * 4096);
  }

  /** Its L1 entry. */
  pte(n: number): Lin {
    return this.machine.kernelPte(this.balloonedVa(n)) as Lin;
  }

  pteMa(n: number): Maddr {
    return maddr(this.machine.maddrOfLin(this.pte(n)));
  }

  /** An entry as text: high and low half. */
  readPte(pte: Lin): string {
    const half = (n: number): string => n.toString(16).padStart(8, "0");
    return half(this.machine.readPteHi(pte)) + half(this.machine.readPteLo(pte));
  }

  /** The n-th frontend frame, granted to the backend at a reference. */
  grant(ref = REF, n = 0, readonly = false): Mfn {
    const frame = this.hv.frontendMfn(FRONTEND, n);
    this.hv.grantAccess(FRONTEND, ref, BACKEND, frame, readonly);
    return frame;
  }

  putMap(at: number, hostAddr: number, flags: number, ref: number, dom: number = FRONTEND): void {
    this.put64(at, hostAddr);
    this.view.setUint32(at + 8, flags, true);
    this.view.setUint32(at + 12, ref, true);
    this.view.setUint16(at + 16, dom, true);
  }

  map(hostAddr: number, flags: number, ref: number = REF, dom: number = FRONTEND): Mapped {
    this.putMap(ARGS, hostAddr, flags, ref, dom);
    const ret = this.hv.grantTableOp(0, ARGS, 1);
    return {
      ret,
      status: this.view.getInt16(ARGS + 18, true),
      handle: this.view.getUint32(ARGS + 20, true),
      bus: join64(this.view.getUint32(ARGS + 24, true), this.view.getUint32(ARGS + 28, true)),
    };
  }

  putUnmap(at: number, handle: number, hostAddr: number, bus = 0): void {
    this.put64(at, hostAddr);
    this.put64(at + 8, bus);
    this.view.setUint32(at + 16, handle, true);
  }

  /** @returns the status. */
  unmap(handle: number, hostAddr: number, bus = 0): number {
    this.putUnmap(ARGS, handle, hostAddr, bus);
    this.hv.grantTableOp(1, ARGS, 1);
    return this.view.getInt16(ARGS + 20, true);
  }

  put64(at: number, value: number): void {
    this.view.setUint32(at, value >>> 0, true);
    this.view.setUint32(at + 4, Math.floor(value / 0x1_0000_0000) >>> 0, true);
  }

  /** The events since the last call. */
  events(): TraceEvent[] {
    const { events } = this.#trace;
    this.#trace.clear();
    return events;
  }

  /** Their kinds. */
  kinds(): string[] {
    return this.events().map((event) => event.kind);
  }
}
