// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PatchError } from "../../harness/patch/patch-error.ts";
import { readInput } from "../../harness/patch/read-input.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hunkbox-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function messageOf(reading: Promise<Uint8Array>): Promise<string> {
  const error = await reading.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PatchError);
  return (error as PatchError).message;
}

test("a file is read as it is", async () => {
  await writeFile(join(folder, "a"), "one\r\ntwo");
  expect(Buffer.from(await readInput(join(folder, "a"))).toString()).toBe("one\r\ntwo");
});

test("a missing file is named as missing", async () => {
  expect(await messageOf(readInput(join(folder, "none")))).toBe("no such file");
});

test("a directory is refused", async () => {
  expect(await messageOf(readInput(folder))).toBe("is a directory");
});

test("a file of exactly the limit is read", async () => {
  await writeFile(join(folder, "b"), "0123456789");
  expect(await readInput(join(folder, "b"), 10)).toHaveLength(10);
});

test("a file of a terabyte is refused without being read", async () => {
  await writeFile(join(folder, "big"), "");
  await truncate(join(folder, "big"), 2 ** 40);
  expect(await messageOf(readInput(join(folder, "big")))).toBe("is larger than 16 MiB");
});

test("an endless device is refused at the limit", async () => {
  expect(await messageOf(readInput("/dev/zero"))).toBe("is larger than 16 MiB");
});
