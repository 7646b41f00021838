// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { listPatchFolder } from "../../patch/files/list-patch-folder.ts";
import { messageIdOf } from "../../patch/mail/message-id.ts";
import { readInput } from "../../patch/read-input.ts";
import { BadInput } from "./bad-input.ts";
import { fetchMail } from "./fetch-mail.ts";

/** A text with patches in it, or a folder with a quilt series. */
export type WordInput =
  | {
      readonly kind: "text";
      readonly name: string;
      readonly bytes: Uint8Array;
      /** The folder that it is a file of, if that was given; null if it was given itself. */
      readonly folder: string | null;
      /** The Message-ID that it was asked for by; null of a file. */
      readonly id: string | null;
    }
  | { readonly kind: "quilt"; readonly name: string };

/** What the words of a command line stand for. */
export interface WordInputs {
  /** What reports call them all. */
  readonly name: string;
  readonly inputs: readonly WordInput[];
}

const MOST_FILES = 2000;
/** Bytes of all inputs together. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads what the words of a command line stand for, in their order: files, `-` for standard input, folders that git
 * format-patch or quilt wrote, and Message-IDs or addresses of mails.
 *
 * @throws PatchError, BadInput or MailError if one cannot be read
 */
export async function readWords(words: readonly string[]): Promise<WordInputs> {
  refuseTwice(words);
  const inputs: WordInput[] = [];
  let size = 0;
  const add = (input: WordInput): void => {
    inputs.push(input);
    size += input.kind === "text" ? input.bytes.length : 0;
    if (inputs.length > MOST_FILES || size > MOST_BYTES)
      throw new BadInput(
        `the inputs are more than ${MOST_FILES} files, or ${MOST_BYTES / 1024 / 1024} MiB`,
        "give only the patches of the series under test",
      );
  };
  for (const word of words) {
    if (word === "")
      throw new BadInput("the path of a patch is empty", "hunkbox check --help shows examples");
    const id = existsSync(word) ? null : messageIdOf(word);
    if (word !== "-" && isFolder(word)) {
      if (existsSync(join(word, "series"))) add({ kind: "quilt", name: word });
      else for (const file of await listPatchFolder(word)) add(await readFile(file, word));
    } else if (id !== null) {
      add({ kind: "text", name: `<${id}>`, bytes: await fetchMail(id), folder: null, id });
    } else {
      refuseAddress(word);
      add(await readFile(word, null));
    }
  }
  return { name: nameOf(inputs, words), inputs };
}

async function readFile(path: string, folder: string | null): Promise<WordInput> {
  const name = path === "-" ? "(standard input)" : path;
  return { kind: "text", name, bytes: await readInput(path), folder, id: null };
}

function nameOf(inputs: readonly WordInput[], words: readonly string[]): string {
  if (words.length === 1 && inputs.length !== 1) return words[0]!;
  const names = inputs.map(({ name }) => name);
  return names.length > 3 ? `${names[0]} and ${names.length - 1} more` : names.join(", ");
}

function refuseTwice(words: readonly string[]): void {
  const seen = new Set<string>();
  for (const word of words) {
    const key = word === "-" ? word : resolve(word);
    if (seen.has(key))
      throw new BadInput(`${word} is given twice`, "give each patch once, in the order of the series");
    seen.add(key);
  }
}

/** What begins like an address or an id, and is none that b4 knows, is no path either. */
function refuseAddress(word: string): void {
  if (existsSync(word)) return;
  if (word.startsWith("<"))
    throw new BadInput(`${word} is not a Message-ID`, "give <id@host>, as the header of the mail has it");
  if (!/^https?:\/\//i.test(word)) return;
  throw new BadInput(
    `${word} is not the address of a mail on lore.kernel.org`,
    "give one with the Message-ID in it, as https://lore.kernel.org/all/ID@HOST/, or save the mail",
  );
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
