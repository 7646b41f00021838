// SPDX-License-Identifier: GPL-2.0-only
import { DOMID_SELF, GNTTABOP, HYPERCALL } from "../../../harness/hypervisor/constants.ts";
import { domid, gref, type Lin, lin, mfn } from "../../../harness/machine/units.ts";
import { ARGS } from "../bench.ts";
import type { GrantModel } from "./grant-model.ts";
import type { CopySide, Operation, Step, Where } from "./operation.ts";
import type { World } from "./world.ts";

/** What the emulation answered. */
export interface Answered {
  readonly ret: number;
  readonly statuses: readonly number[];
  /** The handle that a map gave, -1 if none. */
  readonly handle: number;
}

const LIST = lin(ARGS + 0x1000);
const MULTICALL = lin(ARGS + 0x2000);
const CONTAINS_PTE = 0x10;

/** Issues one step on the world's machine. The model tells which handle and address a name means; it does not change. */
export const perform = (world: World, model: GrantModel, { operation, wrapped }: Step): Answered => {
  const { bench } = world;
  const { hv, view } = bench;
  const structs = hv.context.structs;
  const { memory } = hv.context;
  const plain = (ret: number): Answered => ({ ret, statuses: [], handle: -1 });
  const grant = (cmd: number, count: number, bytes: number, statusAt: number): Answered => {
    for (let i = 0; i < count; i++) view.setInt16(ARGS + i * bytes + statusAt, 0x55, true);
    const ret = wrapped
      ? multicall(world, HYPERCALL.grant_table_op, [cmd, ARGS, count])
      : hv.grantTableOp(cmd, ARGS, count);
    const statuses = Array.from({ length: count }, (_, i) =>
      view.getInt16(ARGS + i * bytes + statusAt, true),
    );
    return { ret, statuses, handle: -1 };
  };
  switch (operation.op) {
    case "map": {
      const at = structs.map_grant_ref;
      memory.setU64(ARGS + at.host_addr, world.address(operation.where));
      view.setUint32(ARGS + at.flags, operation.flags | (isPte(operation.where) ? CONTAINS_PTE : 0), true);
      view.setUint32(ARGS + at.ref, operation.ref, true);
      view.setUint16(ARGS + at.dom, operation.dom, true);
      const answered = grant(GNTTABOP.map_grant_ref, 1, at.bytes, at.status);
      return {
        ...answered,
        handle: answered.statuses[0] === 0 ? view.getUint32(ARGS + at.handle, true) : -1,
      };
    }
    case "unmap": {
      const at = structs.unmap_grant_ref;
      operation.batch.forEach(({ handle, host, bus }, i) => {
        const number = model.handle(handle);
        const mapping = model.state.mappings.get(number);
        const frame = mapping?.frame ?? 0x1234;
        memory.setU64(ARGS + i * at.bytes + at.host_addr, hostAddress(world, model, number, host));
        const busAddress = bus === null ? 0 : bus === "right" ? frame * 4096 : frame * 4096 + 8;
        memory.setU64(ARGS + i * at.bytes + at.dev_bus_addr, busAddress);
        memory.setU32(ARGS + i * at.bytes + at.handle, number);
      });
      return grant(GNTTABOP.unmap_grant_ref, operation.batch.length, at.bytes, at.status);
    }
    case "replace": {
      const at = structs.unmap_and_replace;
      const number = model.handle(operation.handle);
      memory.setU64(ARGS + at.host_addr, hostAddress(world, model, number, operation.host));
      memory.setU64(ARGS + at.new_addr, operation.fresh === null ? 0 : world.address(operation.fresh));
      memory.setU32(ARGS + at.handle, number);
      return grant(GNTTABOP.unmap_and_replace, 1, at.bytes, at.status);
    }
    case "copy": {
      const at = structs.copy;
      const { from, to } = operation;
      memory.setLong(ARGS + at.source, sideValue(world, from));
      memory.setU16(ARGS + at.source_domid, "ref" in from ? from.dom : from.asDom);
      memory.setU16(ARGS + at.source_offset, operation.offset);
      memory.setLong(ARGS + at.dest, sideValue(world, to));
      memory.setU16(ARGS + at.dest_domid, "ref" in to ? to.dom : to.asDom);
      memory.setU16(ARGS + at.dest_offset, operation.offset);
      memory.setU16(ARGS + at.len, 1);
      memory.setU16(ARGS + at.flags, ("ref" in from ? 1 : 0) | ("ref" in to ? 2 : 0));
      return grant(GNTTABOP.copy, 1, at.bytes, at.status);
    }
    case "swap": {
      const at = structs.swap_grant_ref;
      memory.setU32(ARGS + at.ref_a, operation.a);
      memory.setU32(ARGS + at.ref_b, operation.b);
      return grant(GNTTABOP.swap_grant_ref, 1, at.bytes, at.status);
    }
    case "transfer": {
      const at = structs.transfer;
      memory.setLong(ARGS + at.mfn, world.frame(operation.frame));
      memory.setU16(ARGS + at.domid, operation.dom);
      memory.setU32(ARGS + at.ref, operation.ref);
      return grant(GNTTABOP.transfer, 1, at.bytes, at.status);
    }
    case "setup": {
      const at = structs.setup_table;
      memory.setU16(ARGS + at.dom, operation.dom);
      memory.setU32(ARGS + at.nr_frames, operation.frames);
      memory.setLong(ARGS + at.frame_list, LIST);
      return grant(GNTTABOP.setup_table, 1, at.bytes, at.status);
    }
    case "version": {
      memory.setU32(ARGS, operation.version);
      return plain(
        wrapped
          ? multicall(world, HYPERCALL.grant_table_op, [GNTTABOP.set_version, ARGS, 1])
          : hv.grantTableOp(GNTTABOP.set_version, ARGS, 1),
      );
    }
    case "write":
      return plain(write(world, operation, wrapped));
    case "grant": {
      const { dom, ref, frame, flags, grantee } = operation;
      if (model.state.isMapped(dom, ref)) return plain(0);
      hv.grantAccess(domid(dom), gref(ref), domid(grantee), mfn(world.frame(frame)), false);
      hv.context.tables[dom]!.flags[ref] = flags;
      return plain(0);
    }
    case "end access":
      return plain(hv.endAccess(domid(operation.dom), gref(operation.ref)) ? 1 : 0);
    case "touch":
      bench.machine.access(world.space, world.vas[operation.place]!, operation.write, false);
      return plain(0);
  }
};

