// SPDX-License-Identifier: GPL-2.0-only
import { DEFAULT_PARAMS, type MachineParams } from "../machine/params.ts";
import type { Scenario } from "./scenario-schema.ts";

/** The numbers of the machine that a scenario asks for. Scenarios that ask for nothing share one machine. */
export function machineParams({ machine }: Scenario): MachineParams {
  const { balloonedPages, maptrackEntries, xenDebug, hvm } = machine;
  return {
    ...DEFAULT_PARAMS,
    ...(balloonedPages === undefined ? {} : { balloonedPages }),
    ...(maptrackEntries === undefined ? {} : { maptrackEntries }),
    ...(xenDebug === undefined ? {} : { xenDebug }),
    ...(hvm === undefined ? {} : { hvm }),
  };
}
