// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../harness/base/project-root.ts";

/** A finding that a patch must bring: the invariant, and the line by its function and a part of its text. */
export interface ExpectedFinding {
  readonly invariant: string;
  readonly file: string;
  readonly function: string;
  readonly code: string;
  /** Why it is not found like this so far. */
  readonly missed?: string;
  /** Why taking the bug back does not count as a fix so far. */
  readonly notFixed?: string;
}

/** A patch of ours for real kernels, and what must be said of it (test/fixtures/trees/README.md). */
export interface ExpectedPatch {
  readonly name: string;
  readonly text: string;
  /** Scenarios in which a bug shows; none for a harmless patch, which has to pass in all. */
  readonly scenarios: readonly string[];
  readonly findings: readonly ExpectedFinding[];
  /** Why the bug is not seen at all so far. */
  readonly unseen?: string;
  /** Why taking it back does not pass so far. */
  readonly reverseFails?: string;
}

const DIR = join(projectRoot(), "test", "fixtures", "trees");

type Row = Partial<Omit<ExpectedPatch, "name" | "text">> & { readonly kernels: readonly string[] };

/** @returns the patches of a kind for a kernel, as the table has them: `6.1` */
export function expectedPatches(kind: "bug" | "harmless", kernel: string): ExpectedPatch[] {
  const table = JSON.parse(readFileSync(join(DIR, "expected.json"), "utf8")) as Record<
    typeof kind,
    Record<string, Row>
  >;
  return Object.entries(table[kind])
    .filter(([, { kernels }]) => kernels.includes(kernel))
    .map(([name, row]) => {
      const own = join(DIR, kernel, kind, `${name}.patch`);
      const path = existsSync(own) ? own : join(DIR, kind, `${name}.patch`);
      return { scenarios: [], findings: [], ...row, name, text: readFileSync(path, "utf8") };
    });
}
