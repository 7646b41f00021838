// SPDX-License-Identifier: GPL-2.0-only
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { checkPath } from "../../patch/diff/check-path.ts";
import { BaseError } from "../base-error.ts";
import { type ProgramOptions, type ProgramRun, runProgram } from "../run-program.ts";

/** Nothing of a repository's configuration may run a program, and nothing is fetched or tidied up. */
const SAFE = [
  "--no-pager",
  "--no-replace-objects",
  "--literal-pathspecs",
  ...["core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.allow=never"].flatMap((one) => [
    "-c",
    one,
  ]),
  ...["gc.auto=0", "maintenance.auto=false", "log.showSignature=false", "color.ui=false"].flatMap((one) => [
    "-c",
    one,
  ]),
];

/** No file of a kernel tree that is looked at is larger. */
const LARGEST = 10_000_000;

/** What a question that is waited for may take (milliseconds) and bring. */
const PATIENCE = 30_000;
const MOST_TOLD = 64 * 1024 * 1024;

/** A file in a commit, which is named by its full id. */
interface PlaceInHistory {
  readonly at: string;
  readonly path: string;
}

const BATCH_CHECK = ["cat-file", "--batch-check=%(objectname) %(objecttype)"];

const asked = (places: readonly PlaceInHistory[]): string =>
  places.map(({ at, path }) => `${at}:${path}\n`).join("");

function toldBlobs(places: readonly PlaceInHistory[], told: string): (string | null)[] {
  const lines = told.split("\n");
  return places.map((_, i) => /^([0-9a-f]+) blob$/.exec(lines[i] ?? "")?.[1] ?? null);
}

/** A git repository of which only objects and references are read: neither checkout nor index play a part. */
export class GitRepository {
  /** As the user gave it, absolute. */
  readonly dir: string;
  readonly #gitDir: string;

  private constructor(dir: string, gitDir: string) {
    this.dir = dir;
    this.#gitDir = gitDir;
  }

  /** @throws BaseError if there is no repository, or git refuses it */
  static async open(folder: string): Promise<GitRepository> {
    const dir = resolve(folder);
    // git looks for the repository itself here, since it checks its owner only then
    const run = await git(["-C", dir, ...SAFE, "rev-parse", "--absolute-git-dir"]);
    if (run.code === 0) return new GitRepository(dir, run.stdout.toString().replace(/\n$/, ""));
    if (/dubious ownership/.test(run.stderr)) {
      throw new BaseError(
        `${dir} belongs to another user, and git does not read such repositories unasked`,
        `if you trust it: git config --global --add safe.directory ${dir}`,
      );
    }
    throw new BaseError(
      `${dir} is not a git repository: ${firstLine(run.stderr)}`,
      "give a clone with --git DIR",
    );
  }

  /**
   * Runs a git command.
   *
   * @throws BaseError if it fails
   */
  async run(args: readonly string[], options: ProgramOptions = {}): Promise<Buffer> {
    const run = await git([`--git-dir=${this.#gitDir}`, ...SAFE, ...args], options);
    if (run.code !== 0) throw this.#failed(args[0] ?? "", run.stderr);
    return run.stdout;
  }

  /**
   * Runs a git command and waits for it.
   *
   * @returns what it prints; null if it fails, or takes longer than half a minute
   */
  runSync(args: readonly string[], input = ""): string | null {
    const options = { cwd: "/", env: cleanEnv(), input, maxBuffer: MOST_TOLD, timeout: PATIENCE } as const;
    const run = spawnSync("git", [`--git-dir=${this.#gitDir}`, ...SAFE, ...args], options);
    return run.status === 0 && run.error === undefined ? run.stdout.toString("utf8") : null;
  }

  /** @returns the full id of the commit that a revision names, or null if there is none */
  async resolve(rev: string): Promise<string | null> {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    if (rev === "" || rev.startsWith("-") || /[\u0000-\u001f]/.test(rev)) return null;
    const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${rev}^{commit}`];
    const run = await git([`--git-dir=${this.#gitDir}`, ...SAFE, ...args]);
    const id = run.stdout.toString().trim();
    return run.code === 0 && /^[0-9a-f]{40,64}$/.test(id) ? id : null;
  }

  /** The blob ids at these places; null where there is none. `at` is a commit's full id. */
  async blobsAt(places: readonly PlaceInHistory[]): Promise<(string | null)[]> {
    return toldBlobs(places, (await this.run(BATCH_CHECK, { input: asked(places) })).toString());
  }

  /** As blobsAt, and waits for it; empty if git does not tell. */
  blobsAtSync(places: readonly PlaceInHistory[]): (string | null)[] {
    const told = this.runSync(BATCH_CHECK, asked(places));
    return told === null ? [] : toldBlobs(places, told);
  }

  /** @returns a file's text in a commit, or null if there is none of at most 10 MB */
  readFile(commit: string, path: string): string | null {
    if (checkPath(path) !== null) return null;
    const args = [`--git-dir=${this.#gitDir}`, ...SAFE, "cat-file", "blob", `${commit}:${path}`];
    const run = spawnSync("git", args, { cwd: "/", env: cleanEnv(), maxBuffer: LARGEST });
    return run.status === 0 && run.error === undefined ? run.stdout.toString("utf8") : null;
  }

  #failed(command: string, stderr: string): BaseError {
    return new BaseError(
      `git ${command} failed in ${this.dir}: ${firstLine(stderr)}`,
      "see whether git fsck finds the repository whole; what a partial clone lacks has to be fetched before",
    );
  }
}

async function git(args: readonly string[], options: ProgramOptions = {}): Promise<ProgramRun> {
  const run = await runProgram("git", args, { ...options, env: cleanEnv() });
  if (run !== null) return run;
  throw new BaseError("git is not installed", "install git, or give an unpacked tree with --tree", "machine");
}

/** Whoever runs us from a hook or an alias of another repository has set GIT_DIR and its like. */
function cleanEnv(): NodeJS.ProcessEnv {
  const rest = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return {
    ...Object.fromEntries(rest),
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
  };
}

const firstLine = (text: string): string =>
  text
    .trim()
    .split("\n")[0]
    ?.replace(/^fatal: /, "") ?? "";
