// SPDX-License-Identifier: GPL-2.0-only
import type { Guest } from "../../../harness/guest/guest.ts";
import { hi32, type Lin, lo32, type Vaddr, vaddr } from "../../../harness/machine/units.ts";
import type { FaultPlan } from "../../../harness/subject/run/fault-plan.ts";
import { RunState } from "../../../harness/subject/run/run-state.ts";
import { kindOf, type Step } from "../../../harness/subject/step-kinds.ts";
import { ARGS, Bench, FRONTEND } from "../../hypervisor/bench.ts";

const SELF = 0x7ff0;
const WRITABLE = 0x67;

/** What the kernel of a test answers to an ioctl. */
export type Ioctl = (run: FakeRun, argument: Vaddr, number: number) => number;

/** A run on a machine and a hypervisor, with a kernel that does as a test says. */
export class FakeRun {
  readonly bench = new Bench();
  readonly state: RunState;
  /** The process that all steps are of. */
  readonly space: number;
  /** What the next ioctls give. */
  ioctl: Ioctl = () => 0;

  constructor() {
    const { machine, hv } = this.bench;
    this.space = machine.newSpace();
    const answers: Readonly<Record<string, () => number>> = {
      hb_mm_new: () => 1,
      hb_mm_space: () => this.space,
      hb_open: () => 1,
    };
    const call = (name: string, ...args: number[]): number => {
      if (name !== "hb_ioctl") return answers[name]?.() ?? 0;
      return this.ioctl(this, this.state.process("p").buffer, args[2]!);
    };
    const guest = { machine, hypervisor: hv, trace: machine.trace, call, deviceNumber: () => 0, space: 0 };
    this.state = new RunState("fake", guest as unknown as Guest, {} as FaultPlan);
    this.do({ do: "open", process: "p", file: "f", device: "xen/privcmd" });
  }

  /** Takes a step, as a scenario's run does. @returns what it gives */
  do(step: object): number | null {
    const { trace } = this.bench.machine;
    trace.emit({ kind: "step", step: this.state.step });
    const value = kindOf(step as Step).run(this.state, step as Step);
    this.state.step++;
    return value;
  }

  /** Asks Xen for something, as kernel code on its way. */
  askXen(): void {
    this.bench.hv.mmuUpdate(ARGS, 0, 0 as Lin, SELF);
  }

  /** Makes the process's page at an address show a frame of the frontend. */
  showFrame(at: Vaddr, index: number, flags = WRITABLE): void {
    const { machine, hv } = this.bench;
    const frame = hv.frontendMfn(FRONTEND, index);
    const pte = machine.tables.find(this.space, at, true) as Lin;
    const entry = machine.maddrOfLin(pte);
    this.bench.put64(ARGS, entry);
    this.bench.view.setUint32(ARGS + 8, ((frame << 12) | flags) >>> 0, true);
    this.bench.view.setUint32(ARGS + 12, frame >>> 20, true);
    if (hv.mmuUpdate(ARGS, 1, 0 as Lin, FRONTEND) !== 0) throw new Error("the test's frame cannot be mapped");
  }

  /** Writes 32-bit words to the process's memory. */
  write(at: Vaddr, ...words: number[]): void {
    const bytes = new Uint8Array(Uint32Array.from(words).buffer);
    this.bench.machine.writeBytes(this.space, at, bytes, true);
  }

  /** A pointer in the process's memory. */
  pointer(at: Vaddr): Vaddr {
    const bytes = this.bench.machine.readBytes(this.space, at, 8, true)!;
    const [lo = 0, hi = 0] = new Uint32Array(bytes.buffer);
    return vaddr(hi * 0x1_0000_0000 + lo);
  }
}

/** Both halves of an address, as an argument has them. */
export const halves = (at: number): [number, number] => [lo32(at), hi32(at)];
