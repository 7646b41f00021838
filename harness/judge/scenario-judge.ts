// SPDX-License-Identifier: GPL-2.0-only
import type { BuildPair } from "../compile/build-pair.ts";
import type { Build } from "../compile/build-side.ts";
import { GuestDied } from "../guest/guest-died.ts";
import { COST_PARAMS } from "../scenario/cost-scenarios.ts";
import { machineParams } from "../scenario/machine-params.ts";
import { missingName, missingStep } from "../scenario/missing-step.ts";
import type { Scenario } from "../scenario/scenario-schema.ts";
import { bootStack } from "./boot-stack.ts";
import { callerOf } from "./caller-of.ts";
import type { EntryCost } from "./cost/entry-cost.ts";
import { measureCosts } from "./cost/measure-costs.ts";
import { type Instrumented, judgeScenario } from "./judge-scenario.ts";
import { noDevice } from "./no-device.ts";
import { RunsDiffer } from "./run/runs-differ.ts";
import type { SidePool, SideUnderTest } from "./side-under-test.ts";
import type { ScenarioVerdict, WhyNot } from "./verdict/scenario-verdict.ts";

/**
 * Units of work that all runs of one configuration may take together, some ten seconds on a slow machine; those of honest
 * patches take 60 to 80 million.
 */
const MOST_WORK = 1_000_000_000;

const LEFT_OUT = `left out: the runs before it have done all the work that a check may do (${MOST_WORK} units)`;

/** Judges scenarios on the two sides of one configuration, which are booted when they are first needed. */
export class ScenarioJudge {
  readonly #pair: BuildPair;
  readonly #pool: SidePool;
  readonly #onScenario: (id: string) => void;
  #hasDiffered = false;

  /** @param onScenario called before each scenario that is run */
  constructor(pair: BuildPair, pool: SidePool, onScenario: (id: string) => void) {
    this.#pair = pair;
    this.#pool = pool;
    this.#onScenario = onScenario;
  }

  /** Whether a scenario did not run the same way twice. */
  get hasDiffered(): boolean {
    return this.#hasDiffered;
  }

  judge(scenario: Scenario): ScenarioVerdict {
    const { config } = this.#pair.before;
    const notRun = (whyNot: WhyNot): ScenarioVerdict => {
      return {
        id: scenario.id,
        class: "not-run",
        findings: [],
        events: 0,
        steps: scenario.steps.length,
        whyNot,
      };
    };
    if (this.#pool.work > MOST_WORK) return notRun({ kind: "left-out", text: LEFT_OUT });
    if (!scenario.configs.includes(config))
      return notRun({ kind: "config", text: `not applicable to ${config}` });
    this.#onScenario(scenario.id);
    try {
      const [left, right] = [
        this.#ready(this.#pair.before, scenario),
        this.#ready(this.#pair.after, scenario),
      ];
      const whyNot = whyMissing(scenario, left, right);
      if (whyNot !== null) return notRun(whyNot);
      return judgeScenario(scenario, left, right, this.#instrumented(scenario));
    } catch (error) {
      if (error instanceof RunsDiffer) {
        this.#hasDiffered = true;
        return notRun({ kind: "runs-differ", text: error.message });
      }
      if (!(error instanceof GuestDied)) throw error;
      return notRun({ kind: "no-boot", text: `the kernel does not boot: ${error.message}` });
    }
  }

  /**
   * Counts what callers pay, after all that is judged.
   *
   * @param subjects names of those whose calls are counted
   * @returns null if a kernel does not boot
   */
  async costs(subjects: ReadonlySet<string>): Promise<readonly EntryCost[] | null> {
    const isSpent = (): boolean => this.#pool.work > MOST_WORK;
    try {
      const { before, after } = this.#pair;
      const sides = {
        before: this.#pool.get(before, COST_PARAMS),
        after: this.#pool.get(after, COST_PARAMS),
      };
      const costs = await measureCosts(sides, subjects, isSpent);
      const guests = [sides.before.guest, sides.after.guest];
      if (!guests.map((guest) => guest.resetSpoilt()).includes(true)) return costs;
      // a run found what an earlier one left
      for (const guest of guests) guest.resetsAll = true;
      return await measureCosts(sides, subjects, isSpent);
    } catch (error) {
      if (!(error instanceof GuestDied)) throw error;
      return null;
    }
  }

  #ready(build: Build, scenario: Scenario): SideUnderTest {
    const params = machineParams(scenario);
    try {
      return this.#pool.get(build, params);
    } catch (error) {
      if (!(error instanceof GuestDied)) throw error;
      const caller = error.death === "unmodelled" ? callerOf(bootStack(build, params), build.lines) : "";
      throw new GuestDied(error.death, `${error.message}${caller} (${build.side} side)`);
    }
  }

  #instrumented(scenario: Scenario): Instrumented[] {
    return this.#pair.instrumented.flatMap(({ before, after }) => {
      if (before.module === null || after.module === null) return [];
      return [{ before: this.#ready(before, scenario), after: this.#ready(after, scenario) }];
    });
  }
}

/** Why a scenario cannot be run, if a side lacks the kernel code that one of its steps calls. */
function whyMissing(scenario: Scenario, before: SideUnderTest, after: SideUnderTest): WhyNot | null {
  const sides = [before, after];
  const names = sides.map(({ guest }) => missingName(scenario, guest));
  if (names[0] !== null && names[1] !== null)
    return { kind: "not-applicable", text: `not applicable: this kernel has no ${names[0]}` };
  const missing = sides.map(({ guest }) => missingStep(scenario, guest));
  if (missing.every((step) => step === null)) return null;
  const alone = missing.indexOf(null);
  if (alone !== -1) {
    const { do: step, device } = missing[1 - alone]!;
    const { guest, side } = sides[1 - alone]!;
    if (device !== undefined)
      return { kind: "unmodelled", text: `${noDevice(guest, device).text} (${side} side)` };
    const text = `unmodelled: no kernel code for step "${step}" on the ${side} side alone`;
    return { kind: "unmodelled", text };
  }
  const lacks = missing[0]?.function ?? null;
  if (lacks === null) return noDevice(before.guest, missing[0]?.device ?? "");
  return { kind: "not-applicable", text: `not applicable: this kernel has no ${lacks}` };
}
