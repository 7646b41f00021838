// SPDX-License-Identifier: GPL-2.0-only
import { hex } from "../../machine/units.ts";
import type { Invariant } from "../../subject/invariant.ts";
import { lastEvent, stepOf } from "../../subject/run/find-event.ts";
import { entryArea } from "../trace/describe.ts";

const APPLICATION_MAP = 8;

/** Every handle that a map gave out is given back. */
export const grantLeak: Invariant = {
  id: "grant-leak",
  title: "grant leak",
  why: "a handle that is never unmapped pins the other domain's page for good",
  when: "at the end",
  identity: "state",
  outlivesGrant: true,
  check: (record) =>
    record.liveHandles.map((live) => {
      const event = lastEvent(
        record,
        record.events.length,
        (one) => one.kind === "grant-op" && one.op === "map_grant_ref" && one.output.handle === live.handle,
      );
      const op = record.events[event];
      const host = op?.kind === "grant-op" ? (op.input.host_addr ?? 0) : 0;
      const contains = op?.kind === "grant-op" && ((op.input.flags ?? 0) & 16) !== 0;
      const user = (live.flags & APPLICATION_MAP) !== 0;
      const what = user ? "user mapping" : "kernel mapping";
      const at = contains ? ` (${entryArea(record, host as never)})` : "";
      return {
        invariant: "grant-leak",
        subject: `handle of a ${what}`,
        key: `${what} of domain ${live.granter} ref ${live.ref}`,
        step: event === -1 ? 0 : stepOf(record, event),
        event,
        observed: `the handle of a ${what}${at} of domain ${live.granter}'s ref ${live.ref} (frame ${hex(live.mfn)}) is still live at the end`,
        expected: "every handle is given back",
      };
    }),
};
