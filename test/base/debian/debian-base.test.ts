// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Base } from "../../../harness/base/base.ts";
import { BaseError } from "../../../harness/base/base-error.ts";
import { debianBase } from "../../../harness/base/debian/debian-base.ts";
import type { TreeStore } from "../../../harness/base/tree/tree-store.ts";
import { FAKE_TREE, writeFiles } from "../../support/fake-tree.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { storeIn } from "../../support/tree-store.ts";

const NAME = "linux-source-6.1";
const P2M = "arch/x86/xen/p2m.c";
const dir = realpathSync(tempDir());
const path = process.env["PATH"];
let made = 0;
let bin: string;
let store: TreeStore;

beforeEach(() => {
  bin = join(dir, `bin-${++made}`);
  mkdirSync(bin);
  store = storeIn(dir, `store-${made}`);
  process.env["PATH"] = `${bin}${delimiter}${path}`;
});
afterEach(() => {
  process.env["PATH"] = path;
});

const program = (name: string, ...lines: readonly string[]): void =>
  writeFileSync(join(bin, name), ["#!/bin/sh", ...lines, ""].join("\n"), { mode: 0o755 });

/** A package as dpkg-deb shows it: a tar that holds the tarball of a tree. */
function packageOf(files: Readonly<Record<string, string>> = {}): string {
  const root = join(dir, `package-${++made}`);
  writeFiles(join(root, NAME), { ...FAKE_TREE, ...files });
  mkdirSync(join(root, "usr/src"), { recursive: true });
  execFileSync("tar", ["-C", root, "-cJf", join(root, `usr/src/${NAME}.tar.xz`), NAME]);
  execFileSync("tar", ["-C", root, "-cf", join(root, "data.tar"), `./usr/src/${NAME}.tar.xz`]);
  return join(root, "data.tar");
}

/** Programs that know one version of the package, and note down what they are asked. */
function fakeApt(version: string, data: string, ...download: readonly string[]): void {
  const file = `${NAME}_${version}_all.deb`;
  program(
    "apt-get",
    `echo "$PWD: $*" >> ${join(bin, "log")}`,
    `case "$*" in`,
    `--print-uris*) echo "'http://example.org/x.deb' ${file} 139331676 SHA256:00" ;;`,
    `*) ${download.length > 0 ? download.join("\n") : `echo deb > ${file}`} ;;`,
    "esac",
  );
  program("dpkg-deb", `[ "$1" = --fsys-tarfile ] && [ -f "$2" ] && cat ${data}`);
}

const log = (): string[] => readFileSync(join(bin, "log"), "utf8").trim().split("\n");
const downloads = (): string[] => log().filter((line) => !line.includes("--print-uris"));

/** Makes apt's answer be asked for anew, as after apt-get update. */
function forgetAnswers(): void {
  for (const name of readdirSync(store.dir)) {
    if (name.startsWith("apt-")) rmSync(join(store.dir, name), { recursive: true });
  }
}

async function ask(name = NAME): Promise<{ base: Base; told: string[] }> {
  const told: string[] = [];
  const base = await debianBase(name, { kconfig: null, store, tell: (text) => told.push(text) });
  return { base, told };
}

async function refusal(name = NAME): Promise<BaseError> {
  const error = await ask(name).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BaseError);
  return error as BaseError;
}

const NO_NETWORK = [
  "echo 'E: Failed to fetch http://example.org/x.deb  Could not resolve host' >&2",
  "exit 100",
];
const scratches = (): string[] => readdirSync(store.dir).filter((one) => /^(tmp|lock)-/.test(one));

describe("a Debian kernel", () => {
  it("is downloaded into the cache and unpacked in part, and says so", async () => {
    fakeApt("6.1.7-1", packageOf());
    const { base, told } = await ask();
    expect(told).toEqual([`downloading ${NAME} (140 MB)`, `unpacking ${NAME} in part (about 15 s)`]);
    expect(base.name).toBe(`linux 6.1.7 (${NAME} 6.1.7-1)`);
    expect(base.tree!.identity).toContain(`${NAME}_6.1.7-1`);
    expect(base.read(P2M)).toBe(FAKE_TREE[P2M]);
    expect(existsSync(join(base.tree!.dir, "lib/Kconfig"))).toBe(true);
    expect(existsSync(join(base.tree!.dir, "lib/cup.c"))).toBe(false);
    expect(base.missingFileHint).toContain("give --tree");
    expect(downloads()[0]!.startsWith(join(store.dir, "tmp-"))).toBe(true);
    expect(scratches()).toEqual([]);
  });

  it("is downloaded once, and apt is asked once", async () => {
    fakeApt("6.1.7-1", packageOf());
    const first = await ask();
    const { base, told } = await ask();
    expect([told, base.tree]).toEqual([[], first.base.tree]);
    expect(log()).toHaveLength(2);
  });

  it("is downloaded once by two at a time", async () => {
    fakeApt("6.1.7-1", packageOf(), "sleep 0.5", `echo deb > ${NAME}_6.1.7-1_all.deb`);
    const both = await Promise.all([ask(), ask()]);
    expect(downloads()).toHaveLength(1);
    expect(both.flatMap(({ told }) => told)).toContain(`waiting for another hunkbox that unpacks ${NAME}`);
    for (const { base } of both) expect(base.read(P2M)).toBe(FAKE_TREE[P2M]);
  });

  it("is downloaded in spite of the lock of a process that was killed", async () => {
    fakeApt("6.1.7-1", packageOf());
    const lock = join(store.dir, `lock-tree-${NAME}_6.1.7-1_1`);
    writeFileSync(lock, "");
    utimesSync(lock, 1, 1);
    expect((await ask()).base.read(P2M)).toBe(FAKE_TREE[P2M]);
  });

  it("is downloaded anew when there is a newer version", async () => {
    fakeApt("6.1.9-1", packageOf());
    await ask();
    fakeApt("6.1.10-1", packageOf({ [P2M]: "new\n" }));
    forgetAnswers();
    expect((await ask()).base.read(P2M)).toBe("new\n");
  });

  it("may lack a part that other versions have", async () => {
    fakeApt("6.1.7-1", packageOf());
    // the fake tree has neither kernel/bounds.c nor scripts/
    expect((await ask()).base.tree!.release).toBe("6.1.7");
  });
});