const isPte = (where: Where): boolean =>
  "place" in where ? where.byPte : ["misaligned", "data page", "upper table"].includes(where.bad);

const hostAddress = (world: World, model: GrantModel, handle: number, host: "own" | Where | null): number => {
  if (host === null) return 0;
  if (host !== "own") return world.address(host);
  const mapping = model.state.mappings.get(handle);
  if (mapping === undefined || mapping.place < 0) return 0x10000;
  return world.address({ place: mapping.place, byPte: mapping.byPte });
};

const sideValue = (world: World, side: CopySide): number =>
  "ref" in side ? side.ref : world.frame(side.frame);

const write = (world: World, { how, place, pte }: Operation & { op: "write" }, wrapped: boolean): number => {
  const { hv } = world.bench;
  const { memory } = hv.context;
  const frame = pte === null ? 0 : world.frame(pte.frame);
  const lo = pte === null ? 0 : ((frame << 12) | (pte.writable ? 0x63 : 0x61)) >>> 0;
  const hi = pte === null ? 0 : (0x8000_0000 | (frame >>> 20)) >>> 0;
  if (how.by === "store") return hv.trapPteWrite(world.ptes[place]!, lo, hi) ? 0 : -1;
  if (how.by === "update_va_mapping") {
    if (!wrapped) return hv.updateVaMapping(world.vas[place]!, lo, hi, how.flush);
    const wide = hv.context.wide;
    return multicall(
      world,
      HYPERCALL.update_va_mapping,
      wide ? [world.vas[place]!, hi * 0x1_0000_0000 + lo, how.flush] : [world.vas[place]!, lo, hi, how.flush],
      wide ? { lo, hi } : null,
    );
  }
  memory.setU64(ARGS, world.bench.machine.maddrOfLin(world.ptes[place]!));
  memory.setU32(ARGS + 8, lo);
  memory.setU32(ARGS + 12, hi);
  const dom = how.asDom === DOMID_SELF ? DOMID_SELF : how.asDom;
  return wrapped
    ? multicall(world, HYPERCALL.mmu_update, [ARGS, 1, 0, dom])
    : hv.mmuUpdate(ARGS, 1, lin(0), dom);
};

/** One call in a multicall. `value` overrides the second argument: a PTE has more bits than a number is exact for. */
const multicall = (
  world: World,
  op: number,
  args: readonly number[],
  value: { lo: number; hi: number } | null = null,
): number => {
  const { hv } = world.bench;
  const { memory, structs, wide } = hv.context;
  const at = structs.multicall_entry;
  const word = wide ? 8 : 4;
  memory.setLong(MULTICALL + at.op, op);
  args.forEach((arg, i) => {
    memory.setLong((MULTICALL + at.args + i * word) as Lin, arg);
  });
  if (value !== null) {
    memory.setU32(MULTICALL + at.args + word, value.lo);
    memory.setU32(MULTICALL + at.args + word + 4, value.hi);
  }
  const ret = hv.multicall(MULTICALL, 1);
  if (ret !== 0) throw new Error(`multicall returned ${ret}`);
  return world.bench.view.getInt32(MULTICALL + at.result, true);
};
