// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../harness/base/project-root.ts";
import { checkCommands } from "../../harness/cli/output/check-commands.ts";
import { patchOfCheck } from "../../harness/gate/patch-of-check.ts";
import { parsePolicy } from "../../harness/gate/policy/parse-policy.ts";
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

  describe("shows a policy that", () => {
    const [, text = ""] = /```yaml\n(version: [\s\S]*?)```/.exec(readme) ?? [];

    it("can be pasted into a file: nothing in it is wrong, and it names no file that is not there", () => {
      const policy = parsePolicy(text, "README.md");
      expect(policy.scenarios).toEqual([]);
      expect(policy.expect.length).toBeGreaterThan(0);
      expect(policy.accept.length).toBeGreaterThan(0);
    });

    it("is taken, and expects and accepts what the tool's own patch shows", async () => {
      const result = await checkText(referenceText(), {
        scenarios: ["user-map-one-page"],
        configs: ["x86_64"],
      });
      const shown = result.configs.flatMap(({ findings }) => findings);
      const { expect: wanted, accept } = parsePolicy(text, "README.md");
      for (const { signature } of wanted)
        expect(shown).toContainEqual(expect.objectContaining({ signature, class: "fixed" }));
      for (const { signature } of accept)
        expect(shown).toContainEqual(expect.objectContaining({ signature, class: "regressed" }));
    });
  });
});
