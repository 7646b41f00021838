// SPDX-License-Identifier: GPL-2.0-only
// Every target runs as `npm run fuzz` builds it: bundled, with all that its parser imports. A test that imports the targets from
// their sources would not see that a bundle is broken.

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { expect, it } from "vitest";

it("bundles and runs every target", () => {
  const targets = readdirSync("test/fuzz/targets").filter((name) => /^[a-z]+\.ts$/.test(name));
  const told = execFileSync("scripts/fuzz.sh", ["--runs", "20", "--seed", "1"], { encoding: "utf8" });
  const ran = told.split("\n").flatMap((line) => /^(\w+) +20 inputs .* 0 findings$/.exec(line)?.[1] ?? []);
  expect(ran.sort()).toEqual(targets.map((name) => name.replace(".ts", "")).sort());
});
