// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { isJudgement } from "./is-judgement.ts";
import { JUDGEMENT_VERSION, type QueueJudgement } from "./judgement.ts";
import { MergeError } from "./merge-error.ts";

const KIND = "hunkbox-gate-part";

/** A part of a gate as it goes to a file: with a hash, since it travels from job to job. */
export function writeJudgement(judgement: QueueJudgement): string {
  const body = JSON.stringify(judgement);
  return `${JSON.stringify({ kind: KIND, version: JUDGEMENT_VERSION, sha256: hashOf(body) })}\n${body}\n`;
}

/**
 * Reads a part that writeJudgement wrote.
 *
 * @param name what errors call it
 * @throws MergeError if it is none, of another version, or damaged on its way
 */
export function parseJudgement(text: string, name: string): QueueJudgement {
  const [head = "", body = ""] = text.split("\n");
  const header = readHeader(head);
  if (header?.kind !== KIND)
    throw new MergeError(
      `${name} is no part of a gate`,
      "give what hunkbox gate --shard i/n --out FILE wrote",
    );
  if (header.version !== JUDGEMENT_VERSION) {
    const what = `${name} was written by another version of hunkbox`;
    throw new MergeError(what, "use one version in all jobs");
  }
  if (header.sha256 !== hashOf(body))
    throw new MergeError(`${name} is cut off or was changed`, "fetch it again from the job that wrote it");
  const judgement = readJson(body);
  // its hash says that it is as it was written, not by whom
  if (!isJudgement(judgement))
    throw new MergeError(
      `${name} does not hold what a part of a gate holds`,
      "give what the job itself wrote",
    );
  return judgement;
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

function readHeader(text: string): { kind?: unknown; version?: unknown; sha256?: unknown } | null {
  const json = readJson(text);
  return typeof json === "object" ? json : null;
}

/** @returns what a text says, or null if it is no JSON */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
