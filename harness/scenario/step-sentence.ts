// SPDX-License-Identifier: GPL-2.0-only
import { kindOf, type Step } from "../subject/step-kinds.ts";
import type { Scenario } from "./scenario-schema.ts";

/** The process that acts where a scenario names none. */
const FIRST = "p";

/** An ioctl, as the definition of a step names it. */
const IOCTL = /^IOCTL_\w+/;

/**
 * A step as a sentence: `the process opens /dev/xen/gntdev as f`.
 *
 * @param index of the step, from 0
 */
export function stepSentence({ steps }: Pick<Scenario, "steps">, index: number): string {
  const step = steps[index]!;
  const { tells, does, isToBeRefused } = kindOf(step);
  const said = tells(step);
  const [ioctl] = IOCTL.exec(does) ?? [];
  const by = ioctl === undefined || said.includes(ioctl) ? "" : ` (${ioctl})`;
  const end = isToBeRefused?.(step) === true ? "; this must be refused" : "";
  return `${actorOf(steps, index)}${said}${by}${end}`;
}

function actorOf(steps: readonly Step[], index: number): string {
  const step = steps[index]!;
  switch (kindOf(step).by) {
    case "user": {
      const isOne = steps.every((one) => !("process" in one) || one.process === FIRST);
      return isOne ? "the process " : `process ${processOf(steps, index)} `;
    }
    case "peer":
      return "domain" in step ? `domain ${step.domain} ` : "the other domain ";
    case "fault":
      return "fault: ";
    default:
      return "kernel code ";
  }
}

/** The process that a step names, or whose file or mapping it uses. */
function processOf(steps: readonly Step[], index: number): string {
  const step = steps[index]!;
  if ("process" in step) return step.process;
  const used = kindOf(step).uses?.(step) ?? [];
  for (let at = index - 1; at >= 0; at--) {
    const gives = kindOf(steps[at]!).gives?.(steps[at]!);
    if (typeof gives === "string" && used.includes(gives)) return processOf(steps, at);
  }
  return FIRST;
}
