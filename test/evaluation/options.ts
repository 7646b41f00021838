// SPDX-License-Identifier: GPL-2.0-only
import { resolve } from "node:path";
import { CONFIGS, type ConfigName } from "../../harness/machine/config.ts";
import { BadOption } from "./bad-option.ts";
import type { SubjectName } from "./subject.ts";

/** What the command line may say. */
export interface Options {
  readonly tree: readonly string[];
  readonly debian: readonly string[];
  readonly base: readonly string[];
  readonly only: readonly string[];
  readonly config: readonly string[];
  readonly part?: string;
  readonly again?: boolean;
  readonly json?: string;
  readonly update?: boolean;
}

/** npm changes to the checkout; what the user names is relative to where the user is. */
export const userPath = (path: string): string => resolve(process.env["INIT_CWD"] ?? process.cwd(), path);

/** What the miniature was called. */
const FORMERLY = "skeleton";

/** @returns what to evaluate on; the miniature if nothing is named */
export function subjectNames({ tree, debian, base }: Options): SubjectName[] {
  for (const one of base) {
    if (one !== "miniature" && one !== FORMERLY)
      throw new BadOption(`there is no base "${one}": there is miniature`);
  }
  const named: SubjectName[] = [
    ...base.map(() => ({ kind: "miniature" }) as const),
    ...tree.map((dir) => ({ kind: "tree", dir: userPath(dir) }) as const),
    ...debian.map((name) => ({ kind: "debian", name }) as const),
  ];
  return named.length === 0 ? [{ kind: "miniature" }] : named;
}

/** @returns the configurations to judge in, as far as a subject has them */
export function configNames({ config }: Options): readonly ConfigName[] {
  const unknown = config.find((one) => !(CONFIGS as readonly string[]).includes(one));
  if (unknown !== undefined)
    throw new BadOption(`there is no configuration "${unknown}": ${CONFIGS.join(", ")}`);
  return config.length === 0 ? CONFIGS : CONFIGS.filter((one) => config.includes(one));
}
