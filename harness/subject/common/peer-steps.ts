// SPDX-License-Identifier: GPL-2.0-only

import * as v from "valibot";
import { domid, gref, type Mfn } from "../../machine/units.ts";
import type { RunState } from "../run/run-state.ts";
import { defineStep } from "../step-kind.ts";
import { byte, count, domain, offset, small } from "../step-values.ts";

/*
 * The other domain: it grants frames, ends that, and uses its memory.
 */

function frameOf(run: RunState, of: number, frame: number): Mfn {
  const mfn = run.guest.machine.domainFrame(domid(of), frame);
  if (mfn === -1) throw run.error(`domain ${of} has no frame ${frame}`);
  return mfn;
}

export const grant = defineStep(
  "grant",
  {
    domain,
    ref: count,
    frame: small,
    readonly: v.optional(v.boolean(), false),
    to: v.optional(domain, 0),
  },
  {
    run: (run, step) => {
      const mfn = frameOf(run, step.domain, step.frame);
      run.guest.grant(domid(step.domain), gref(step.ref), domid(step.to), mfn, step.readonly);
      run.grantedFrames.add(mfn);
      return null;
    },
  },
);

export const endAccess = defineStep(
  "end-access",
  { domain, ref: count },
  {
    run: (run, step) => {
      return run.guest.hypervisor.endAccess(domid(step.domain), gref(step.ref)) ? 1 : 0;
    },
  },
);

export const peerWrite = defineStep(
  "peer-write",
  { domain, frame: small, offset, value: byte },
  {
    run: (run, step) => {
      run.guest.machine.frames.write(frameOf(run, step.domain, step.frame), step.offset, step.value);
      return null;
    },
  },
);

export const peerRead = defineStep(
  "peer-read",
  { domain, frame: small, offset },
  {
    run: (run, step) => {
      return run.guest.machine.frames.read(frameOf(run, step.domain, step.frame), step.offset);
    },
  },
);

/** The result is how many events the backend has sent on a port so far. */
export const peerEvents = defineStep(
  "peer-events",
  { port: small },
  {
    run: (run, step) => {
      return run.guest.hypervisor.context.sent.get(step.port) ?? 0;
    },
  },
);
