// SPDX-License-Identifier: GPL-2.0-only
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { fetchMail } from "../../../harness/cli/inputs/fetch-mail.ts";
import { Interrupted } from "../../../harness/cli/inputs/interrupted.ts";
import { MailError } from "../../../harness/cli/inputs/mail-error.ts";
import { tempDir } from "../../support/temp-dir.ts";

const root = tempDir();
let stderr: string;
let bin: string;

/** A program in the place of b4. */
function b4(script: string): void {
  writeFileSync(join(bin, "b4"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, "b4"), 0o755);
}

beforeEach(() => {
  bin = mkdtempSync(join(root, "bin-"));
  stderr = "";
  vi.stubEnv("PATH", `${bin}:/usr/bin:/bin`);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const errorOf = async (run: Promise<unknown>): Promise<unknown> => await run.catch((error: unknown) => error);
const hintOf = (error: unknown): string => (error instanceof MailError ? error.hint : String(error));

it("asks b4 for the series, on its standard output", async () => {
  b4(`printf '%s\\n' "$@" > ${bin}/args; echo noise >&2; echo "WARNING: Thread incomplete!" >&2; echo mail`);
  expect(Buffer.from(await fetchMail("1@example.org")).toString()).toBe("mail\n");
  expect(readFileSync(join(bin, "args"), "utf8")).toBe("am\n-o\n-\n<1@example.org>\n");
  expect(stderr).toBe("hunkbox: asking b4 for 1@example.org\nhunkbox: b4: WARNING: Thread incomplete!\n");
});

it("gives an id as one word that is no option and that no shell reads", async () => {
  b4(`printf '%s\\n' "$@" > ${bin}/args; echo mail`);
  const id = `--output=$(touch${bin}/pwned)\`id\`;'"@b`;
  await fetchMail(id);
  expect(readFileSync(join(bin, "args"), "utf8")).toBe(`am\n-o\n-\n<${id}>\n`);
  expect(existsSync(join(bin, "pwned"))).toBe(false);
});

it("says how to get the mail without b4", async () => {
  const error = await errorOf(fetchMail("a/(1)'@b"));
  expect(String(error)).toContain("b4, which fetches a/(1)'@b, is not installed");
  expect(hintOf(error)).toContain(
    "curl -sSfL https://lore.kernel.org/all/a%2F%281%29%27%40b/raw -o fix.mbox",
  );
});

it("tells what b4 said last where it fails, and that it found nothing", async () => {
  b4("echo Looking >&2; echo 'CRITICAL: That message-id is not known.' >&2; exit 1");
  expect(String(await errorOf(fetchMail("1@b")))).toContain(
    "b4 does not get 1@b: it ended with 1 (CRITICAL: That message-id is not known.)",
  );
  b4("exit 0");
  expect(String(await errorOf(fetchMail("1@b")))).toContain("b4 does not get 1@b: it found no patch");
});

it("ends b4, and what it started, when its time is over", async () => {
  b4(`sh -c 'echo $$ > ${bin}/pid; exec sleep 1000'`);
  expect(String(await errorOf(fetchMail("1@b", 0.5)))).toContain("b4 did not answer in 0.5 s");
  // on a slow machine it may not have come that far
  const pid = existsSync(join(bin, "pid")) ? Number(readFileSync(join(bin, "pid"), "utf8")) : 0;
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 20_000);
});

/** One that has ended and that nobody has waited for is none. */
const isRunning = (pid: number): boolean => {
  if (pid === 0) return false;
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("is ended by %s, with the code that a shell has for it", async (signal, exitCode) => {
  b4(`touch ${bin}/ready; exec sleep 1000`);
  const run = errorOf(fetchMail("1@b"));
  await vi.waitFor(() => expect(existsSync(join(bin, "ready"))).toBe(true), 20_000);
  process.emit(signal, signal);
  const error = await run;
  expect(error).toBeInstanceOf(Interrupted);
  expect(error).toMatchObject({ exitCode, message: "interrupted while b4 was asked for 1@b" });
  expect(process.listenerCount(signal)).toBe(0);
});

it("reads no more of an answer than of any input", async () => {
  b4("exec cat /dev/zero");
  expect(String(await errorOf(fetchMail("1@b")))).toContain("is larger than 16 MiB");
});
