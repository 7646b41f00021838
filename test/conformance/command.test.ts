// SPDX-License-Identifier: GPL-2.0-only
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RECORDING } from "./recording.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/conformance.sh", import.meta.url));
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "conformance-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** As npm starts it: INIT_CWD says where the user is. */
const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } => {
  const env = { ...process.env, INIT_CWD: folder, NO_COLOR: "1" };
  return spawnSync(SCRIPT, args, { encoding: "utf8", env });
};

const lines = readFileSync(RECORDING, "utf8").trimEnd().split("\n");

test("says how many answers agree, and writes one line a record, withheld ones too", () => {
  const { status, stdout, stderr } = run(RECORDING, "--json", "out.jsonl");
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout:
      "480 of 480 recorded answers agree\n" +
      "628 of 628 questions answered, 148 of them with the recorded answer withheld\n",
    stderr: "",
  });
  const written = readFileSync(join(folder, "out.jsonl"), "utf8").trimEnd().split("\n");
  const ids = (texts: readonly string[]): string[] =>
    texts.map((text) => (JSON.parse(text) as { id: string }).id);
  expect(ids(written)).toEqual(ids(lines));
  expect(JSON.parse(written.find((line) => line.includes('"multi2.unmap2"'))!)).toEqual({
    arch: "x86_64 PV",
    id: "multi2.unmap2",
    answered: true,
    output: { ret: 0, status: -1, status_name: "GNTST_general_error" },
    effect: {
      entry_before: "permit_access|reading|writing (0x19)",
      entry_before_value: 25,
      pte_before: "0x0",
      pte_before_flags: "-",
      pte_after: "0x0",
      pte_after_flags: "-",
      entry_after: "permit_access|reading|writing (0x19)",
      entry_after_value: 25,
    },
  });
});

test("an answer that does not agree is shown with both answers, and ends with 1", () => {
  const changed = lines.map((line) =>
    line.includes('"swap.bad_ref_a"') ? line.replace('"status": -3', '"status": -12') : line,
  );
  writeFileSync(join(folder, "changed.jsonl"), changed.join("\n"));
  const { status, stdout } = run("changed.jsonl");
  expect(status).toBe(1);
  expect(stdout).toContain("swap.bad_ref_a (x86_64 PV)\n  output.status: Xen -12, here -3\n");
  expect(stdout).toContain("479 of 480 recorded answers agree\n");
});

test("a step that the replay does not know is not answered", () => {
  const text = {
    arch: "x86_64 PV",
    id: "new.step",
    group: "new",
    seq: 0,
    op: "new_op",
    input: {},
    output: { ret: 0 },
    effect: {},
  };
  writeFileSync(join(folder, "new.jsonl"), `${JSON.stringify(text)}\n`);
  const { status, stdout, stderr } = run("new.jsonl", "--json", "-");
  expect(status).toBe(1);
  expect(stdout).toBe('{"arch":"x86_64 PV","id":"new.step","answered":false,"output":{},"effect":{}}\n');
  expect(stderr).toContain("new.step (x86_64 PV)\n  the replay has no means to ask this\n");
});

test.each([
  ["a file that is not there", ["none.jsonl"], "none.jsonl: cannot be read"],
  ["a line that is not JSON", ["text.jsonl"], "text.jsonl:2: not JSON"],
  ["a record without an answer", ["bare.jsonl"], 'bare.jsonl:1: has neither an output nor "withheld": true'],
  ["an empty file", ["empty.jsonl"], "empty.jsonl: holds no records"],
  ["an unknown option", ["--colour"], "error: unknown option '--colour'"],
  ["a second file that is not there", [RECORDING, "none.jsonl"], "none.jsonl: cannot be read"],
  ["output that cannot be written", ["--json", "no/such/folder"], "no/such/folder: cannot be written"],
])("%s ends with 2 and says what is wrong", (_, args, message) => {
  writeFileSync(join(folder, "text.jsonl"), `${lines[0]}\nhello\n`);
  writeFileSync(
    join(folder, "bare.jsonl"),
    '{"arch":"x86_64 PV","id":"a","group":"g","seq":0,"op":"copy"}\n',
  );
  writeFileSync(join(folder, "empty.jsonl"), "\n");
  const { status, stdout, stderr } = run(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test("--help shows examples and exit codes", () => {
  const { status, stdout } = run("--help");
  expect(status).toBe(0);
  expect(stdout).toMatch(/Examples:\n {2}npm run -s conformance\n/);
  expect(stdout).toContain("Exit codes:");
});
