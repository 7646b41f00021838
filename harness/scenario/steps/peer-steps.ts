// SPDX-License-Identifier: GPL-2.0-only
import { domid, gref, type Mfn } from "../../machine/units.ts";
import type { RunState } from "../run-state.ts";
import type { StepOf } from "../step-schema.ts";

function frameOf(run: RunState, domain: number, frame: number): Mfn {
  const mfn = run.guest.machine.domainFrame(domid(domain), frame);
  if (mfn === -1) throw run.error(`domain ${domain} has no frame ${frame}`);
  return mfn;
}

export function grant(run: RunState, step: StepOf<"grant">): null {
  const mfn = frameOf(run, step.domain, step.frame);
  run.guest.grant(domid(step.domain), gref(step.ref), domid(step.to), mfn, step.readonly);
  run.grantedFrames.add(mfn);
  return null;
}

export function endAccess(run: RunState, step: StepOf<"end-access">): number {
  return run.guest.hypervisor.endAccess(domid(step.domain), gref(step.ref)) ? 1 : 0;
}

export function peerWrite(run: RunState, step: StepOf<"peer-write">): null {
  run.guest.machine.frames.write(frameOf(run, step.domain, step.frame), step.offset, step.value);
  return null;
}

export function peerRead(run: RunState, step: StepOf<"peer-read">): number {
  return run.guest.machine.frames.read(frameOf(run, step.domain, step.frame), step.offset);
}

export function peerEvents(run: RunState, step: StepOf<"peer-events">): number {
  return run.guest.hypervisor.context.sent.get(step.port) ?? 0;
}

export function failOp(run: RunState, step: StepOf<"fail-op">): null {
  run.faults.failOp(run.step, step.op, step.nth, step.status);
  return null;
}

export function failHypercall(run: RunState, step: StepOf<"fail-hypercall">): null {
  run.faults.failHypercall(run.step, step.call, step.op, step.nth, step.ret);
  return null;
}

export function fail(run: RunState, step: StepOf<"fail">): null {
  run.faults.failPoint(run.step, step.point, step.nth);
  return null;
}
