// SPDX-License-Identifier: GPL-2.0-only
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeReport } from "../../../harness/cli/output/write-report.ts";
import { ToolError } from "../../../harness/compile/toolchain/tool-error.ts";
import { tempDir } from "../../support/temp-dir.ts";

describe("a report", () => {
  it("is written, over an older one too, and leaves nothing else", () => {
    const dir = tempDir();
    const path = join(dir, "a.txt");
    writeReport(path, "one");
    chmodSync(path, 0o640);
    writeReport(path, "two");
    expect(readFileSync(path, "utf8")).toBe("two");
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(dir)).toEqual(["a.txt"]);
  });

  it("goes through a link to the file behind it", () => {
    const dir = tempDir();
    writeFileSync(join(dir, "a.txt"), "one");
    symlinkSync("a.txt", join(dir, "link"));
    writeReport(join(dir, "link"), "two");
    expect(readFileSync(join(dir, "a.txt"), "utf8")).toBe("two");
  });

  it("may go to what is no file", () => {
    expect(() => writeReport("/dev/null", "text")).not.toThrow();
  });

  it("that cannot be written leaves what was there, and says why", () => {
    const dir = tempDir();
    mkdirSync(join(dir, "folder"));
    expect(() => writeReport(join(dir, "folder"), "text")).toThrow(ToolError);
    expect(() => writeReport(join(dir, "no", "such"), "text", "try another")).toThrow(
      /^cannot write .*no\/such/,
    );
    expect(readdirSync(dir)).toEqual(["folder"]);
  });

  it("does not lose an older one to a full disk", () => {
    // /dev/full is no file: the copy beside a file there cannot be made, as on a disk with no room
    expect(() => writeReport("/dev/full", "text")).toThrow(/cannot write \/dev\/full: ENOSPC/);
  });
});
