// SPDX-License-Identifier: GPL-2.0-only
import type { Vaddr } from "../../harness/machine/units.ts";
import type { Rig } from "./rig.ts";

/** An own page that is no page table. */
const DATA_PAGE = 0x7_6001;

/** An address of the second recording that is not quite a VA's: its number says what it is. */
const ODD = /^VA\d+ ([+&]|with|as)|^(start|last|first|non|all|hyper)/;

/** @returns what "+ 2^32" adds. */
const added = (text: string): number => {
  const bit = /\+ 2\^(\d+)/.exec(text)?.[1];
  return bit === undefined ? 0 : 2 ** Number(bit);
};

/** @returns the address that an input field names, and the VA whose entry it is about, -1 for none. */
export const resolveAddress = (
  rig: Rig,
  text: string,
  number?: unknown,
): { address: number; va: Vaddr | -1 } => {
  if (typeof number === "string" && ODD.test(text))
    return { address: Number(BigInt.asIntN(rig.hv.context.wide ? 64 : 65, BigInt(number))), va: -1 };
  const pteMa = /^PTE_MA\(VA(\d+)\)(?:\+(\d+))?/.exec(text);
  if (pteMa !== null) {
    const va = rig.va(Number(pteMa[1]));
    return { address: rig.pteMa(va) + Number(pteMa[2] ?? 0) + added(text), va };
  }
  const plain = /^VA(\d+)(?:\+(0x[0-9a-f]+))?/.exec(text);
  if (plain !== null) {
    const va = rig.va(Number(plain[1]));
    return { address: va + Number(plain[2] ?? 0), va };
  }
  if (text.startsWith("MA of own data page")) return { address: rig.frame(DATA_PAGE) * 4096, va: -1 };
  if (text.startsWith("MA of an L2 entry")) return { address: rig.l2EntryMa(), va: -1 };
  const raw = BigInt(/^(0x[0-9a-f]+|\d+)/.exec(text)?.[1] ?? "0");
  return { address: Number(BigInt.asIntN(64, raw)), va: -1 };
};
