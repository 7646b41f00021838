// SPDX-License-Identifier: GPL-2.0-only
import { hex } from "../../machine/units.ts";
import { type Invariant, ownInvariantId, type Violation } from "../invariant.ts";
import { endOfStep, lastEvent } from "../run/find-event.ts";
import type { RunRecord } from "../run/run-record.ts";
import { strikesIn } from "../run/strikes-in.ts";
import { UNMAP_NOTICES } from "./notifies-of-run.ts";
import type { UnmapNotice } from "./unmap-notice.ts";

const UNMAP_NOTIFY = ownInvariantId("unmap-notify");

/** What a process asked to be done when its mapping goes (public gntdev header) is done, however it goes. */
export const unmapNotify: Invariant = {
  id: UNMAP_NOTIFY,
  title: "unmap notification",
  why: "the other domain waits for it to know that this side is gone",
  when: "at the end",
  identity: "state",
  check: (record) =>
    (UNMAP_NOTICES.of(record) ?? []).flatMap((notice): Violation[] =>
      notice.kind === "byte" ? byteOf(record, notice) : eventOf(record, notice),
    ),
};

function byteOf(record: RunRecord, notice: Extract<UnmapNotice, { kind: "byte" }>): Violation[] {
  const { step, map, page, pfn, byte } = notice;
  // where clearing it was made to fail, there is nothing more to do
  if (byte === 0 || strikesIn(record, step).length > 0) return [];
  const isUnmap = (one: RunRecord["events"][number]): boolean =>
    one.kind === "grant-op" && one.op.startsWith("unmap");
  return [
    {
      invariant: UNMAP_NOTIFY,
      subject: "byte to clear at unmap",
      key: `${map} page ${page}`,
      step,
      event: lastEvent(record, endOfStep(record, step), isUnmap),
      observed: `the byte of pfn ${hex(pfn)} that was to be cleared is ${hex(byte)} when the mapping is gone`,
      expected: "0",
    },
  ];
}

function eventOf(record: RunRecord, notice: Extract<UnmapNotice, { kind: "event" }>): Violation[] {
  const { step, port, wanted, sent } = notice;
  if (sent >= wanted || triedToSend(record)) return [];
  const isPut = (one: RunRecord["events"][number]): boolean =>
    one.kind === "evtchn-ref" && one.port === port && !one.get;
  return [
    {
      invariant: UNMAP_NOTIFY,
      subject: "event to send at unmap",
      key: `port ${port}`,
      step,
      event: lastEvent(record, record.events.length, isPut),
      observed: `of ${wanted} ${wanted === 1 ? "event" : "events"} to send on port ${port} ${sent === 0 ? "none was" : `${sent} were`} sent by the time every file is closed`,
      expected: "one for each mapping that asked for it",
    },
  ];
}

/** A send that the scenario made fail was tried. */
const triedToSend = (record: RunRecord): boolean =>
  record.events.some(
    (one) => one.kind === "hypercall" && one.call === "event_channel_op" && one.op === "send" && one.ret < 0,
  );
