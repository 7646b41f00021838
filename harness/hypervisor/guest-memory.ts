// SPDX-License-Identifier: GPL-2.0-only
import { hi32, join64, lo32 } from "../machine/units.ts";

/** Linear addresses below this are never valid: NULL and what is near it. */
const FIRST_ADDRESS = 0x1_0000;

/** Told what a hypercall does to the caller's memory, for a caller that keeps book of it. Byte addresses. */
export interface MemoryWatch {
  /** An argument lies there, as a whole: it is read or written, or both. */
  readonly takes?: (address: number, bytes: number) => void;
  /** A field is read. */
  readonly reads?: (address: number, bytes: number) => void;
  /** A field is written. */
  readonly writes?: (address: number, bytes: number) => void;
}

/**
 * The hypercall arguments in a module's linear memory. Every access is checked by `holds` first; the getters and
 * setters do not check. Little-endian, as wasm is; addresses need the alignment that C gives the fields.
 */
export class GuestMemory {
  readonly #u8: Uint8Array;
  readonly #u16: Uint16Array;
  readonly #u32: Uint32Array;
  readonly #end: number;
  readonly #wide: boolean;
  /** Addresses from here on can be read, not written. For tests of a read-only argument buffer. */
  readonlyFrom = Number.POSITIVE_INFINITY;
  watch: MemoryWatch | null = null;

  /** @param wide pointers in arguments have 64 bits */
  constructor(memory: ArrayBuffer, wide: boolean) {
    this.#wide = wide;
    this.#u8 = new Uint8Array(memory);
    this.#u16 = new Uint16Array(memory);
    this.#u32 = new Uint32Array(memory);
    this.#end = memory.byteLength;
  }

  /** @returns true if `bytes` bytes at the address lie in the memory; else the hypercall gets -EFAULT. */
  holds(address: number, bytes: number): boolean {
    const held = address >= FIRST_ADDRESS && address + bytes <= this.#end;
    if (held) this.watch?.takes?.(address, bytes);
    return held;
  }

  /** @returns true if they can be written too. */
  takes(address: number, bytes: number): boolean {
    return this.holds(address, bytes) && address + bytes <= this.readonlyFrom;
  }

  u16(address: number): number {
    this.watch?.reads?.(address, 2);
    return (address & 1) === 0 ? this.#u16[address >>> 1]! : this.#slow(address, 2);
  }

  u32(address: number): number {
    this.watch?.reads?.(address, 4);
    return (address & 3) === 0 ? this.#u32[address >>> 2]! : this.#slow(address, 4);
  }

  /** A 64-bit address or machine address, sign-extended. */
  u64(address: number): number {
    return join64(this.u32(address), this.u32(address + 4));
  }

  setU64(address: number, value: number): void {
    this.setU32(address, lo32(value));
    this.setU32(address + 4, hi32(value));
  }

  /** An unsigned long: a pointer, a frame number. What is above the memory, or no such frame, stays so. */
  long(address: number): number {
    return this.#wide ? this.u64(address) : this.u32(address);
  }

  setLong(address: number, value: number): void {
    if (this.#wide) this.setU64(address, value);
    else this.setU32(address, value);
  }

  setU16(address: number, value: number): void {
    if (address >= this.readonlyFrom) return;
    this.watch?.writes?.(address, 2);
    if ((address & 1) === 0) this.#u16[address >>> 1] = value;
    else this.#setSlow(address, value, 2);
  }

  setU32(address: number, value: number): void {
    if (address >= this.readonlyFrom) return;
    this.watch?.writes?.(address, 4);
    if ((address & 3) === 0) this.#u32[address >>> 2] = value;
    else this.#setSlow(address, value, 4);
  }

  #slow(address: number, bytes: number): number {
    let value = 0;
    for (let i = bytes - 1; i >= 0; i--) value = value * 256 + this.#u8[address + i]!;
    return value;
  }

  #setSlow(address: number, value: number, bytes: number): void {
    for (let i = 0; i < bytes; i++) this.#u8[address + i] = value >>> (8 * i);
  }
}
