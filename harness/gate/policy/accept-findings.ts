// SPDX-License-Identifier: GPL-2.0-only
import { Document, isMap, isScalar, isSeq, parseDocument, Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { CONFIGS, type ConfigName } from "../../machine/config.ts";
import type { GateFinding, GateReport } from "../gate-report.ts";
import { TO_DO } from "./policy-schema.ts";

/** How long an entry holds that nobody has dated, in days. */
const DAYS = 90;

/** What was written, for a word to the user. */
export interface Accepted {
  /** The policy file's new text. */
  readonly text: string;
  /** Entries that wait for a reason: new ones, and those that had expired. */
  readonly accepted: number;
  readonly expected: number;
}

/**
 * Adds an entry to a policy for each finding that fails, and for each fix; one that has expired is dated anew. Comments and
 * order of the file stay. Reasons are left for a reviewer: no gate takes the file before they are written.
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
    const where = new Map<string, Set<ConfigName>>();
    for (const { signature, seen } of wanted) {
      const configs = where.get(signature) ?? new Set();
      for (const { config } of seen) configs.add(config);
      where.set(signature, configs);
    }
    if (where.size === 0) return 0;
    const list = listAt(document, key);
    let count = 0;
    for (const [signature, open] of where) {
      const known = list.items.filter(isMap).filter((one) => one.get("signature") === signature);
      for (const entry of known) {
        const configs = configsOf(entry);
        if (String(entry.get("expires")) >= today || configs.every((config) => !open.has(config))) continue;
        renew(entry, expires);
        count++;
        for (const config of configs) open.delete(config);
      }
      if (open.size === 0) continue;
      // what others say of it elsewhere stays
      const only = known.length === 0 ? {} : { configs: CONFIGS.filter((config) => open.has(config)) };
      list.add(document.createNode({ signature, reason: TO_DO, expires, ...only }));
      count++;
    }
    return count;
  };
  const expected = add(
    "expect",
    findings.filter((one) => one.class === "fixed" && one.status === "noted"),
  );
  const accepted = add(
    "accept",
    findings.filter(({ status }) => status === "fails"),
  );
  return { text: document.toString({ lineWidth: 0, flowCollectionPadding: false }), accepted, expected };
}

/** Without a list, an entry is about all configurations. */
function configsOf(entry: YAMLMap): readonly ConfigName[] {
  const list = entry.get("configs");
  if (!isSeq(list)) return CONFIGS;
  return CONFIGS.filter((config) => list.items.some((one) => isScalar(one) && one.value === config));
}

/** What was agreed once is not agreed for ever: the old reason stays as a comment for who writes the new one. */
function renew(entry: YAMLMap, expires: string): void {
  const reason = new Scalar(TO_DO);
  reason.comment = ` until ${entry.get("expires")}: ${String(entry.get("reason")).replace(/\s+/g, " ")}`;
  entry.set("reason", reason);
  entry.set("expires", expires);
}

function listAt(document: Document, key: string): YAMLSeq {
  const known = document.get(key);
  if (isSeq(known)) return known;
  document.set(key, document.createNode([]));
  return document.get(key) as YAMLSeq;
}
