// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../harness/base/project-root.ts";
import { makeScreen } from "../../harness/report/screen.ts";
import { terminalReport } from "../../harness/report/terminal-report.ts";
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
    const options = { reverse: false, all: false };
    const report = terminalReport(result, await parse(text), makeScreen(100, false), options);
    expect(report.trimEnd()).toBe(example);
  });
});
