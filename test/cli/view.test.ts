// SPDX-License-Identifier: GPL-2.0-only
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildCli, cliPath, hunkbox, withoutProgress } from "../support/cli.ts";
import { tempDir } from "../support/temp-dir.ts";

beforeAll(buildCli);

const FEW = ["-c", "x86_64", "-s", "user-map-one-page", "--plain"];
const dir = tempDir();

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** Starts a view and waits for the address that it prints. */
async function serve(
  env: Record<string, string> = {},
  ...args: string[]
): Promise<{ address: string; child: ChildProcess; said: () => string }> {
  const child = spawn(process.execPath, [cliPath(), "view", ...FEW, ...args], {
    cwd: dir,
    env: { ...process.env, ...env },
  });
  children.push(child);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    said += part;
  });
  const address = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (text.includes("\n")) resolve(text.trim());
    });
    child.on("close", () => reject(new Error(`it ended: ${text}`)));
  });
  return { address, child, said: () => said };
}

const ask = (address: string, headers: Record<string, string> = {}, method = "GET"): Promise<number> =>
  new Promise((resolve, reject) => {
    request(address, { headers, method }, (response) => resolve(response.resume().statusCode!))
      .on("error", reject)
      .end();
  });

describe("hunkbox view", () => {
  it("serves the page on this machine alone until Ctrl-C, and ends as the check would", async () => {
    const { address, child } = await serve();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const response = await fetch(address);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("content-security-policy")).toBe("frame-ancestors 'none'");
    expect(await response.text()).toContain('id="problem-1"');
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    child.kill("SIGINT");
    expect(await ended).toBe(1);
  });

  it("answers nothing but the page, and to no other name of this machine", async () => {
    const { address } = await serve();
    const { port } = new URL(address);
    expect(await ask(`${address}etc/passwd`)).toBe(404);
    expect(await ask(address, {}, "POST")).toBe(405);
    expect(await ask(address, { host: `evil.example:${port}` })).toBe(421);
    expect(await ask(address, { host: `localhost:${port}` })).toBe(200);
  });

  it("writes the same page with --out, and serves nothing", async () => {
    const { address } = await serve();
    const served = await (await fetch(address)).text();
    const { code, stdout, stderr } = await hunkbox(["view", ...FEW, "--out", "report.html"], { cwd: dir });
    expect([code, stdout]).toEqual([1, ""]);
    expect(withoutProgress(stderr)).toMatch(/^hunkbox: fail: .*\n$/);
    expect(readFileSync(join(dir, "report.html"), "utf8")).toBe(served);
  });

  it("shows the sides exchanged with --reverse", async () => {
    const { code, stdout } = await hunkbox(["view", ...FEW, "-R", "--out", "-"]);
    expect(code).toBe(1);
    expect(stdout).toContain("hunkbox view -c x86_64 -s user-map-one-page -R --plain");
    expect(stdout).toMatch(/id="trace-1"/);
  });
});

describe("an error of hunkbox view is told once, with what to do", () => {
  it("a port that something else has, before anything is judged", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    const { code, stdout, stderr } = await hunkbox(["view", ...FEW, "--port", `${port}`]);
    other.close();
    expect([code, stdout]).toEqual([5, ""]);
    expect(stderr).toBe(
      `hunkbox: cannot serve the page on 127.0.0.1:${port}: something else listens there\n` +
        "  hint: choose another --port, or write it with --out FILE\n",
    );
  });

  it("a file that cannot be written, before anything is judged", async () => {
    mkdirSync(join(dir, "folder"), { recursive: true });
    const { code, stderr } = await hunkbox(["view", ...FEW, "--out", "folder"], { cwd: dir });
    expect(code).toBe(5);
    expect(stderr).toBe(
      "hunkbox: cannot write folder: it is a folder\n  hint: choose another file with --out\n",
    );
  });

  it.each([
    [["--port", "0"], "--port 0 is no port"],
    [["--port", "65536"], "--port 65536 is no port"],
    [["--port", "80x"], "--port 80x is no port"],
    [["--out", "a.html", "--port", "8080"], "--out and --port exclude each other"],
    [["--out", "a.html", "--open"], "--out and --open exclude each other"],
    [["--out", ""], "--out names no file"],
  ])("%j", async (args, message) => {
    const { code, stderr } = await hunkbox(["view", ...args], { cwd: dir });
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`^hunkbox: ${message}\\n  hint: .*\\n$`));
  });

  it("a patch that cannot be read is no page", async () => {
    writeFileSync(join(dir, "bad.mbox"), "nothing\n");
    const { code, stdout, stderr } = await hunkbox(["view", "bad.mbox"], { cwd: dir });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr.split("\n")).toHaveLength(3);
  });
});

describe("--open", () => {
  /** A desktop whose xdg-open notes what it is given, and ends with a code. */
  const desktop = (code: number): string => {
    const path = tempDir();
    writeFileSync(join(path, "xdg-open"), `#!/bin/sh\necho "$1" >${path}/opened\nexit ${code}\n`, {
      mode: 0o755,
    });
    return path;
  };

  it("hands the address to the desktop", async () => {
    const path = desktop(0);
    const { address } = await serve({ PATH: `${path}:${process.env.PATH}` }, "--open");
    await expect
      .poll(() => existsSync(join(path, "opened")) && readFileSync(join(path, "opened"), "utf8"))
      .toBe(`${address}\n`);
  });

  it("that cannot be done is said, and the page is served all the same", async () => {
    const { address, said } = await serve({ PATH: `${desktop(3)}:${process.env.PATH}` }, "--open");
    await expect.poll(said).toContain(`hunkbox: no browser could be opened: open ${address} yourself\n`);
    expect(await ask(address)).toBe(200);
  });
});
