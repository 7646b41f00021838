// SPDX-License-Identifier: GPL-2.0-only
import { runProgram } from "../../base/run-program.ts";
import { INPUT_LIMIT, tooLarge } from "../../patch/read-input.ts";
import { tell } from "../output/tell.ts";
import { Interrupted } from "./interrupted.ts";
import { MailError } from "./mail-error.ts";

/** What a thread of some hundred mails takes over a slow line, and more than anybody waits for. */
const PATIENCE = 120;

/**
 * Has b4 fetch the series that a mail belongs to, ready to apply. Nothing is fetched by this tool itself.
 *
 * @param id a Message-ID as messageIdOf gives it
 * @param seconds how long b4 may take
 * @throws MailError if there is no b4, or it fails; Interrupted
 */
export async function fetchMail(id: string, seconds = PATIENCE): Promise<Uint8Array> {
  const stop = new AbortController();
  let why: "time" | "SIGINT" | "SIGTERM" | null = null;
  const end = (reason: "time" | "SIGINT" | "SIGTERM"): void => {
    why ??= reason;
    stop.abort();
  };
  const timer = setTimeout(() => end("time"), seconds * 1000);
  process.once("SIGINT", end).once("SIGTERM", end);
  try {
    tell(`asking b4 for ${id}`);
    const { signal } = stop;
    let size = 0;
    const chunks: Buffer[] = [];
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > INPUT_LIMIT) throw tooLarge(`<${id}>`, INPUT_LIMIT);
      chunks.push(chunk);
    };
    // in <> it is no option, whatever it begins with; and there is no shell
    const run = await runProgram("b4", ["am", "-o", "-", `<${id}>`], { signal, onData });
    if (why === "SIGINT" || why === "SIGTERM")
      throw new Interrupted(`interrupted while b4 was asked for ${id}`, why);
    const byHand = `save the mail: curl -sSfL ${addressOf(id)} -o fix.mbox`;
    if (run === null)
      throw new MailError(`b4, which fetches ${id}, is not installed`, `apt-get install b4, or ${byHand}`);
    if (why === "time") throw new MailError(`b4 did not answer in ${seconds} s`, `try again, or ${byHand}`);
    if (run.code !== 0 || size === 0)
      throw new MailError(
        `b4 does not get ${id}: ${reasonOf(run)}`,
        `see what b4 am says by itself, or ${byHand}`,
      );
    for (const line of warnings(run.stderr)) tell(`b4: ${line}`);
    return Buffer.concat(chunks, size);
  } finally {
    clearTimeout(timer);
    process.off("SIGINT", end).off("SIGTERM", end);
  }
}

/** Of that one mail, fit for a shell. */
function addressOf(id: string): string {
  const escaped = encodeURIComponent(id).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `https://lore.kernel.org/all/${escaped}/raw`;
}

/** The last line that b4 wrote says why, mostly. */
function reasonOf({ code, stderr }: { readonly code: number | null; readonly stderr: string }): string {
  const last = stderr.trimEnd().split("\n").at(-1)?.trim().slice(0, 300) ?? "";
  const ended =
    code === null ? "a signal ended it" : code === 0 ? "it found no patch" : `it ended with ${code}`;
  return last === "" ? ended : `${ended} (${last})`;
}

/** A series that is not whole, or that b4 put together of several revisions. */
const warnings = (stderr: string): string[] =>
  stderr
    .split("\n")
    .filter((line) => line.startsWith("WARNING:"))
    .slice(0, 3)
    .map((line) => line.slice(0, 300));
