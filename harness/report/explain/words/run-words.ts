// SPDX-License-Identifier: GPL-2.0-only
import type { WhyNotKind } from "../../../judge/verdict/scenario-verdict.ts";
import type { WordText } from "../word-text.ts";

/** What becomes of a scenario that says nothing, and why. */
export const RUN_WORDS: Readonly<Record<WhyNotKind | "same" | "not-run", WordText>> = {
  same: {
    brief: "both sides did the same in a scenario",
    means: `Results, rules and the events on the way are the same on both sides, in every run of the scenario: as compiled, and with the checks for memory errors and for values that were never set.`,
    see: ["same-code"],
  },
  "not-run": {
    brief: "it says nothing of the patch in a configuration",
    means: `It was not run, or what ran says nothing. The reason is one of those below it in this list. Reasons that leave something unjudged (unmodelled, no-boot, left-out, runs-differ) make a check end with 4 if nothing worse happened.`,
  },
  "same-code": {
    brief: "both sides are the same code: nothing had to run",
    means: `The modules of both sides are the same, without optimisation as well: the patch changes comments, documentation, or what the configuration leaves out. That is a pass without a run, unless an #ifdef leaves the change out in every configuration: then it is not-exercised.`,
    see: ["not-exercised"],
  },
  "no-build": {
    brief: "a side does not compile in this configuration",
    means: `So no scenario runs there. The check ends with 3.`,
    see: ["does-not-build"],
  },
  unavailable: {
    brief: "this kernel does not have the configuration",
    means: `A side cannot be built there although nothing is wrong with its text: newer kernels, for one, have no 32-bit PV guests. It counts only if the configuration was asked for with -c, or if there is no other.`,
    see: ["not-comparable"],
  },
  "no-boot": {
    brief: "the kernel needs something at boot that nobody models",
    means: `Before any scenario, a kernel comes up as far as the drivers under test need. What it asked for there is named.`,
    see: ["unmodelled"],
  },
  unmodelled: {
    brief: "a kernel function was called that nobody models here",
    means: `What the code under test calls outside of itself is either compiled from the tree or modelled. The scenario came to a function that is neither: it is named, with its caller and side. What comes after it is not known, so the scenario is not comparable.

"hunkbox inspect --imports" lists such functions for a patch.`,
    see: ["not-comparable"],
  },
  config: {
    brief: "the scenario is about another configuration",
    means: `Highmem pages, for one, exist in x86_32-pae-highmem alone. It runs where it makes sense, and leaves nothing unjudged here.`,
  },
  "not-applicable": {
    brief: "this kernel does not have what the scenario calls",
    means: `Neither side has it, as it came later or is gone: m2p_add_override, say. It leaves nothing unjudged.`,
  },
  "ends-early": {
    brief: "both sides stop before a changed line runs",
    means: `Both crash, or are refused the device, in the same step, before the scenario comes to what the patch changes. So that they do the same there says nothing of the patch.`,
  },
  "left-out": {
    brief: "the check had done all the work that it may",
    means: `All runs of a configuration share a budget of work, counted and not timed, so that a patch from a stranger cannot keep a machine busy. Scenarios beyond it are left out, by name. An ordinary patch does not come near it: look for a call that does far more than before.`,
    see: ["unit-of-work", "not-comparable"],
  },
  "runs-differ": {
    brief: "a side did something else when the same was run again",
    means: `Runs are deterministic, so this side reads what no run sets, or keeps something from one run to the next. Nothing can be held against the other side. Findings about values that were never set mostly say where.`,
    see: ["uninitialised-read", "not-comparable"],
  },
  "fault-not-reached": {
    brief: "what it makes fail is used on neither side",
    means: `The scenario is about the failure of one call (the second mmap's kmalloc, say), and neither side makes that call. It leaves nothing unjudged: scenarios of that sort are made for every kernel.`,
    see: ["fault"],
  },
};
