// SPDX-License-Identifier: GPL-2.0-only

import * as v from "valibot";
import { domid, gref } from "../../machine/units.ts";
import { means } from "../means.ts";
import { defineStep } from "../step-kind.ts";
import { byte, count, domain, offset, small } from "../step-values.ts";
import { frameOf } from "./frame-of.ts";

/*
 * The other domain: it grants frames, ends that, and uses its memory.
 */

export const grant = defineStep(
  "grant",
  {
    domain: means("who grants", domain),
    ref: means("grant reference, better from 8 on", count),
    frame: means("which of its frames; 1 and 2 have 16, from 0 on", small),
    readonly: v.optional(means("for reading alone", v.boolean()), false),
    to: v.optional(means("to whom", domain), 0),
  },
  {
    by: "peer",
    does: "grants a frame",
    tells: (step) =>
      `grants domain ${step.to} its frame ${step.frame}${step.readonly ? " for reading" : ""}: reference ${step.ref}`,
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
  { domain: means("who granted", domain), ref: means("grant reference", count) },
  {
    by: "peer",
    does: "ends a grant; the result is 1 if Xen let it, 0 while in use",
    tells: (step) => `ends its grant: reference ${step.ref}`,
    run: (run, step) => {
      return run.guest.hypervisor.endAccess(domid(step.domain), gref(step.ref)) ? 1 : 0;
    },
  },
);

export const peerWrite = defineStep(
  "peer-write",
  { domain, frame: means("which of its frames", small), offset, value: means("the byte", byte) },
  {
    by: "peer",
    does: "writes a byte to a frame of its own",
    tells: (step) => `writes ${step.value} to its frame ${step.frame} at offset ${step.offset}`,
    run: (run, step) => {
      run.guest.machine.frames.write(frameOf(run, step.domain, step.frame), step.offset, step.value);
      return null;
    },
  },
);

export const peerRead = defineStep(
  "peer-read",
  { domain, frame: means("which of its frames", small), offset },
  {
    by: "peer",
    does: "reads a byte of its own; the result is the byte",
    tells: (step) => `reads its frame ${step.frame} at offset ${step.offset}`,
    run: (run, step) => {
      return run.guest.machine.frames.read(frameOf(run, step.domain, step.frame), step.offset);
    },
  },
);

/** The result is how many events the backend has sent on a port so far. */
export const peerEvents = defineStep(
  "peer-events",
  { port: means("its event channel", small) },
  {
    by: "peer",
    does: "the result is how many events came on a port so far",
    tells: (step) => `counts the events that came on port ${step.port}`,
    run: (run, step) => {
      return run.guest.hypervisor.context.sent.get(step.port) ?? 0;
    },
  },
);
