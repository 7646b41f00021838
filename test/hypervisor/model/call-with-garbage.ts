// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../../../harness/abi/errno.ts";
import { DOMID_SELF, GNTST } from "../../../harness/hypervisor/constants.ts";
import { GuestFault } from "../../../harness/hypervisor/guest-fault.ts";
import { UnmodelledCall } from "../../../harness/hypervisor/unmodelled-call.ts";
import { join64, lin, vaddr } from "../../../harness/machine/units.ts";
import type { Garbage, Word } from "./arbitrary-garbage.ts";
import type { World } from "./world.ts";

const ERRNOS = new Set<number>(Object.values(ERRNO).map((errno) => -errno));
const STATUSES = new Set<number>(Object.values(GNTST));

/** Bytes that a call may look at: filled with the words, again and again. */
const FILLED = 2048;

/** Makes one call. @returns a line for each thing that Xen would not do; a fault of the guest's is a debug Xen's to raise */
export const callWithGarbage = (world: World, garbage: Garbage): string[] => {
  const { bench } = world;
  const { params } = bench.machine;
  fill(world, garbage);
  bench.events();
  let ret = 0;
  try {
    ret = call(world, garbage);
  } catch (error) {
    // what nobody models is not answered
    if (error instanceof UnmodelledCall) return [];
    if (!(error instanceof GuestFault) || !params.xenDebug) return [`threw ${error}`];
  }
  const faults: string[] = [];
  if (ret !== 0 && !ERRNOS.has(ret)) faults.push(`returned ${ret}`);
  for (const event of bench.events()) {
    if (event.kind === "grant-op" && !STATUSES.has(event.status))
      faults.push(`${event.op}: status ${event.status}`);
    if (event.kind === "hypercall" && event.ret !== 0 && !ERRNOS.has(event.ret))
      faults.push(`${event.call}: returned ${event.ret}`);
  }
  return faults;
};

const numberOf = (world: World, word: Word): number => {
  if ("value" in word) return word.value;
  const { machine } = world.bench;
  const index = word.index % world.vas.length;
  const frame = world.frame({ of: (index % 3) as 0 | 1 | 2, index: index % 4 });
  const whole = {
    va: world.vas[index]!,
    pte: machine.maddrOfLin(world.ptes[index]!),
    frame,
    bus: frame * 4096,
    entry: frame * 4096 + (index % 2 === 0 ? 0x63 : 0x61),
  }[word.of];
  return word.half === 0 ? whole >>> 0 : Math.floor(whole / 0x1_0000_0000) >>> 0;
};

const fill = (world: World, { pointer, words, skew }: Garbage): void => {
  const { view } = world.bench;
  const values = words.map((word) => numberOf(world, word));
  // Page tables and what is near NULL are not for a guest to fill this way.
  if (pointer < 0x10_0000 || pointer + FILLED > view.byteLength) return;
  for (let i = 0; i * 4 < FILLED; i++)
    view.setUint32(pointer + i * 4, values[(i + skew) % values.length]!, true);
};

const call = (world: World, { call: name, cmd, pointer, count, words }: Garbage): number => {
  const { hv } = world.bench;
  const [a, b, c, d] = [0, 1, 2, 3].map((i) => numberOf(world, words[i % words.length]!)) as [
    number,
    number,
    number,
    number,
  ];
  switch (name) {
    case "grant_table_op":
      return hv.grantTableOp(cmd, lin(pointer), count);
    case "mmu_update":
      return hv.mmuUpdate(lin(pointer), count, lin(cmd % 2 === 0 ? 0 : pointer), cmd < 4 ? DOMID_SELF : b);
    case "update_va_mapping":
      return hv.updateVaMapping(vaddr(join64(a, b)), c, d, cmd);
    case "multicall":
      return hv.multicall(lin(pointer), count);
    case "event_channel_op":
      return hv.eventChannelOp(cmd, lin(pointer));
    case "store":
      hv.trapPteWrite(lin(world.ptes[a % world.ptes.length]! + (b % 8)), c, d);
      return 0;
  }
};
