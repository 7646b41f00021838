// SPDX-License-Identifier: GPL-2.0-only
import libmime from "libmime";
import type { GatePatch } from "../../../gate/gate-report.ts";
import { legible } from "../../told/legible.ts";

/** Headers of an answer: to the author and to whom the patch went to, in its thread. */
export function mailHeaders(about: GatePatch | undefined): string[] {
  const { messageId = null, author = null, prefix = "", title = "", references = [] } = about ?? {};
  const thread = messageId === null ? [] : [...references.filter((id) => id !== messageId), messageId];
  const subject = `Re: ${prefix === "" ? "" : `${prefix} `}${title}`;
  const to = author === null ? null : addressOf(author.name, author.email);
  const line = (name: string, value: string): string =>
    libmime.foldLines(`${name}: ${value}`, 76).replaceAll("\r\n", "\n");
  return [
    ...(to === null ? [] : [line("To", to)]),
    ...ccOf(about, line),
    line("Subject", encoded(subject)),
    ...(messageId === null
      ? []
      : [
          `In-Reply-To: <${oneLine(messageId)}>`,
          `References: ${thread.map((id) => `<${oneLine(id)}>`).join("\n ")}`,
        ]),
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
  ];
}

/** Who got the patch gets the answer, the list above all; one address a line. */
function ccOf(about: GatePatch | undefined, line: (name: string, value: string) => string): string[] {
  const known = new Set([about?.author?.email.toLowerCase()]);
  const others = (about?.recipients ?? []).filter(({ email }) => {
    const key = email.toLowerCase();
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
  if (others.length === 0) return [];
  const [first = "", ...more] = others.map(({ name, email }) => addressOf(name, email));
  return [[line("Cc", first), ...more.map((one) => ` ${one}`)].join(",\n")];
}

/** Characters of a header's text. */
const LONGEST = 500;

/** What came in a header goes out in one: it must not begin another. */
const oneLine = (text: string): string => legible(text.slice(0, LONGEST)).replace(/\s+/g, " ").trim();
const encoded = (text: string): string => libmime.encodeWords(oneLine(text), "Q", 52);

function addressOf(name: string, email: string): string {
  // brackets have no place in an address, and a runner of CI may obey what has them
  const address = `<${oneLine(email).replace(/[<>[\]\s]/g, "")}>`;
  if (name === "") return address;
  const plain = oneLine(name);
  const shown = /^[\w .'-]*$/.test(plain)
    ? plain
    : /^[ -~]*$/.test(plain)
      ? JSON.stringify(plain)
      : encoded(plain);
  return `${shown} ${address}`;
}
