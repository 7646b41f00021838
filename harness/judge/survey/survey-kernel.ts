// SPDX-License-Identifier: GPL-2.0-only
import type { Base } from "../../base/base.ts";
import { makeViews } from "../../base/make-views.ts";
import type { View } from "../../base/view.ts";
import { type Build, buildSide } from "../../compile/build-side.ts";
import type { Cache } from "../../compile/cache/cache.ts";
import { Workshop } from "../../compile/cache/workshop.ts";
import { initConsole } from "../../guest/console.ts";
import { Guest } from "../../guest/guest.ts";
import { GuestDied } from "../../guest/guest-died.ts";
import type { ConfigName } from "../../machine/config.ts";
import { machineParams } from "../../scenario/machine-params.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import { subjectsOf } from "../../scenario/subjects-of.ts";
import { drivenFiles } from "../../subject/driven-files.ts";
import { SUBJECTS } from "../../subject/subjects.ts";
import { bootStack } from "../boot-stack.ts";
import { callerOf } from "../caller-of.ts";
import type { KernelSurvey, Reason, SubjectSurvey } from "./kernel-survey.ts";
import { type Surveyed, surveyScenario } from "./survey-scenario.ts";

/** What is to be surveyed, and with what. */
export interface SurveyRequest {
  readonly base: Base;
  readonly configs: readonly ConfigName[];
  readonly scenarios: readonly Scenario[];
  readonly cache: Cache;
  /** Told what is going on. */
  readonly progress: (text: string) => void;
}

/**
 * Runs the scenarios of each subject once on a kernel as it is, driven for that subject alone, to see what of them runs.
 *
 * @throws ToolError if the toolchain or the cache cannot be used
 */
export async function surveyKernel(request: SurveyRequest): Promise<KernelSurvey> {
  const { base, configs, progress } = request;
  const { after: view } = makeViews(base, [], false);
  await initConsole();
  const subjects: SubjectSurvey[] = [];
  for (const { name } of SUBJECTS)
    for (const config of configs) {
      progress(`${name} in ${config}`);
      subjects.push(await surveySubject(request, name, config, view));
    }
  return { name: base.name, subjects };
}

async function surveySubject(
  { scenarios, cache }: SurveyRequest,
  subject: string,
  config: ConfigName,
  view: View,
): Promise<SubjectSurvey> {
  const own = scenarios.filter((one) => one.subject === subject && one.configs.includes(config));
  const none = { subject, config, ran: 0, applicable: own.length, notRun: [], notApplicable: [] };
  const { files, standsOn } = SUBJECTS.find(({ name }) => name === subject)!;
  const sources = [...files.filter((path) => path.endsWith(".c")), ...(files.length === 0 ? standsOn : [])];
  if (!sources.some((path) => view.read(path) !== null))
    return { ...none, applicable: 0, unavailable: `this kernel has no ${sources[0]}` };
  const workshop = await Workshop.open(cache, drivenFiles(own.flatMap(subjectsOf)));
  const build = await buildSide(workshop, config, "plain", "after", view);
  if (build.module === null) return { ...none, unavailable: whyUnavailable(build) };
  const guests = new Guests(build);
  try {
    return { ...none, ...count(own.map((one) => guests.survey(one))), unavailable: null };
  } finally {
    guests.free();
  }
}

function whyUnavailable({ unavailable, errors }: Build): string {
  const [error] = errors;
  if (unavailable !== "" || error === undefined) return unavailable;
  return `does not compile: ${error.file}:${error.line}: ${error.message}`;
}

/** The guests of a build, one for each machine. */
class Guests {
  readonly #build: Build;
  readonly #guests = new Map<string, Guest>();

  constructor(build: Build) {
    this.#build = build;
  }

  survey(scenario: Scenario): Surveyed {
    const params = machineParams(scenario);
    try {
      const key = JSON.stringify(params);
      const guest = this.#guests.get(key) ?? new Guest(this.#build, params);
      this.#guests.set(key, guest);
      return surveyScenario(scenario, guest);
    } catch (error) {
      if (!(error instanceof GuestDied)) throw error;
      const caller = callerOf(bootStack(this.#build, params), this.#build.lines);
      return { kind: "not-run", text: `the kernel does not boot: ${error.message}${caller}` };
    }
  }

  free(): void {
    for (const guest of this.#guests.values()) guest.free();
  }
}

const count = (all: readonly Surveyed[]): Omit<SubjectSurvey, "subject" | "config" | "unavailable"> => ({
  ran: all.filter(({ kind }) => kind === "ran").length,
  applicable: all.filter(({ kind }) => kind !== "not-applicable").length,
  notRun: reasons(all, "not-run"),
  notApplicable: reasons(all, "not-applicable"),
});

function reasons(all: readonly Surveyed[], kind: "not-run" | "not-applicable"): Reason[] {
  const counts = new Map<string, number>();
  for (const one of all) if (one.kind === kind) counts.set(one.text, (counts.get(one.text) ?? 0) + 1);
  return [...counts]
    .map(([text, scenarios]) => ({ text, scenarios }))
    .sort((a, b) => b.scenarios - a.scenarios);
}
