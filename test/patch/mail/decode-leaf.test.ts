// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { decodeLeaf } from "../../../harness/patch/mail/decode-leaf.ts";
import type { Leaf } from "../../../harness/patch/mail/split-mime.ts";
import { rawText } from "../../../harness/patch/source-text.ts";

const leaf = (encoding: Leaf["encoding"], charset: string | null, text: string): Leaf => ({
  ...{ type: "text/plain", flowed: false, delsp: false, filename: null, attachment: false },
  ...{ encoding, charset, body: rawText(Buffer.from(text, "latin1"), "mail") },
});

test("quoted-printable joins soft breaks, and keeps what is no code", async () => {
  const { lines, numbers } = await decodeLeaf(
    leaf("quoted-printable", "iso-8859-1", "a=E4=\n=F6 =3D=\nb =ZZ =4 ==\nc=\n\nd=0Ae\nf=\n"),
  );
  expect(lines).toEqual(["aäö =b =ZZ =4 =c", "d", "e", "f"]);
  expect(Array.from(numbers)).toEqual([1, 6, 6, 7]);
});

test.each([
  ["identity", "koi8-r", "\xe4\xf6\n"],
  ["quoted-printable", "koi8-r", "=E4=F6\n"],
  ["base64", "koi8-r", "5PYK\n"],
] as const)("%s in another charset is read in that", async (encoding, charset, text) => {
  expect((await decodeLeaf(leaf(encoding, charset, text))).lines).toEqual(["ДЖ"]);
});

test("a body of a million lines in another charset keeps its lines", async () => {
  const { lines, numbers } = await decodeLeaf(
    leaf("identity", "iso-8859-1", `${"\n".repeat(1_000_000)}\xe4\n`),
  );
  expect([lines.length, lines.at(-1), numbers[1_000_000]]).toEqual([1_000_001, "ä", 1_000_001]);
});
