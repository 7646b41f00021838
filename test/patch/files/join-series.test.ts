// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { joinSeries } from "../../../harness/patch/files/join-series.ts";
import { refuseMixedSeries } from "../../../harness/patch/files/refuse-mixed-series.ts";
import { type FoundPatches, findPatches } from "../../../harness/patch/find-patches.ts";
import type { Series } from "../../../harness/patch/series.ts";
import { DIFF, mail } from "../mail-builders.ts";

const find = (
  subject: string,
  body: string,
  name: string,
  ...more: readonly string[]
): Promise<FoundPatches> => findPatches(Buffer.from(mail(subject, body, ...more)), name);

const join = async (...found: readonly Promise<FoundPatches>[]): Promise<Series> =>
  joinSeries(await Promise.all(found), "all");

describe("several inputs", () => {
  it("are one series in their order; a cover letter among them speaks for it", async () => {
    const series = await join(
      find("[PATCH 0/3] all of it", "hello", "0000"),
      find("[PATCH 1/3] a", DIFF, "0001"),
      find("[PATCH 2/3] b", DIFF, "0002"),
    );
    expect(series.patches.map(({ subject }) => subject)).toEqual(["a", "b"]);
    expect(series).toMatchObject({ name: "all", missing: [3], notices: [], cover: { subject: "all of it" } });
  });

  it("stay in the order given, which is told where the numbers are others", async () => {
    const series = await join(find("[PATCH 2/2] b", DIFF, "two"), find("[PATCH 1/2] a", DIFF, "one"));
    expect(series.patches.map(({ subject }) => subject)).toEqual(["b", "a"]);
    expect(series.notices).toEqual([
      "the patches are applied in the order given, not by their numbers: 2/2, 1/2",
    ]);
  });

  it("say of each file which of them it is in", async () => {
    const { patches } = await join(find("[PATCH] a", DIFF, "x/one"), find("[PATCH] b", DIFF, "x/two"));
    expect(patches.map(({ files }) => files[0]?.input)).toEqual(["one", "two"]);
  });

  it("are refused where one is talk, or holds a mail of another", async () => {
    await expect(join(find("[PATCH] a", DIFF, "one"), find("tea", "no patch", "two"))).rejects.toMatchObject({
      file: "two",
      message: "holds no patch",
    });
    const id = "Message-ID: <1@example.org>";
    await expect(
      join(find("[PATCH] a", DIFF, "one", id), find("[PATCH] a", DIFF, "two", id)),
    ).rejects.toMatchObject({
      file: "two",
      message: "is a mail that is in one too: 1@example.org",
    });
  });
});

it("files of one folder are of one series", async () => {
  const files = await Promise.all([
    find("[PATCH 1/2] a", DIFF, "1"),
    find("[PATCH 2/2] b", DIFF, "2"),
    find("[PATCH 3/5] c", DIFF, "3"),
  ]);
  expect(() => refuseMixedSeries(files)).toThrow("is of another series than 1: v1 of 5, there v1 of 2");
  expect(() => refuseMixedSeries(files.slice(0, 2))).not.toThrow();
});
