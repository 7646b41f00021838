// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from "node:child_process";
import { FAKE_TREE, writeFiles } from "./fake-tree.ts";

/** A git repository in a temporary folder, made by a test. */
export class FakeRepository {
  readonly dir: string;

  /** @param files of the first commit; the least of a kernel tree by default */
  constructor(dir: string, files: Readonly<Record<string, string>> = FAKE_TREE) {
    this.dir = dir;
    this.git("init", "-q", "-b", "main");
    this.commit("first", files);
  }

  git(...args: readonly string[]): string {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
    const who = [
      "-c",
      "user.name=A Tester",
      "-c",
      "user.email=tester@example.org",
      "-c",
      "commit.gpgsign=false",
    ];
    return execFileSync("git", [...who, ...args], {
      cwd: this.dir,
      env,
      encoding: "utf8",
      stdio: "pipe",
    }).trim();
  }

  /** @returns the commit's id */
  commit(subject: string, files: Readonly<Record<string, string>> = {}): string {
    writeFiles(this.dir, files);
    this.git("add", "-A", "-f");
    this.git("commit", "-q", "--allow-empty", "-m", subject);
    return this.git("rev-parse", "HEAD");
  }

  /** What a commit changes, as git diff has it. */
  patchOf(commit: string): string {
    return this.git("format-patch", "-1", "--stdout", commit).concat("\n");
  }

  /** All that may not change: checkout, index and references. */
  state(): string {
    return [
      this.git("status", "--porcelain=v2", "--branch"),
      this.git("ls-files", "-s"),
      this.git("show-ref"),
    ].join("\n");
  }
}
