// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { Cache } from "../../harness/compile/cache/cache.ts";
import { openCache } from "../../harness/compile/cache/open-cache.ts";
import { checkPatch } from "../../harness/judge/check-patch.ts";
import { KeptJudgements } from "../../harness/judge/kept-judgements.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { behaviour, parse, referenceBase, referenceText } from "../support/check.ts";
import { tempDir } from "../support/temp-dir.ts";

const dir = tempDir();
let count = 0;
let place = "";
beforeEach(() => {
  place = join(dir, `kept-${++count}`);
});

/** Judgements on a disk that two processes share one after the other. */
const kept = (code = "this tool"): KeptJudgements => new KeptJudgements(new Cache(place), code);

interface Asked {
  readonly kept?: KeptJudgements;
  readonly text?: string;
  readonly scenarios?: readonly string[];
  readonly reverse?: boolean;
}

/** Checks, and tells which scenarios were run. */
async function check(asked: Asked = {}): Promise<{ readonly ran: string[]; readonly report: string }> {
  const { text = referenceText(), scenarios = ["user-map-one-page"], reverse = false } = asked;
  const ran: string[] = [];
  const result = await checkPatch({
    base: await referenceBase(),
    patches: (await parse(text)).patches,
    reverse,
    configs: ["x86_64"],
    scenarios: scenarios.map((id) => loadCatalogue().find((one) => one.id === id)!),
    flavours: [],
    cache: openCache(),
    kept: asked.kept ?? kept(),
    runsLater: false,
    progress: (told, detail) => void (told.startsWith("x86_64: ") && ran.push(detail ?? "")),
  });
  return { ran, report: await behaviour(result) };
}

it("what was judged before is not run again, and is told in the same bytes", async () => {
  const first = await check();
  expect(first.ran).toEqual(["user-map-one-page"]);
  expect(await check()).toEqual({ ran: [], report: first.report });
});

it.each<[string, () => Asked]>([
  ["by other code of the tool", () => ({ kept: kept("another tool") })],
  ["with another scenario", () => ({ scenarios: ["user-map-one-page", "user-get-offset"] })],
  ["with its sides exchanged", () => ({ reverse: true })],
  [
    "of a patch that reads otherwise",
    () => ({ text: referenceText().replace(/^(\+\t.*;)$/m, "$1 /* so */") }),
  ],
])("a judgement %s is another one", async (_, asked) => {
  await check();
  expect((await check(asked())).ran).toContain("user-map-one-page");
});

it("one that is damaged is made anew, and is whole after that", async () => {
  const { report } = await check();
  const [entry] = readdirSync(place);
  const file = join(place, entry!, "value.bin");
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(file, bytes);
  expect(await check()).toEqual({ ran: ["user-map-one-page"], report });
  expect((await check()).ran).toEqual([]);
});

it("one that cannot be written is made each time", async () => {
  const cache = new Cache(place);
  cache.put = () => {
    throw new Error("no space left on device");
  };
  const judgements = new KeptJudgements(cache, "this tool");
  const first = await check({ kept: judgements });
  expect(await check({ kept: judgements })).toEqual(first);
  expect(first.ran).toEqual(["user-map-one-page"]);
});
