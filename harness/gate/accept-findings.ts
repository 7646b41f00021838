// SPDX-License-Identifier: GPL-2.0-only
import { Document, isSeq, parseDocument, type YAMLSeq } from "yaml";
import type { GateFinding, GateReport } from "./gate-report.ts";
import { TO_DO } from "./policy-schema.ts";

/** How long an entry holds that nobody has dated, in days. */
const DAYS = 90;

/** What was written, for a word to the user. */
export interface Accepted {
  /** The policy file's new text. */
  readonly text: string;
  readonly accepted: number;
  readonly expected: number;
}

/**
 * Adds an entry to a policy for each finding that fails, and for each fix; comments and order of the file stay. Reasons
 * are left for a reviewer: no gate takes the file before they are written.
 *
 * @param old text of the policy file, or null if there is none yet
 * @param today as 2027-01-31
 */
export function acceptFindings(report: GateReport, old: string | null, today: string): Accepted {
  const document = old === null ? new Document({ version: 1 }) : parseDocument(old);
  const all = [...report.patches, ...(report.whole === null ? [] : [report.whole])];
  const findings = all.flatMap((patch) => patch.findings);
  const expires = new Date(Date.parse(`${today}T00:00:00Z`) + DAYS * 86_400_000).toISOString().slice(0, 10);
  const add = (key: "expect" | "accept", wanted: readonly GateFinding[]): number => {
    const signatures = new Set(wanted.map(({ signature }) => signature));
    if (signatures.size === 0) return 0;
    const list = listAt(document, key);
    for (const signature of signatures) list.add(document.createNode({ signature, reason: TO_DO, expires }));
    return signatures.size;
  };
  const expected = add(
    "expect",
    findings.filter((one) => one.class === "fixed" && one.status === "noted"),
  );
  const accepted = add(
    "accept",
    findings.filter(({ status }) => status === "fails"),
  );
  return { text: document.toString({ lineWidth: 0 }), accepted, expected };
}

function listAt(document: Document, key: string): YAMLSeq {
  const known = document.get(key);
  if (isSeq(known)) return known;
  document.set(key, document.createNode([]));
  return document.get(key) as YAMLSeq;
}
