// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { buildCli, hunkbox } from "../support/cli.ts";
import { schemaErrors } from "../support/schema-errors.ts";
import { tempDir } from "../support/temp-dir.ts";

beforeAll(buildCli);

const FEW = ["-s", "user-map-one-page", "-s", "fault-kernel-map-op-middle-page"];

it("what a check, a gate and a part of one write is what their schemas tell of", async () => {
  const dir = tempDir();
  const path = (name: string): string => join(dir, name);
  const check = await hunkbox(["check", ...FEW, "--json", path("check.json")], { cwd: dir });
  const gate = await hunkbox(["gate", ...FEW, "-f", `json=${path("gate.json")}`], { cwd: dir });
  await hunkbox(["gate", ...FEW, "--out", path("part.json")], { cwd: dir });
  expect([check.code, gate.code]).toEqual([3, 3]);
  const read = (name: string): string => readFileSync(path(name), "utf8");
  expect(schemaErrors("check", JSON.parse(read("check.json")))).toEqual([]);
  expect(schemaErrors("gate", JSON.parse(read("gate.json")))).toEqual([]);
  for (const line of read("part.json").trim().split("\n"))
    expect(schemaErrors("part", JSON.parse(line))).toEqual([]);
  type Told = { readonly problems: unknown; readonly findings: unknown };
  const told = JSON.parse(read("check.json")) as Told;
  const { patches } = JSON.parse(read("gate.json")) as { patches: Told[] };
  expect(told.problems).toEqual(patches[0]?.problems);
  expect(told.findings).toEqual(patches[0]?.findings);
});
