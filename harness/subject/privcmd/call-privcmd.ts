// SPDX-License-Identifier: GPL-2.0-only
import { hi32, lo32, type Vaddr, vaddr } from "../../machine/units.ts";
import type { OpenFile, RunState } from "../run/run-state.ts";
import { type PrivcmdIoctl, privcmdIoctl } from "./ioctls.ts";

/** An argument that is put together field by field, as C lays it out. */
export class Argument {
  readonly #bytes: number[] = [];
  readonly #longBytes: number;

  constructor(longBytes: number) {
    this.#longBytes = longBytes;
  }

  u16(value: number): this {
    return this.#put(value, 2);
  }

  u32(value: number): this {
    return this.#put(value, 4);
  }

  u64(value: number): this {
    return this.#put(lo32(value), 4, 8).#put(hi32(value), 4);
  }

  /** A pointer, or another unsigned long. */
  long(value: number): this {
    return this.#longBytes === 8 ? this.u64(value) : this.u32(lo32(value));
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #put(value: number, bytes: number, align = bytes): this {
    while (this.#bytes.length % align !== 0) this.#bytes.push(0);
    for (let i = 0; i < bytes; i++) this.#bytes.push((value >>> (8 * i)) & 0xff);
    return this;
  }
}

/** Where arrays are in the process's buffer, behind the argument itself. */
export const ARRAY_AT = 64;

/** Nowhere in a process. */
export const BAD_POINTER = 0x1000;

/** Writes to a process's memory, which is there. */
export function put({ guest }: RunState, { process }: OpenFile, at: number, bytes: Uint8Array): void {
  guest.machine.writeBytes(process.space, vaddr(at), bytes, true);
}

/** @returns the 32-bit words at an address of a process, zeroes where nothing can be read */
export function words({ guest }: RunState, { process }: OpenFile, at: Vaddr, count: number): number[] {
  const bytes = guest.machine.readBytes(process.space, at, 4 * count, true) ?? new Uint8Array(4 * count);
  return Array.from(new Uint32Array(bytes.slice().buffer));
}

/** Calls an ioctl of /dev/xen/privcmd in a process's name. @returns its result */
export function callPrivcmd(
  run: RunState,
  file: OpenFile,
  which: PrivcmdIoctl,
  argument: Argument,
  at: Vaddr = file.process.buffer,
): number {
  const { guest } = run;
  const { process } = file;
  guest.space = process.space;
  put(run, file, at, argument.bytes);
  const number = privcmdIoctl(which, guest.machine.arch.longBytes);
  return guest.call("hb_ioctl", process.mm, file.lin, number, lo32(at), hi32(at));
}
