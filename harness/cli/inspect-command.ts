// SPDX-License-Identifier: GPL-2.0-only
import { makeViews } from "../base/make-views.ts";
import { EXIT_CODES } from "../judge/verdict.ts";
import { inspectReport } from "../report/inspect-report.ts";
import { BadInput } from "./bad-input.ts";
import type { BaseOptions } from "./base-options.ts";
import { type Inputs, loadInputs } from "./load-inputs.ts";
import { rangeInputs } from "./range-inputs.ts";
import { screenOf } from "./screen-of.ts";

/** Options of `hunkbox inspect`. */
export interface InspectOptions extends BaseOptions {
  readonly reverse: boolean;
  readonly color: boolean;
}

/** Shows what patches hold and where their hunks go. */
export async function inspectCommand(path: string | undefined, options: InspectOptions): Promise<number> {
  const show = ({ series, base }: Inputs): void => {
    const views = makeViews(base, series.patches, options.reverse);
    process.stdout.write(inspectReport(series, views, screenOf(options.color)));
  };
  if (options.range !== undefined) {
    for (const step of await rangeInputs(path, options.range, options)) show(await step.load());
  } else if (path === undefined) {
    throw new BadInput(
      "there is no patch to inspect",
      "give a file, - for standard input, or --git DIR --range A..B",
    );
  } else show(await loadInputs(path, options, options.reverse));
  return EXIT_CODES.pass;
}
