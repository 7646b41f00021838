// SPDX-License-Identifier: GPL-2.0-only
import PostalMime, { addressParser, decodeWords } from "postal-mime";
import { PatchError } from "../patch-error.ts";
import type { Author } from "../series.ts";
import { lineAt, type SourceText } from "../source-text.ts";
import type { MailHeader } from "./mail.ts";

/** The fields that postal-mime is given: those that are read, and none that would make it look for parts. */
const FIELDS = /^(?:from|to|cc|subject|date|message-id|in-reply-to|references):/i;

/** Longer threads lose their middle, and larger circles their end, as nobody reads either. */
const MOST_REFERENCES = 30;
const MOST_RECIPIENTS = 100;

/** Parses header lines (still one character a byte) into the fields that matter here. */
export async function parseHeader(header: SourceText): Promise<MailHeader> {
  const kept: string[] = [];
  let keep = false;
  for (const line of header.lines) {
    if (!/^[ \t]/.test(line)) keep = FIELDS.test(line);
    if (keep) kept.push(line.trimEnd());
  }
  const bytes = Buffer.from(`${kept.join("\n")}\n\n`, "latin1");
  try {
    const email = await PostalMime.parse(bytes);
    const ids = (email.references ?? "").slice(0, 40_000).match(/<[^<>\s]{1,1000}>/g) ?? [];
    const references = ids.map((id) => id.slice(1, -1));
    return {
      from: toAuthor(email.from),
      subject: email.subject ?? "",
      date: email.date ?? null,
      messageId: bareId(email.messageId),
      inReplyTo: bareId(email.inReplyTo),
      references:
        references.length > MOST_REFERENCES
          ? [references[0]!, ...references.slice(1 - MOST_REFERENCES)]
          : references,
      recipients: [...(email.to ?? []), ...(email.cc ?? [])]
        .flatMap(mailboxes)
        .slice(0, MOST_RECIPIENTS)
        .flatMap((one) => toAuthor(one) ?? []),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PatchError(
      header.file,
      lineAt(header, 0),
      `mail header: ${reason}`,
      "the input is no usual mail",
    );
  }
}

/** Parses the value of an in-body `From:`. */
export function parseAuthor(value: string): Author | null {
  return value.length > 2000 ? null : toAuthor(addressParser(decodeWords(value))[0]);
}

/** A group stands for those in it. */
const mailboxes = (address: Address): Address[] => (address.group === undefined ? [address] : address.group);

type Address = ReturnType<typeof addressParser>[number];

function toAuthor(address: ReturnType<typeof addressParser>[number] | undefined): Author | null {
  const mailbox = address?.group === undefined ? address : address.group[0];
  if (mailbox?.address === undefined || mailbox.address === "") return null;
  return { name: mailbox.name, email: mailbox.address };
}

function bareId(value: string | undefined): string | null {
  if (value === undefined) return null;
  const match = /<([^<>]{1,1000})>/.exec(value.slice(0, 4000));
  const id = match?.[1] ?? value.trim();
  return id === "" ? null : id;
}
