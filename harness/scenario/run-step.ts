// SPDX-License-Identifier: GPL-2.0-only
import { isSkipped, noteFailure, noteSkipped } from "./failed-names.ts";
import type { RunState } from "./run-state.ts";
import type { Step, StepOf } from "./step-schema.ts";
import * as api from "./steps/api-steps.ts";
import * as copy from "./steps/copy-steps.ts";
import * as mapping from "./steps/mapping-steps.ts";
import * as peer from "./steps/peer-steps.ts";
import * as user from "./steps/user-steps.ts";

type Handler<Verb extends Step["do"]> = (run: RunState, step: StepOf<Verb>) => number | null;

const HANDLERS: { readonly [Verb in Step["do"]]: Handler<Verb> } = {
  grant: peer.grant,
  "end-access": peer.endAccess,
  "peer-write": peer.peerWrite,
  "peer-read": peer.peerRead,
  "peer-events": peer.peerEvents,
  "fail-op": peer.failOp,
  "fail-hypercall": peer.failHypercall,
  fail: peer.fail,
  open: user.open,
  "map-grant-ref": user.mapGrantRef,
  mmap: user.mmap,
  "user-write": user.userWrite,
  "user-read": user.userRead,
  munmap: user.munmap,
  "unmap-grant-ref": user.unmapGrantRef,
  "get-offset": user.getOffset,
  "set-unmap-notify": user.setUnmapNotify,
  "direct-io": user.directIo,
  "other-area": user.otherArea,
  "hold-page": user.holdPage,
  "release-page": user.releasePage,
  "grant-copy": copy.grantCopy,
  "own-write": copy.ownWrite,
  "own-read": copy.ownRead,
  close: user.close,
  exit: user.exit,
  kmap: mapping.kmap,
  kunmap: mapping.kunmap,
  "kmap-atomic": mapping.kmapAtomic,
  "kunmap-atomic": mapping.kunmapAtomic,
  "kmap-flush": mapping.kmapFlush,
  "lazy-mmu": mapping.lazyMmu,
  "kernel-read": mapping.kernelRead,
  "kernel-write": mapping.kernelWrite,
  "set-pte": mapping.setPte,
  "pte-clear": mapping.pteClear,
  "api-map": api.apiMap,
  "api-unmap": api.apiUnmap,
  "add-override": api.addOverride,
  "remove-override": api.removeOverride,
};

/**
 * Carries out one step, unless it uses what an earlier step asked for and did not get.
 *
 * @returns the kernel's return value or the byte that was read; null if the step gives neither, or is skipped
 * @throws GuestDied if the kernel does not survive it, ScenarioError if the step makes no sense here
 */
export function runStep(run: RunState, step: Step): number | null {
  // the table's type ties each verb to its step; the call through it cannot see that
  const handler = HANDLERS[step.do] as (run: RunState, step: Step) => number | null;
  if (isSkipped(run, step)) {
    noteSkipped(run, step);
    return null;
  }
  const value = handler(run, step);
  noteFailure(run, step, value);
  return value;
}
