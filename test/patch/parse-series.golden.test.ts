// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from "vitest";
import { parseSeries } from "../../harness/patch/parse-series.ts";
import { PatchError } from "../../harness/patch/patch-error.ts";
import { expectGolden, fixture, fixtureNames } from "./golden.ts";
import { summarizeSeries } from "./summarize-series.ts";

describe("every kind of input parses to its golden summary", () => {
  test.each(fixtureNames("good"))("%s", async (name) => {
    expectGolden(`good/${name}`, summarizeSeries(await parseSeries(fixture(`good/${name}`), name)));
  });
});

describe("every malformed input gives its one golden error", () => {
  test.each(fixtureNames("malformed"))("%s", async (name) => {
    const error = await parseSeries(fixture(`malformed/${name}`), name).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PatchError);
    expectGolden(`malformed/${name}`, `${(error as PatchError).describe()}\n`);
  });
});
