// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fuzzOptions } from "./fuzz-options.ts";
import { instrument } from "./instrument.ts";
import { CORPORA, loadCorpus } from "./load-corpus.ts";
import { stretchCorpus } from "./stretch-corpus.ts";
import { supervise } from "./supervise.ts";

/*
 * npm run -s fuzz: scripts/fuzz.sh bundles this, the worker and each target into a folder, and runs this there.
 */

const here = import.meta.dirname;
const known = readdirSync(join(here, "targets"))
  .map((name) => name.replace(/\.js$/, ""))
  .sort();
const options = fuzzOptions(process.argv.slice(2), known);

/** Writes an input into a folder, named by what it is. */
function keep(folder: string, prefix: string, input: string): string {
  const bytes = Buffer.from(input, "latin1");
  const path = join(folder, `${prefix}${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

let failures = 0;
for (const [i, name] of options.targets.entries()) {
  const plain = join(here, "targets", `${name}.js`);
  const corpus = [...loadCorpus(process.cwd(), name).values()];
  if (options.stretch) {
    await stretchCorpus(name, pathToFileURL(plain).href, corpus, (input) =>
      keep(options.out, `${name}-long-`, input),
    );
    continue;
  }
  const { text, counters } = instrument(readFileSync(plain, "utf8"));
  const path = join(here, `${name}.counted.mjs`);
  writeFileSync(path, text);
  const left = options.targets.length - i;
  const spent = performance.now() / 1000;
  const { runs, ways, findings, kept } = await supervise(new URL("worker.js", import.meta.url), {
    module: pathToFileURL(path).href,
    ...{ counters, corpus, seed: options.seed, runs: options.runs, minimise: options.save },
    milliseconds: (1000 * Math.max(0, options.seconds - spent)) / left,
  });
  const seconds = performance.now() / 1000 - spent;
  console.log(
    `${name.padEnd(12)} ${runs} inputs in ${seconds.toFixed(1)} s, ${ways} of ${counters} ways, ${findings.length} findings`,
  );
  for (const { kind, what, input } of findings) {
    if (kind === "failed") failures++;
    console.log(`  ${kind}: ${what}\n  input: ${keep(options.out, `${name}-${kind}-`, input)}`);
  }
  for (const input of kept) keep(join(CORPORA, name), "", input);
}
if (failures > 0) console.log(`${failures} failures; the seed was ${options.seed}`);
process.exitCode = failures > 0 ? 1 : 0;
