// SPDX-License-Identifier: GPL-2.0-only
import type { CoverageMap } from "./coverage-map.ts";
import { cpuTime } from "./cpu-time.ts";
import { mutate } from "./mutators/mutate.ts";
import { type Outcome, outcomeOf, placeOf, sameOutcome } from "./outcome.ts";
import { Random } from "./random.ts";
import type { Target } from "./target.ts";

/** Beyond this an input is told of as slow, and is no failure: the machine may be. In milliseconds of work. */
const SLOW = 1000;

/** Most inputs are short, and only those are changed again; some are let grow, as some faults take. In characters. */
const [SHORT, LONG] = [2048, 65_536];

/** Every so many inputs are run twice. */
const TWICE = 256;

/** What is worth telling of an input. */
export interface Finding {
  readonly kind: "failed" | "slow";
  /** Equal for the same fault. */
  readonly place: string;
  readonly what: string;
  readonly input: string;
}

/** What a fuzzing run is given. */
export interface LoopOptions {
  readonly target: Target;
  readonly coverage: CoverageMap;
  /** Inputs to begin with, one character a byte. */
  readonly corpus: readonly string[];
  readonly seed: number;
  /** Inputs to be tried, those of the corpus not counted. */
  readonly runs: number;
  /** Milliseconds after which it ends whatever is left. */
  readonly milliseconds: number;
  /** Told of each input before it is run: should that have no end, somebody else knows it. */
  readonly begins: (input: string) => void;
  readonly found: (finding: Finding) => void;
  /** Told of each input that took a new way. */
  readonly kept: (input: string) => void;
}

/** Tries inputs: each a change of an earlier one, kept if it takes a way that none before it took. Same seed, same inputs. */
export class FuzzLoop {
  readonly #options: LoopOptions;
  readonly #corpus: string[] = [];
  readonly #places = new Set<string>();
  readonly #random: Random;
  done = 0;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
  }

  /** Runs all of it. */
  async run(): Promise<void> {
    const { corpus, runs, milliseconds, target } = this.#options;
    const end = performance.now() + milliseconds;
    for (const input of corpus) await this.#try(input, true);
    if (this.#corpus.length === 0) this.#corpus.push(corpus[0] ?? "");
    for (; this.done < runs && performance.now() < end; this.done++) {
      const other = this.#random.of(this.#corpus);
      const material = { random: this.#random, tokens: target.tokens, other };
      const limit = this.#random.oneIn(128) ? LONG : SHORT;
      await this.#try(mutate(this.#pick(), material, limit), false);
    }
  }

  /** What came last is changed more often: it is where new ways were found. */
  #pick(): string {
    const { length } = this.#corpus;
    const recent = this.#random.oneIn(2) ? this.#random.below(Math.ceil(length / 4)) : length;
    return this.#corpus[recent < length ? length - 1 - recent : this.#random.below(length)]!;
  }

  async #try(text: string, isGiven: boolean): Promise<void> {
    const { target, coverage, begins, kept } = this.#options;
    const input = Buffer.from(text, "latin1");
    begins(text);
    coverage.clear();
    const start = cpuTime();
    const outcome = await outcomeOf(target, input);
    const took = cpuTime() - start;
    const isNew = coverage.isNew();
    if (took > SLOW)
      this.#tell({ kind: "slow", what: `took ${Math.round(took)} ms`, place: "slow", input: text });
    if (outcome.kind === "failed") return await this.#failed(outcome, text);
    if (isNew || this.done % TWICE === 0) {
      if (!sameOutcome(outcome, await outcomeOf(target, input)))
        this.#tell({
          kind: "failed",
          what: "a second run gives something else",
          place: "twice",
          input: text,
        });
    }
    if (!isNew || (text.length > SHORT && !isGiven)) return;
    this.#corpus.push(text);
    if (!isGiven) kept(text);
  }

  async #failed(outcome: Outcome & { kind: "failed" }, text: string): Promise<void> {
    const place = placeOf(outcome);
    if (this.#places.has(place)) return;
    const small = await this.#smaller(text, place);
    this.#tell({ kind: "failed", place, what: `${outcome.why}\n${outcome.stack}`, input: small });
  }

  /** Takes parts out of an input as long as it fails at the same place. */
  async #smaller(input: string, place: string): Promise<string> {
    let text = input;
    for (let size = text.length >> 1, left = 2000; size > 0 && left > 0; size >>= 1) {
      for (let at = 0; at < text.length && left > 0; left--) {
        const without = text.slice(0, at) + text.slice(at + size);
        this.#options.begins(without);
        const outcome = await outcomeOf(this.#options.target, Buffer.from(without, "latin1"));
        if (outcome.kind === "failed" && placeOf(outcome) === place) text = without;
        else at += size;
      }
    }
    return text;
  }

  #tell(finding: Finding): void {
    // one of each: of the same fault there are thousands
    if (this.#places.has(finding.place)) return;
    this.#places.add(finding.place);
    this.#options.found(finding);
  }
}
