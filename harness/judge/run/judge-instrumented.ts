// SPDX-License-Identifier: GPL-2.0-only

import { bootStates } from "../../scenario/boot-states.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { CleanRun, ModuleRuns } from "../kept-runs.ts";
import { scenarioText } from "../scenario-text.ts";
import type { SideUnderTest } from "../side-under-test.ts";
import { judgeMemory } from "./judge-run.ts";
import type { Judged } from "./judged.ts";

/**
 * Runs a scenario on an instrumented module and holds the run to what it does to memory; or takes it from an earlier check,
 * if it came to its end there and saw nothing.
 *
 * @param plain the same side's plain run
 */
export function judgeInstrumented(scenario: Scenario, side: SideUnderTest, plain: Judged): Judged {
  const { clean, guest } = side;
  if (clean === null) return judgeMemory(scenario, side);
  // which is done in the first run of a guest, whichever that is
  bootStates(guest);
  const name = scenarioText(scenario);
  const known = clean.byScenario.get(name);
  if (known !== undefined) return withoutRun(side, clean, known, plain);
  const [work, events] = [guest.loaded.workOfAllRuns, guest.trace.eventsOfAllRuns];
  const judged = judgeMemory(scenario, side);
  if (judged.record.death !== null || judged.violations.length > 0) return judged;
  clean.byScenario.set(name, {
    work: guest.loaded.workOfAllRuns - work,
    events: guest.trace.eventsOfAllRuns - events,
    counted: guest.coverage?.countedNow ?? [],
  });
  clean.isGrown = true;
  return judged;
}

/** Of a run that saw nothing, nobody reads the record: the plain one's stands for it, without an end that it did not have. */
function withoutRun(side: SideUnderTest, { saved }: ModuleRuns, known: CleanRun, plain: Judged): Judged {
  side.guest.coverage?.add(known.counted);
  saved.work += known.work;
  saved.events += known.events;
  const record = { ...plain.record, death: null, deathStep: -1, deathText: "" };
  return { text: side, record, violations: [], texts: [], also: [], exercised: null };
}
