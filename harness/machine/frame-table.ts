// SPDX-License-Identifier: GPL-2.0-only
import { type Domid, domid, type Mfn, type Pfn, pfn } from "./units.ts";

/** What a frame is in use as. Levels are 1 to 4 above `writable`, as Xen's page types are. */
export const FRAME_NONE = 0;
export const FRAME_WRITABLE = 1;
export const FRAME_L1 = 2;
export const FRAME_L2 = 3;
export const FRAME_L3 = 4;
export const FRAME_L4 = 5;
/** A page of a descriptor table. */
export const FRAME_DESCRIPTORS = 6;

/** Owner of frames that the hypervisor keeps for itself: no guest may map them. */
export const DOMID_XEN: Domid = domid(0x7ff2);

/** machine_to_phys of a frame that nobody has given a number. */
export const NO_PFN: Pfn = pfn(0xff_ffff);

/** Bytes of the blocks whose versions are counted: a disk sector. */
export const BLOCK_BYTES = 512;

const BLOCKS = 4096 / BLOCK_BYTES;

/** No machine has a frame from here on: 64 GiB, and mfns stay small numbers. */
const MFN_LIMIT = 0x100_0000;

interface Contents {
  /** Grows with every change, resets included. */
  version: number;
  readonly bytes: Uint8Array;
  readonly versions: Uint32Array;
  /** What `reset` puts back, block by block, where the versions differ. */
  readonly sealedBytes: Uint8Array;
  readonly sealedVersions: Uint32Array;
}

/**
 * All machine frames, by mfn: who owns each, what it is used as, how often it is referred to, and what is in it.
 * Frames are numbered internally by a dense index (`indexOf`); the arrays are public because the checks of every
 * PTE write read them.
 */
export class FrameTable {
  readonly owner: Uint16Array;
  readonly type: Uint8Array;
  /** References that hold the type: Xen's get_page_type. */
  readonly typeCount: Int32Array;
  /** All references: Xen's get_page. An allocated frame has one of its owner's. */
  readonly refCount: Int32Array;
  readonly pfn: Int32Array;
  /** Page-table page that the frame is, or -1. */
  readonly ptPage: Int16Array;
  readonly mfn: Int32Array;
  size = 0;

  /** Frame indices by mfn, in chunks of 4096 mfns; -1 for no frame. */
  readonly #index: (Int16Array | undefined)[] = [];
  readonly #contents: (Contents | null)[] = [];
  readonly #dirty: number[] = [];
  readonly #isDirty: Uint8Array;
  readonly #ptBytes: Uint8Array;
  #sealed: Int32Array | null = null;
  #sealedOwners: Uint16Array | null = null;
  #sealedTypes: Uint8Array | null = null;

  /**
   * @param capacity most frames that will ever be added
   * @param ptBytes the page-table pages, in order: the contents of the frames that are such pages
   */
  constructor(capacity: number, ptBytes: Uint8Array) {
    this.owner = new Uint16Array(capacity);
    this.type = new Uint8Array(capacity);
    this.typeCount = new Int32Array(capacity);
    this.refCount = new Int32Array(capacity);
    this.pfn = new Int32Array(capacity);
    this.ptPage = new Int16Array(capacity).fill(-1);
    this.mfn = new Int32Array(capacity);
    this.#isDirty = new Uint8Array(capacity);
    this.#ptBytes = ptBytes;
  }

  /** Adds a frame. @returns its index. Throws RangeError if the mfn is taken. */
  add(mfn: Mfn, owner: Domid, pfn: Pfn, ptPage: number): number {
    if (this.indexOf(mfn) !== -1) throw new RangeError(`frame 0x${mfn.toString(16)} added twice`);
    const i = this.size++;
    const chunk = this.#index[mfn >>> 12] ?? new Int16Array(4096).fill(-1);
    chunk[mfn & 4095] = i;
    this.#index[mfn >>> 12] = chunk;
    this.mfn[i] = mfn;
    this.owner[i] = owner;
    this.pfn[i] = pfn;
    this.ptPage[i] = ptPage;
    this.refCount[i] = 1;
    this.#contents.push(null);
    return i;
  }

  /** @returns the index of a frame, or -1 if the machine has no such frame. */
  indexOf(mfn: number): number {
    if (mfn < 0 || mfn >= MFN_LIMIT) return -1;
    return this.#index[mfn >>> 12]?.[mfn & 4095] ?? -1;
  }

  /** @returns one byte of a frame; a frame never written reads as a pattern of its mfn. 0xff if there is no such frame. */
  read(mfn: Mfn, offset: number): number {
    const i = this.indexOf(mfn);
    if (i < 0) return 0xff;
    const page = this.ptPage[i]!;
    if (page >= 0) return this.#ptBytes[page * 4096 + offset]!;
    const contents = this.#contents[i]!;
    return contents === null ? pattern(mfn, offset) : contents.bytes[offset]!;
  }

