// SPDX-License-Identifier: GPL-2.0-only
import type { Bench } from "../bench.ts";

/** Parts of a machine's state that a call may change. */
const partsOf = ({ machine, hv }: Bench): Record<string, NodeJS.TypedArray> => {
  const { frames, tables } = machine;
  const { context } = hv;
  return {
    "page tables": new Uint8Array(machine.memory, tables.linOf(0), machine.params.pageTablePages * 4096),
    "frames' owners": frames.owner,
    "frames' types": frames.type,
    "frames' type counts": frames.typeCount,
    "frames' references": frames.refCount,
    "machine to phys": frames.pfn,
    ...Object.fromEntries(
      context.tables.flatMap((table, dom) => [
        [`entries of ${dom}: flags`, table.flags],
        [`entries of ${dom}: domids`, table.domid],
        [`entries of ${dom}: frames`, table.frame],
        [`status of ${dom}`, table.status],
        [`version and size of ${dom}`, Int32Array.of(table.version, table.frames)],
      ]),
    ),
    "live handles": Int32Array.from(hv.liveHandles().flatMap((one) => [one.handle, one.flags])),
  };
};

/** A machine's state at one moment, less its free list of handles. */
export class Snapshot {
  readonly #parts: Readonly<Record<string, Buffer>>;

  constructor(bench: Bench) {
    this.#parts = Object.fromEntries(
      Object.entries(partsOf(bench)).map(([name, array]) => [name, Buffer.from(bytesOf(array))]),
    );
  }

  /** @returns the parts that are not as they were. */
  changes(bench: Bench): string[] {
    return Object.entries(partsOf(bench))
      .filter(([name, array]) => !this.#parts[name]!.equals(bytesOf(array)))
      .map(([name]) => name);
  }
}

const bytesOf = (array: NodeJS.TypedArray): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
