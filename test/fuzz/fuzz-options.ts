// SPDX-License-Identifier: GPL-2.0-only
import { Command, InvalidArgumentError } from "commander";

/** What the command line of the fuzzer asks for. */
export interface FuzzOptions {
  /** Names of targets; empty for all. */
  readonly targets: readonly string[];
  /** For each target. */
  readonly runs: number;
  /** For all targets together. */
  readonly seconds: number;
  readonly seed: number;
  /** Where inputs go that fail or are slow. */
  readonly out: string;
  /** Whether what is found goes into the corpora. */
  readonly save: boolean;
  /** Whether the inputs of the corpora are made long, in place of fuzzing. */
  readonly stretch: boolean;
}

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("give a whole number.");
  return value;
};

/**
 * Reads the command line.
 *
 * @param known names of targets
 */
export function fuzzOptions(args: readonly string[], known: readonly string[]): FuzzOptions {
  const command = new Command("fuzz")
    .description(`Feeds parsers with inputs that take new ways through them. Targets: ${known.join(", ")}.`)
    .argument("[targets...]", "what is fuzzed (default: all)")
    .option("--seconds <n>", "how long, all targets together (default: 60 if there is no --runs)", whole)
    .option("--runs <n>", "inputs for each target: the same ones for the same seed and corpus", whole)
    .option("--seed <n>", "what chance begins with", whole, 1)
    .option("--out <folder>", "where inputs go that fail or are slow", "fuzz.out")
    .option("--save", "puts what takes new ways into the corpora", false)
    .option("--stretch", "makes the inputs of the corpora long, and tells of those that are slow then", false)
    .parse(args, { from: "user" });
  const wrong = command.args.find((name) => !known.includes(name));
  if (wrong !== undefined) command.error(`there is no target ${wrong}; there are ${known.join(", ")}`);
  const { seconds, runs, ...rest } = command.opts<Omit<FuzzOptions, "targets">>();
  return {
    targets: command.args.length === 0 ? known : command.args,
    runs: runs ?? Number.POSITIVE_INFINITY,
    seconds: seconds ?? (runs === undefined ? 60 : Number.POSITIVE_INFINITY),
    ...rest,
  };
}