  /** Reads as `read` does, `n` bytes from `offset` on to `into` from `at` on. They lie in the frame. */
  readInto(mfn: Mfn, offset: number, into: Uint8Array, at: number, n: number): void {
    const i = this.indexOf(mfn);
    const bytes = i >= 0 && this.ptPage[i]! < 0 ? this.#contents[i]?.bytes : undefined;
    if (bytes === undefined) for (let k = 0; k < n; k++) into[at + k] = this.read(mfn, offset + k);
    else for (let k = 0; k < n; k++) into[at + k] = bytes[offset + k]!;
  }

  /** Writes one byte of a frame (not of a page-table page: those are written as entries). */
  write(mfn: Mfn, offset: number, byte: number): void {
    const i = this.indexOf(mfn);
    if (i < 0 || this.ptPage[i]! >= 0) return;
    const contents = this.#writable(i, mfn);
    contents.bytes[offset] = byte;
    contents.versions[offset >>> 9]!++;
    contents.version++;
  }

  /** Writes as `write` does, `n` bytes of `from` from `at` on to `offset` on. They fit into the frame. */
  writeFrom(mfn: Mfn, offset: number, from: Uint8Array, at: number, n: number): void {
    const i = this.indexOf(mfn);
    if (i < 0 || this.ptPage[i]! >= 0 || n === 0) return;
    const contents = this.#writable(i, mfn);
    const { bytes, versions } = contents;
    contents.version++;
    for (let k = 0; k < n; k++) bytes[offset + k] = from[at + k]!;
    for (let block = offset >>> 9; block <= (offset + n - 1) >>> 9; block++) versions[block]!++;
  }

  /** @returns how many writes the block of 512 bytes around `offset` has seen. */
  blockVersion(mfn: Mfn, offset: number): number {
    const i = this.indexOf(mfn);
    return i < 0 ? 0 : (this.#contents[i]?.versions[offset >>> 9] ?? 0);
  }

  /** Remembers the present state for `reset`. */
  seal(): void {
    this.#sealed = Int32Array.from([...this.typeCount, ...this.refCount, ...this.pfn]);
    this.#sealedOwners = this.owner.slice();
    this.#sealedTypes = this.type.slice();
    for (const i of this.#dirty) {
      const { bytes, versions, sealedBytes, sealedVersions } = this.#contents[i]!;
      sealedBytes.set(bytes);
      sealedVersions.set(versions);
    }
    this.#dirty.length = 0;
    this.#isDirty.fill(0);
  }

  /** Returns to the state at `seal`. */
  reset(): void {
    if (this.#sealed === null) return;
    const n = this.owner.length;
    this.typeCount.set(this.#sealed.subarray(0, n));
    this.refCount.set(this.#sealed.subarray(n, 2 * n));
    this.pfn.set(this.#sealed.subarray(2 * n));
    this.owner.set(this.#sealedOwners!);
    this.type.set(this.#sealedTypes!);
    for (const i of this.#dirty) {
      restore(this.#contents[i]!);
      this.#isDirty[i] = 0;
    }
    this.#dirty.length = 0;
  }

  /** @returns all bytes of a frame, to be read only; null if there is no such frame, or it is a page-table page */
  bytesOf(mfn: Mfn): Uint8Array | null {
    const i = this.indexOf(mfn);
    return i < 0 || this.ptPage[i]! >= 0 ? null : this.#contentsOf(i, mfn).bytes;
  }

  /** @returns a number that is another one whenever the bytes of a frame may be others; 0 for a frame without any */
  versionOf(mfn: Mfn): number {
    const i = this.indexOf(mfn);
    return i < 0 ? 0 : (this.#contents[i]?.version ?? 0);
  }

  #contentsOf(i: number, mfn: Mfn): Contents {
    let contents = this.#contents[i]!;
    if (contents === null) {
      const bytes = new Uint8Array(4096);
      for (let o = 0; o < 4096; o++) bytes[o] = pattern(mfn, o);
      const versions = new Uint32Array(BLOCKS);
      contents = {
        version: 0,
        bytes,
        versions,
        sealedBytes: bytes.slice(),
        sealedVersions: versions.slice(),
      };
      this.#contents[i] = contents;
    }
    return contents;
  }

  #writable(i: number, mfn: Mfn): Contents {
    const contents = this.#contentsOf(i, mfn);
    if (this.#isDirty[i] === 0) {
      this.#isDirty[i] = 1;
      this.#dirty.push(i);
    }
    return contents;
  }
}

function restore(contents: Contents): void {
  const { bytes, versions, sealedBytes, sealedVersions } = contents;
  contents.version++;
  for (let block = 0; block < BLOCKS; block++) {
    if (versions[block] === sealedVersions[block]) continue;
    versions[block] = sealedVersions[block]!;
    const start = block * BLOCK_BYTES;
    bytes.set(sealedBytes.subarray(start, start + BLOCK_BYTES), start);
  }
}

/** The byte that an unwritten frame shows. Every eight bytes hold a different number, so that a shifted read shows. */
const pattern = (mfn: number, offset: number): number =>
  ((mfn >>> ((offset & 3) << 3)) ^ ((offset >>> 2) * 0x1d)) & 0xff;
