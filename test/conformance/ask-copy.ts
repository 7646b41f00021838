// SPDX-License-Identifier: GPL-2.0-only
import { DOMID_SELF, GNTTABOP } from "../../harness/hypervisor/constants.ts";
import { mfn } from "../../harness/machine/units.ts";
import type { Answer } from "./answer.ts";
import { PRESET } from "./presets.ts";
import type { Question } from "./question.ts";
import { BUFFER, type Rig } from "./rig.ts";
import { show } from "./show.ts";

/** Pages of the copy steps: three granted by references, two of them named by frame too. */
const GREF_RW = 8;
const GREF_UNUSED = 9;
const GREF_RO = 10;
const GREF_RW_2 = 11;
const SOURCE_PAGE = 0x7_6799;
const READONLY_PAGE = 0x7_6795;
const DEST_PAGE = 0x7_6797;
/** The other domain's page, and the reference by which it grants it. */
const FOREIGN_PAGE = 0x7_fc54;
const FOREIGN_GREF = 10;

interface Side {
  /** Reference or frame, and whose. */
  readonly what: number;
  readonly dom: number;
  /** Frame behind it, to look at; -1 for none of the recorder's own. */
  readonly page: number;
}

/** @returns the side of a copy that the recording's words mean. */
const sideOf = (rig: Rig, text: string, isSource: boolean): Side => {
  const own = rig.frame(isSource ? SOURCE_PAGE : DEST_PAGE);
  const none = { page: -1 };
  if (text.startsWith("other domain's mfn"))
    return { what: rig.frame(FOREIGN_PAGE), dom: DOMID_SELF, ...none };
  if (text.startsWith("gmfn of other domain")) return { what: rig.frame(FOREIGN_PAGE), dom: 1, ...none };
  if (text.startsWith("gref of other domain")) return { what: FOREIGN_GREF, dom: 1, ...none };
  if (text.includes("0xffffffff")) return { what: 0xffff_ffff, dom: 0, ...none };
  if (text.includes("0xfffffff")) return { what: 0xfff_ffff, dom: DOMID_SELF, page: own };
  if (text.startsWith("unused gref")) return { what: GREF_UNUSED, dom: 0, ...none };
  if (text.startsWith("gref readonly")) return { what: GREF_RO, dom: 0, page: rig.frame(READONLY_PAGE) };
  if (text.startsWith("gref, domid 999")) return { what: GREF_RW, dom: 999, page: own };
  if (text.startsWith("gref, domid DOMID_SELF")) return { what: GREF_RW, dom: DOMID_SELF, page: own };
  if (text.startsWith("gref of page 0")) return { what: GREF_RW, dom: 0, page: own };
  if (text.startsWith("gref")) return { what: isSource ? GREF_RW : GREF_RW_2, dom: 0, page: own };
  if (text.startsWith("gmfn of page 0")) {
    const page = rig.frame(SOURCE_PAGE);
    return { what: page, dom: DOMID_SELF, page };
  }
  if (text.includes("domid 0 instead")) return { what: own, dom: 0, page: own };
  if (text.includes("domid 999")) return { what: own, dom: 999, page: own };
  if (text.includes("L1 table"))
    return { what: rig.machine.tables.mfn[rig.l1Page()]!, dom: DOMID_SELF, ...none };
  return { what: own, dom: DOMID_SELF, page: own };
};

const fill = (rig: Rig, page: number, byte: number): void => {
  for (let i = 0; i < 4096; i++) rig.machine.frames.write(mfn(rig.frame(page)), i, byte);
};

/** Entries and contents as the recorder had them before each copy; in-use bits stay. */
const prepare = (rig: Rig, isForeign: boolean): void => {
  const table = rig.hv.context.tables[0]!;
  const put = (ref: number, page: number, flags: number): void => {
    table.flags[ref] = (table.flags[ref]! & 0x18) | flags;
    table.domid[ref] = 0;
    table.frame[ref] = rig.frame(page);
  };
  put(GREF_RW, SOURCE_PAGE, 1);
  put(GREF_RO, READONLY_PAGE, 5);
  put(GREF_RW_2, DEST_PAGE, 1);
  fill(rig, SOURCE_PAGE, 0xa5);
  fill(rig, READONLY_PAGE, 0x3c);
  fill(rig, DEST_PAGE, 0);
  if (isForeign) fill(rig, FOREIGN_PAGE, 0);
};

const wordAt = (rig: Rig, frame: number, offset: number): string => {
  let value = 0;
  for (let i = 3; i >= 0; i--) value = value * 256 + rig.machine.frames.read(mfn(frame), offset + i);
  return show.hex(value);
};

/** A copy, or a batch of three whose second may be bad. The answer tells three words of the destination page. */
export const askCopy = (rig: Rig, { step, input }: Question): Answer => {
  const { flags } = rig.hv.context.tables[0]!;
  if (step === "copy.entry_after")
    return { source_entry_after_value: flags[GREF_RW], dest_entry_after_value: flags[GREF_RW_2] };
  prepare(rig, step.startsWith("foreign."));
  const s = rig.hv.context.structs.copy;
  const isBatch = step.startsWith("copy.batch");
  const to = sideOf(rig, String(input.dest), false);
  const count = isBatch ? 3 : 1;
  for (let i = 0; i < count; i++) {
    const isBad = isBatch && i === 1;
    const source = !isBatch
      ? String(input.source)
      : isBad && step.endsWith("ok_bad_ok")
        ? "unused gref"
        : "gref";
    const from = sideOf(rig, source, true);
    const at = BUFFER + s.bytes * i;
    rig.putLong(at + s.source, from.what);
    rig.view.setUint16(at + s.source_domid, from.dom, true);
    rig.view.setUint16(at + s.source_offset, Number(input.source_offset), true);
    rig.putLong(at + s.dest, to.what);
    rig.view.setUint16(at + s.dest_domid, to.dom, true);
    rig.view.setUint16(at + s.dest_offset, isBatch ? 32 * i : Number(input.dest_offset), true);
    rig.view.setUint16(at + s.len, isBad && step.endsWith("badarg_ok") ? 4097 : Number(input.len), true);
    rig.view.setUint16(at + s.flags, Number(input.flags), true);
    rig.view.setUint16(at + s.status, PRESET.status, true);
  }
  const ret = rig.hv.grantTableOp(GNTTABOP.copy, BUFFER, count);
  const statuses = Array.from({ length: count }, (_, i) =>
    rig.view.getInt16(BUFFER + s.bytes * i + s.status, true),
  );
  return {
    ret,
    status: isBatch ? statuses : statuses[0],
    ...(to.page >= 0 && {
      dest_word0: wordAt(rig, to.page, 0),
      dest_word16: wordAt(rig, to.page, isBatch ? 64 : 16),
      dest_last: wordAt(rig, to.page, 4092),
    }),
  };
};
