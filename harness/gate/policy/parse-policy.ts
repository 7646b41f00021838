// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { type Document, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";
import { parseLaw } from "../../judge/cost/parse-law.ts";
import type { Policy, PolicyEntry } from "./policy.ts";
import { PolicyError } from "./policy-error.ts";
import { policySchema } from "./policy-schema.ts";

/** More than any policy has. */
const MOST_BYTES = 1_000_000;

/**
 * Reads a policy file.
 *
 * @param path what errors call it
 * @throws PolicyError naming line and key
 */
export function parsePolicy(text: string, path: string): Policy {
  if (text.length > MOST_BYTES) throw new PolicyError(path, 0, "is larger than 1 MB");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const what = fault.code === "MULTIPLE_DOCS" ? "holds more than one document" : fault.message;
    throw new PolicyError(path, lines.linePos(fault.pos[0]).line, what);
  }
  const lineOf = (keys: readonly (string | number)[]): number => lineAt(document, lines, keys);
  const at = (offset: number | undefined): number => lines.linePos(offset ?? 0).line;
  visit(document, {
    // each entry is written out: an alias would hide from a reviewer what it stands for
    Alias: (_, { source, range }) => {
      throw new PolicyError(path, at(range?.[0]), `*${source} is an alias: write it out`);
    },
    Pair: (_, { key }) => {
      if (isNode(key) && !isScalar(key)) throw new PolicyError(path, at(key.range?.[0]), "a key is no word");
    },
  });
  const result = v.safeParse(policySchema, document.toJS());
  if (!result.success) {
    const [issue] = result.issues;
    const keys = (issue.path ?? []).flatMap(({ key }) =>
      typeof key === "string" || typeof key === "number" ? [key] : [],
    );
    throw new PolicyError(path, lineOf(keys), `${dotted(keys)}${wordsOf(issue)}`);
  }
  const { output } = result;
  const entries = (list: "expect" | "accept"): PolicyEntry[] =>
    (output[list] ?? []).map((entry, i) => ({
      ...{ signature: entry.signature, reason: entry.reason, expires: entry.expires },
      ...{ configs: entry.configs ?? null, line: lineOf([list, i]) },
    }));
  const policy = { expect: entries("expect"), accept: entries("accept") };
  for (const list of ["expect", "accept"] as const) {
    const twice = policy[list].find(({ signature, configs }, i) =>
      policy[list].slice(0, i).some((one) => one.signature === signature && overlap(one.configs, configs)),
    );
    if (twice !== undefined)
      throw new PolicyError(path, twice.line, `${list}: the signature is there twice: ${twice.signature}`);
  }
  const { bounds, coverage } = output;
  return {
    path,
    configs: output.configs ?? null,
    scenarios: (output.scenarios ?? []).map((file, i) => ({ file, line: lineOf(["scenarios", i]) })),
    bounds: {
      scenarioRuns: bounds?.["scenario-runs"] ?? null,
      steps: bounds?.steps ?? null,
      events: bounds?.events ?? null,
      notComparable: bounds?.["not-comparable"] ?? 0,
      line: lineOf(["bounds"]),
    },
    changedLines:
      coverage === undefined
        ? null
        : { atLeast: coverage["changed-lines"], line: lineOf(["coverage", "changed-lines"]) },
    costs: (output.cost ?? []).map(({ entry, count, "at-most": atMost, configs }, i) => ({
      ...{ entry, count, configs: configs ?? null, line: lineOf(["cost", i]) },
      atMost: parseLaw(String(atMost))!,
    })),
    errno: output.errno ?? "any",
    ...policy,
  };
}

/** Without a list, an entry is about all configurations. */
const overlap = (one: readonly string[] | null, other: readonly string[] | null): boolean =>
  one === null || other === null || one.some((name) => other.includes(name));

/** `accept[2].reason: `, entries counted from 1 as people do. */
function dotted(keys: readonly (string | number)[]): string {
  const text = keys.map((key) => (typeof key === "number" ? `[${key + 1}]` : `.${key}`)).join("");
  return text === "" ? "" : `${text.replace(/^\./, "")}: `;
}

function wordsOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type === "strict_object") {
    if (issue.expected === "never") return "there is no such key";
    return issue.received === "undefined" ? "is missing" : "give a mapping of keys to values";
  }
  return issue.received === "undefined" ? "is missing" : issue.message;
}

/** Line of what a path of keys names; of what is around it where there is nothing. */
function lineAt(document: Document, lines: LineCounter, keys: readonly (string | number)[]): number {
  for (let depth = keys.length; depth > 0; depth--) {
    const node = document.getIn(keys.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
