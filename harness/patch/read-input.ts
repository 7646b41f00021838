// SPDX-License-Identifier: GPL-2.0-only
import { open } from "node:fs/promises";
import { PatchError } from "./patch-error.ts";

/** The largest input that is read: far above any real series, far below what would hurt. */
export const INPUT_LIMIT = 16 * 1024 * 1024;

/**
 * Reads a patch from a file, or from standard input for `-`.
 * Reads at most `limit` bytes and one: a larger input is refused without being read to its end.
 */
export async function readInput(path: string, limit = INPUT_LIMIT): Promise<Uint8Array> {
  if (path === "-") return collect(process.stdin, "<stdin>", limit);
  const file = await openFile(path);
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) {
      throw new PatchError(
        path,
        0,
        "is a directory",
        "give one mail, mbox or diff; a series goes into one mbox",
      );
    }
    if (stat.isFile() && stat.size > limit) throw tooLarge(path, limit);
    return await collect(file.createReadStream({ autoClose: false }), path, limit);
  } finally {
    await file.close();
  }
}

/** The error for an input over the limit. */
export function tooLarge(file: string, limit: number): PatchError {
  const size = limit % (1024 * 1024) === 0 ? `${limit / 1024 / 1024} MiB` : `${limit} bytes`;
  return new PatchError(file, 0, `is larger than ${size}`, "give only the mails of the series under test");
}

async function openFile(path: string) {
  try {
    return await open(path, "r");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (code === "ENOENT") {
      throw new PatchError(path, 0, "no such file", "check the path, or give - to read standard input");
    }
    if (code === "EACCES" || code === "EPERM") {
      throw new PatchError(path, 0, "permission denied", "make the file readable");
    }
    throw new PatchError(path, 0, `cannot be opened (${code})`, "check the path");
  }
}

async function collect(stream: AsyncIterable<unknown>, file: string, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
      size += bytes.length;
      if (size > limit) throw tooLarge(file, limit);
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof PatchError) throw error;
    throw new PatchError(file, 0, `cannot be read (${String(error)})`, "check the file");
  }
  return Buffer.concat(chunks, size);
}
