// SPDX-License-Identifier: GPL-2.0-only
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, CommanderError } from "commander";
import { BadRecording } from "./bad-recording.ts";
import { compare } from "./compare.ts";
import { loadRecords } from "./load-records.ts";
import type { Outcome } from "./outcome.ts";
import type { XenRecord } from "./record.ts";
import { replay } from "./replay.ts";

const DEFAULTS = ["test/conformance/xen-4.17.jsonl", "test/conformance/xen-4.17-mmu.jsonl"];

/** npm changes to the checkout; what the user names is relative to where the user is. */
const userPath = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path);

const lineOf = ({ arch, id, answer }: Outcome): string =>
  JSON.stringify({
    arch,
    id,
    answered: answer !== null,
    output: answer?.output ?? {},
    effect: answer?.effect ?? {},
  });

const nameOf = (record: XenRecord): string => `${record.id} (${record.arch})`;

/** @returns a paragraph with both answers for each record that does not agree */
const disagreements = (records: readonly XenRecord[], outcomes: readonly Outcome[]): string[] =>
  records.flatMap((record, i) => {
    if (record.withheld === true) return [];
    const { answer } = outcomes[i]!;
    if (answer === null) return [`${nameOf(record)}\n  the replay has no means to ask this\n`];
    const differences = compare(record, answer);
    return differences.length === 0
      ? []
      : [`${nameOf(record)}\n${differences.map((line) => `  ${line}\n`).join("")}`];
  });

const run = (paths: readonly string[], options: { json?: string }): number => {
  const files = paths.length === 0 ? DEFAULTS : paths.map(userPath);
  const records = files.flatMap(loadRecords);
  const outcomes = replay(records);
  const lines = outcomes.map((outcome) => `${lineOf(outcome)}\n`).join("");
  const toStdout = options.json === "-";
  if (options.json !== undefined && !toStdout) writeJson(userPath(options.json), lines);
  if (toStdout) process.stdout.write(lines);
  const say = (text: string): boolean => (toStdout ? process.stderr : process.stdout).write(text);
  const wrong = disagreements(records, outcomes);
  for (const one of wrong) say(`${one}\n`);
  const withheld = records.filter((record) => record.withheld === true).length;
  const answered = outcomes.filter((outcome) => outcome.answer !== null).length;
  const total = records.length - withheld;
  say(`${total - wrong.length} of ${total} recorded answers agree\n`);
  say(
    `${answered} of ${records.length} questions answered, ${withheld} of them with the recorded answer withheld\n`,
  );
  return wrong.length === 0 ? 0 : 1;
};

const writeJson = (path: string, lines: string): void => {
  try {
    writeFileSync(path, lines);
  } catch (error) {
    throw new BadRecording(`${path}: cannot be written: ${(error as Error).message}`);
  }
};

const program = new Command("conformance")
  .description("Asks the emulated hypervisor what a recording asked a real Xen, and compares the answers.")
  .argument("[files...]", `recordings: one JSON object a line (default: ${DEFAULTS.join(" and ")})`)
  .option(
    "--json <file>",
    "write what the emulation answered, one JSON object a record; - for standard output",
  )
  .exitOverride()
  .showHelpAfterError("(npm run -s conformance -- --help shows examples)")
  .addHelpText(
    "after",
    `
Examples:
  npm run -s conformance
  npm run -s conformance -- --json answers.jsonl
  npm run -s conformance -- mine.jsonl --json - | jq 'select(.answered | not)'

A record with "withheld": true is answered and not compared. The replay never sees an answer: what it is given of a
record is the question alone.

Exit codes:
  0  all recorded answers agree
  1  some do not: both answers are shown
  2  bad input: no such file, not a recording, no such option, the output cannot be written`,
  );

try {
  let exitCode = 0;
  program.action((paths: string[], options: { json?: string }) => {
    exitCode = run(paths, options);
  });
  program.parse();
  process.exitCode = exitCode;
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof BadRecording) {
    process.stderr.write(`conformance: ${error.message}\n`);
    process.exitCode = 2;
  } else throw error;
}
