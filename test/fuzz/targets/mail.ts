// SPDX-License-Identifier: GPL-2.0-only
import { ApplyError } from "../../../harness/base/apply/apply-error.ts";
import { applyFilePatch } from "../../../harness/base/apply/apply-file-patch.ts";
import { reverseFilePatch } from "../../../harness/patch/diff/reverse-file-patch.ts";
import { parseSeries } from "../../../harness/patch/parse-series.ts";
import { PatchError } from "../../../harness/patch/patch-error.ts";
import type { Target } from "../target.ts";
import { DIFF_TOKENS } from "./diff-tokens.ts";

const HEADERS = [
  "From: A <a@example.org>\n",
  "From x Mon Sep 17 00:00:00 2001\n",
  ">From x Mon Sep 17 00:00:00 2001\n",
  "Subject: [PATCH v2 2/3] x\n",
  "Subject: =?utf-8?q?=5BPATCH_1/2=5D_=C3=A4?=\n",
  "Re: ",
  "[PATCH 10000/10000]",
  "Date: Tue, 4 Mar 2025 12:35:57 +0100\n",
  "Date: Tue, 4 Mar 2025 12:35:57 +0100\t[thread overview]\n",
  "Message-ID: <a@b>\n",
  "Message-ID: <a@b> (raw)\n",
  "In-Reply-To: <a@b>\n",
  "References: <a@b> <c@d>\n",
  'To: "x, y" <a@b>, group: c@d, e@f;, (comment)\n',
  "MIME-Version: 1.0\n",
  'Content-Type: multipart/mixed; boundary="b"\n\n--b\n',
  "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n",
  "Content-Type: text/html\n",
  "Content-Type: message/rfc822\n\n",
  "Content-Type: application/octet-stream; name=x.patch\n",
  "Content-Disposition: attachment; filename=x.patch\n",
  "Content-Transfer-Encoding: base64\n",
  "Content-Transfer-Encoding: quoted-printable\n",
  "--b\n",
  "--b--\n",
  "=0A",
  "=\n",
  "[-- Attachment #1: x.mbox --]\n[-- Type: text/plain, Size: 9 bytes --]\n\n",
  "  reply\tother threads:[~2025-03-04 11:36 UTC|newest]",
  "base-commit: 0123456789abcdef\n",
  "commit 0123456789abcdef0123456789abcdef01234567 upstream.\n",
  "(cherry picked from commit 0123456789abcdef)",
  "commit 0123456789abcdef0123456789abcdef01234567\nAuthor: A <a@b>\nDate:   Mon Jan 5 10:00:00 2026 +0100\n\n    x\n\n",
  "commit 0123456 (HEAD -> main)\nMerge: 0123456 89abcde\nAuthor: A <a@b>\n\n",
  "0123456 x\ndiff --git a/x.c b/x.c\n",
  "tag v1\nTagger: A <a@b>\n\n",
  "author A <a@b> 1767603600 +0100\n",
  "\r\n",
  "\n\n",
];

/** A mail, an mbox, a page or a diff, as `hunkbox check` reads it; each patch is applied to what it expects, and taken back. */
export const target: Target = {
  name: "mail",
  tokens: [...HEADERS, ...DIFF_TOKENS],
  isExpected: (error) => error instanceof PatchError || error instanceof ApplyError,
  run: async (input) => {
    const series = await parseSeries(input, "input");
    const files = series.patches.flatMap((patch) => patch.files);
    const applied = files.map((file) => {
      const olds = file.hunks.flatMap(({ lines }) => lines.filter(({ op }) => op !== "+"));
      const text = file.change === "create" ? "" : olds.map((line) => `${line.text}\n`).join("");
      const { hunks } = applyFilePatch(text, file);
      return hunks.map(({ line, newLine, fuzz }) => [line, newLine, fuzz]);
    });
    const back = files.filter(({ change }) => change !== "copy").map(reverseFilePatch);
    return [series, applied, back];
  },
};