describe("without a network", () => {
  it("the newest version that was unpacked earlier is taken, which is told", async () => {
    for (const version of ["6.1.9-1", "6.1.10-1"]) {
      fakeApt(version, packageOf());
      forgetAnswers();
      await ask();
    }
    fakeApt("6.1.11-1", packageOf(), ...NO_NETWORK);
    forgetAnswers();
    const { base, told } = await ask();
    expect(base.name).toContain("6.1.10-1");
    expect(told.at(-1)).toMatch(
      /^cannot download .*Could not resolve host: taking version 6\.1\.10-1, unpacked earlier$/,
    );
  });

  it("there is none, the first time", async () => {
    fakeApt("6.1.7-1", packageOf(), ...NO_NETWORK);
    const { message, hint, fault } = await refusal();
    expect(message).toBe(
      `cannot download ${NAME}: Failed to fetch http://example.org/x.deb  Could not resolve host`,
    );
    expect([hint, fault]).toEqual([expect.stringContaining("is there a network?"), "machine"]);
    expect(scratches()).toEqual([]);
  });

  it("one of another series does not do", async () => {
    fakeApt("6.1.7-1", packageOf());
    await ask();
    program("apt-get", "echo 'E: Unable to locate package' >&2", "exit 100");
    expect((await refusal("linux-source-6")).message).toBe("apt knows no package linux-source-6");
  });
});

describe("it is an error that says what to do", () => {
  it.each([
    "linux-source-",
    "linux-image-6.1",
    "--help",
    "linux-source-6.1;id",
    "linux-source-6.1/stable",
    "",
  ])("for %j, which is no name of a kernel source", async (name) => {
    fakeApt("6.1.7-1", packageOf());
    expect((await refusal(name)).message).toContain("is not the name of a kernel source package");
    expect(existsSync(join(bin, "log"))).toBe(false);
  });

  it("for a package that apt does not know", async () => {
    program("apt-get", "echo 'E: Unable to locate package' >&2", "exit 100");
    const { message, hint, fault } = await refusal();
    expect([message, fault]).toEqual([`apt knows no package ${NAME}`, "input"]);
    expect(hint).toContain("apt-get update");
  });

  it("without apt-get, unless there is one from earlier", async () => {
    process.env["PATH"] = bin;
    expect((await refusal()).message).toContain("there is no apt-get here");
    process.env["PATH"] = `${bin}${delimiter}${path}`;
    fakeApt("6.1.7-1", packageOf());
    await ask();
    forgetAnswers();
    process.env["PATH"] = join(dir, "none");
    expect((await ask()).told).toEqual([
      `there is no apt-get here: taking 6.1.7-1 of ${NAME}, unpacked earlier`,
    ]);
  });

  it("without dpkg-deb", async () => {
    fakeApt("6.1.7-1", packageOf());
    rmSync(join(bin, "dpkg-deb"));
    for (const name of ["tar", "xz", "sleep"]) program(name, `exec /usr/bin/${name} "$@"`);
    process.env["PATH"] = bin;
    expect((await refusal()).message).toBe(`cannot unpack ${NAME}: dpkg-deb is not installed`);
  });

  it("for a full disk", async () => {
    fakeApt("6.1.7-1", packageOf(), "echo 'E: You don'\\''t have enough free space in /x/.' >&2", "exit 100");
    expect(await refusal()).toMatchObject({
      fault: "machine",
      message: expect.stringMatching(/^the disk is full/),
    });
    fakeApt("6.1.7-1", packageOf());
    program("tar", "cat > /dev/null", "echo 'tar: x: Cannot write: No space left on device' >&2", "exit 2");
    forgetAnswers();
    expect((await refusal()).message).toMatch(/^the disk is full/);
    expect(scratches()).toEqual([]);
  });

  it("for a package that is damaged, of which nothing is kept", async () => {
    const data = packageOf();
    execFileSync("truncate", ["-s", "-11000", data]);
    fakeApt("6.1.7-1", data);
    expect((await refusal()).message).toMatch(/^cannot unpack linux-source-6\.1: (tar|xz|dpkg-deb): /);
    fakeApt("6.1.7-1", packageOf());
    expect((await ask()).base.read(P2M)).toBe(FAKE_TREE[P2M]);
  });
});
