// SPDX-License-Identifier: GPL-2.0-only

/** Records of a notes file, as GCC documents them in gcov-io.h and LLVM writes them. */
const MAGIC = 0x6763_6e6f;
const FUNCTION = 0x0100_0000;
const BLOCKS = 0x0141_0000;
const ARCS = 0x0143_0000;
const LINES = 0x0145_0000;

/** An arc that no counter counts: what flows through it follows from the others. */
const ON_TREE = 1;

/** A way from one block of a function to another. */
export interface Arc {
  readonly from: number;
  readonly to: number;
  /** Has a counter of its own. */
  readonly counted: boolean;
}

/** The control flow of one function. Block 0 is where it is entered, block 1 where it is left. */
export interface FunctionNotes {
  /** Number in its unit, as its counters name it. */
  readonly ident: number;
  /** Made of its name and its first line. */
  readonly lineChecksum: number;
  /** Made of the control flow of the unit. */
  readonly flowChecksum: number;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly blocks: number;
  /** In the order in which counters count them. */
  readonly arcs: readonly Arc[];
  /** Lines of code by block, each with its file. */
  readonly lines: ReadonlyMap<number, readonly { readonly file: string; readonly line: number }[]>;
}

/** What the compiler notes of one unit. */
export interface CoverageNotes {
  /** Ties counters to their notes. */
  readonly checksum: number;
  readonly functions: readonly FunctionNotes[];
}

/**
 * Reads what the compiler wrote beside an object that counts its control flow.
 *
 * @throws Error if it is nothing of the kind
 */
export function parseCoverageNotes(bytes: Uint8Array): CoverageNotes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const word = (): number => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const text = (): string => {
    const length = word() * 4;
    at += length;
    const found = new TextDecoder().decode(bytes.subarray(at - length, at)).replace(/\0+$/, "");
    // kernel paths are taken to be below the root
    return found.replace(/^\//, "");
  };
  if (bytes.length < 12 || word() !== MAGIC) throw new Error("no notes of a compiler on control flow");
  word();
  const checksum = word();
  const functions: FunctionNotes[] = [];
  let current: { blocks: number; arcs: Arc[]; lines: Map<number, { file: string; line: number }[]> } | null =
    null;
  while (at + 8 <= bytes.length) {
    const tag = word();
    const end = word() * 4 + at;
    if (tag === FUNCTION) {
      const [ident, lineChecksum, flowChecksum] = [word(), word(), word()];
      const [name, file, line] = [text(), text(), word()];
      current = { blocks: 0, arcs: [], lines: new Map() };
      functions.push(Object.assign(current, { ident, lineChecksum, flowChecksum, name, file, line }));
    } else if (tag === BLOCKS && current !== null) current.blocks = (end - at) / 4;
    else if (tag === ARCS && current !== null) {
      const from = word();
      while (at < end) current.arcs.push({ from, to: word(), counted: (word() & ON_TREE) === 0 });
    } else if (tag === LINES && current !== null) {
      const block = word();
      const lines = current.lines.get(block) ?? [];
      let file = "";
      while (at < end) {
        const line = word();
        if (line !== 0) lines.push({ file, line });
        else {
          file = text();
          if (file === "") break;
        }
      }
      current.lines.set(block, lines);
    }
    at = end;
  }
  return { checksum, functions };
}
