// SPDX-License-Identifier: GPL-2.0-only
import { domid, type Mfn } from "../../machine/units.ts";
import type { RunState } from "../run/run-state.ts";

/**
 * @param of a domain's number
 * @param frame counted from 0 in what the domain has
 * @throws ScenarioError if there is no such domain or frame
 */
export function frameOf(run: RunState, of: number, frame: number): Mfn {
  const { machine } = run.guest;
  const mfn = machine.domainFrame(domid(of), frame);
  if (mfn !== -1) return mfn;
  const { frontends, frontendPages, hvm } = machine.params;
  if (!machine.hasDomain(of)) throw run.error(`there is no domain ${of}: there are 0 to ${frontends}`);
  const has = of === 0 || hvm ? "" : `: it has ${frontendPages}, from 0 on`;
  throw run.error(`domain ${of} has no frame ${frame}${has}`);
}
