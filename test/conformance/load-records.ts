// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { BadRecording } from "./bad-recording.ts";
import type { XenRecord } from "./record.ts";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @returns the records of a file, in its order. Throws BadRecording: file, line, what is wrong. */
export const loadRecords = (path: string): XenRecord[] => {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new BadRecording(`${path}: cannot be read: ${(error as Error).message}`);
  }
  const records: XenRecord[] = [];
  const lineOf = new Map<string, number>();
  text.split("\n").forEach((line, i) => {
    if (line.trim() === "") return;
    const at = `${path}:${i + 1}`;
    const record = recordOf(line, at);
    const key = `${record.arch} ${record.id}`;
    const earlier = lineOf.get(key);
    if (earlier !== undefined) throw new BadRecording(`${at}: ${key} is on line ${earlier} already`);
    lineOf.set(key, i + 1);
    records.push(record);
  });
  if (records.length === 0) throw new BadRecording(`${path}: holds no records`);
  return records;
};

const recordOf = (line: string, at: string): XenRecord => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new BadRecording(`${at}: not JSON`);
  }
  if (!isObject(value)) throw new BadRecording(`${at}: not an object`);
  for (const key of ["arch", "id", "group", "op"])
    if (typeof value[key] !== "string") throw new BadRecording(`${at}: "${key}" has to be a string`);
  if (typeof value.seq !== "number") throw new BadRecording(`${at}: "seq" has to be a number`);
  for (const key of ["input", "output", "effect"])
    if (value[key] !== undefined && value[key] !== null && !isObject(value[key]))
      throw new BadRecording(`${at}: "${key}" has to be an object`);
  if (value.withheld !== true && !isObject(value.output))
    throw new BadRecording(`${at}: has neither an output nor "withheld": true`);
  return { ...value, input: value.input ?? {}, effect: value.effect ?? {} } as unknown as XenRecord;
};
