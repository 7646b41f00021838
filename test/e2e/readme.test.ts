// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../harness/base/project-root.ts";
import { checkCommands } from "../../harness/cli/output/check-commands.ts";
import { patchOfCheck } from "../../harness/gate/patch-of-check.ts";
import { firstScreen } from "../../harness/report/first-screen/first-screen.ts";
import { headLines } from "../../harness/report/first-screen/head-lines.ts";
import { makeScreen } from "../../harness/report/screen.ts";
import { checkText, parse, referenceText } from "../support/check.ts";

describe("README.md", () => {
  const readme = readFileSync(join(projectRoot(), "README.md"), "utf8");

  it("shows what its example command prints", async () => {
    const ids = [...readme.matchAll(/--scenario (\S+)/g)]
      .map((match) => match[1]!)
      .filter((id) => !id.endsWith(".json"));
    const [, example] = /<!-- example.*-->\n```\n([\s\S]*?)\n```/.exec(readme) ?? [];
    const text = referenceText();
    const result = await checkText(text, { scenarios: ids });
    const series = await parse(text);
    const screen = makeScreen(100, false);
    const options = { config: [], scenario: ids, reverse: false, all: false, plain: false, color: false };
    const patch = patchOfCheck(result, series, { reverse: false, configsChosen: false });
    const commands = checkCommands([], options);
    const report = firstScreen(patch, headLines(patch, series, screen), screen, commands).join("\n");
    expect(report.trimEnd()).toBe(example);
  });
});
