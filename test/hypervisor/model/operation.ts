// SPDX-License-Identifier: GPL-2.0-only

/** Frames that operations name. An index counts a domain's pages; the others are one each. */
export type FrameName =
  | { readonly of: 0 | 1 | 2; readonly index: number }
  | { readonly of: "page table" | "grant table" | "nothing" };

/** Where a host address points: the entry of a place, by its virtual address or by its machine address, or nowhere. */
export type Where =
  | { readonly place: number; readonly byPte: boolean }
  | { readonly bad: "zero" | "no table" | "misaligned" | "non-canonical" | "data page" | "upper table" };

/** One side of a copy. */
export type CopySide =
  | { readonly dom: number; readonly ref: number }
  | { readonly frame: FrameName; readonly asDom: number };

/** A PTE that a guest writes itself: null is an empty one. */
export type NewPte = { readonly frame: FrameName; readonly writable: boolean } | null;

/** Which handle an operation names: the nth live one, or a number that may be none. */
export type HandleName = { readonly nth: number } | { readonly number: number };

export interface UnmapRequest {
  readonly handle: HandleName;
  /** "own": where the handle was mapped; null: host address 0. */
  readonly host: "own" | Where | null;
  readonly bus: "right" | "wrong" | null;
}

/** One step of a sequence. What is issued by a guest may go through a multicall. */
export type Operation =
  | {
      readonly op: "map";
      readonly dom: number;
      readonly ref: number;
      readonly flags: number;
      readonly where: Where;
    }
  | { readonly op: "unmap"; readonly batch: readonly UnmapRequest[] }
  | {
      readonly op: "replace";
      readonly handle: HandleName;
      readonly host: "own" | Where;
      readonly fresh: Where | null;
    }
  | { readonly op: "copy"; readonly from: CopySide; readonly to: CopySide; readonly offset: number }
  | { readonly op: "swap"; readonly a: number; readonly b: number }
  | { readonly op: "transfer"; readonly frame: FrameName; readonly dom: number; readonly ref: number }
  | { readonly op: "setup"; readonly dom: number; readonly frames: number }
  | { readonly op: "version"; readonly version: number }
  | { readonly op: "write"; readonly how: WriteMeans; readonly place: number; readonly pte: NewPte }
  | {
      readonly op: "grant";
      readonly dom: 0 | 1 | 2;
      readonly ref: number;
      readonly frame: FrameName;
      readonly flags: number;
      readonly grantee: number;
    }
  | { readonly op: "end access"; readonly dom: 0 | 1 | 2; readonly ref: number }
  | { readonly op: "touch"; readonly place: number; readonly write: boolean };

/** How a guest writes an entry. `asDom` is mmu_update's foreign domain. */
export type WriteMeans =
  | { readonly by: "update_va_mapping"; readonly flush: number }
  | { readonly by: "mmu_update"; readonly asDom: number }
  | { readonly by: "store" };

/** A step, and whether its hypercall is wrapped in a multicall. */
export interface Step {
  readonly operation: Operation;
  readonly wrapped: boolean;
}
