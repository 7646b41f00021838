// SPDX-License-Identifier: GPL-2.0-only
import * as fs from "node:fs";
import { afterEach, expect, it, vi } from "vitest";

vi.mock("node:fs", { spy: true });
afterEach(() => {
  vi.mocked(fs.readFileSync).mockReset();
});

/** The name that code has of which a file of a folder of harness/ holds more than it does. */
async function nameWith(folder: string | null): Promise<string> {
  vi.resetModules();
  const { readFileSync } = await vi.importActual<typeof fs>("node:fs");
  let left = 1;
  vi.mocked(fs.readFileSync).mockImplementation(((path: string, encoding: "utf8") => {
    const text = readFileSync(path, encoding);
    return folder !== null && path.includes(`/harness/${folder}/`) && left-- > 0 ? `${text}// more\n` : text;
  }) as typeof fs.readFileSync);
  const { builderCode } = await import("../../../harness/compile/cache/builder-code.ts");
  return builderCode();
}

it("the code that makes modules has another name after each change of it", async () => {
  const name = await nameWith(null);
  expect(await nameWith(null)).toBe(name);
  for (const folder of ["base", "compile", "slice"]) expect(await nameWith(folder), folder).not.toBe(name);
  for (const folder of ["judge", "report"]) expect(await nameWith(folder), folder).toBe(name);
});
