// SPDX-License-Identifier: GPL-2.0-only
import type { Ground } from "../ground.ts";
import { mailText } from "../mail-text.ts";
import { patchText } from "../patch-text.ts";
import type { Random } from "../random.ts";
import type { Recipe } from "../recipe.ts";

const GNTDEV = "drivers/xen/gntdev.c";

const shape = (
  name: string,
  tries: string,
  make: (diff: string, r: Random, ground: Ground) => string | Uint8Array,
): Recipe => ({
  kind: "texts",
  name,
  tries,
  make(ground, r) {
    const at = ground.places.find((one) => one.function === "gntdev_open")!;
    return make(
      patchText(ground, [{ path: at.path, line: at.body, text: '\tWARN(1, "cup\\n");' }]),
      r,
      ground,
    );
  },
});

const listed = (count: number, each: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => each(i)).join("");

/** A mail of one part of a type. */
const typed = (type: string, encoding: string, body: string): string =>
  mailText("", {
    headers: [`MIME-Version: 1.0`, `Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`],
  })
    .split("\n\n")[0]!
    .concat(`\n\n${body}`);

/** One line that is added to a file. */
const tiny = (path: string): string =>
  `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1,1 +1,2 @@\n x\n+y\n`;

/** Mails that are odd as mails, and diffs that are odd as diffs. */
export const MAIL_SHAPES: readonly Recipe[] = [
  shape("multipart-deep", "parts in parts, thousands deep", (diff, r) => {
    const depth = r.int(50, 5000);
    return typed(
      'multipart/mixed; boundary="b0"',
      "7bit",
      `${listed(depth, (i) => `--b${i}\nContent-Type: multipart/mixed; boundary="b${i + 1}"\n\n`)}--b${depth}\nContent-Type: text/plain\n\n${diff}\n${listed(depth + 1, (i) => `--b${depth - i}--\n`)}`,
    );
  }),
  shape("multipart-few", "parts in parts, a few deep", (diff, r) => {
    const depth = r.int(3, 12);
    return typed(
      'multipart/mixed; boundary="b0"',
      "7bit",
      `${listed(depth, (i) => `--b${i}\nContent-Type: multipart/mixed; boundary="b${i + 1}"\n\n`)}--b${depth}\nContent-Type: text/plain\n\n${diff}\n${listed(depth + 1, (i) => `--b${depth - i}--\n`)}`,
    );
  }),
  shape("multipart-many", "100 000 parts", (diff, r) =>
    typed(
      'multipart/mixed; boundary="b"',
      "7bit",
      `${listed(r.int(10_000, 100_000), () => "--b\nContent-Type: text/plain\n\nx\n")}--b\n\n${diff}\n--b--\n`,
    ),
  ),
  shape("multipart-itself", "parts whose boundary is empty or its own", (diff, r) =>
    typed(
      `multipart/mixed; boundary="${r.pick(["", "-", " ", "b".repeat(100_000)])}"`,
      "7bit",
      `--\n\n${diff}\n----\n`,
    ),
  ),
  shape("base64", "a diff in base64, 10 MB of it", (diff) =>
    typed(
      "text/plain; charset=utf-8",
      "base64",
      Buffer.from(diff + "x\n".repeat(5_000_000))
        .toString("base64")
        .replace(/.{76}/g, "$&\n"),
    ),
  ),
  shape("base64-one-line", "base64 in one line, cut short", (diff) =>
    typed("text/plain; charset=utf-8", "base64", `${Buffer.from(diff).toString("base64").slice(0, -3)}=`),
  ),
  shape("base64-nested", "base64 of a mail of base64", (diff) => {
    let text = diff;
    for (let i = 0; i < 12; i++)
      text = typed(
        "message/rfc822",
        "base64",
        Buffer.from(text).toString("base64").replace(/.{76}/g, "$&\n"),
      );
    return text;
  }),
  shape("quoted-printable", "quoted-printable without an end", (diff) =>
    typed(
      "text/plain; charset=utf-8",
      "quoted-printable",
      `${diff.replaceAll("=", "=3D")}${"=\n".repeat(200_000)}=00=1B=`,
    ),
  ),
  shape("charset", "a character set of a bad name", (diff, r) =>
    typed(
      `text/plain; charset="${r.pick(["::error::x", "utf-7", "utf-16le", "iso-2022-jp", "x".repeat(100_000), "__proto__", "\u001b[2J", "ebcdic-us"])}"`,
      "8bit",
      diff,
    ),
  ),
  shape("utf-16", "a mail in UTF-16", (diff) => Buffer.from(`\ufeff${mailText(diff)}`, "utf16le")),
  shape("binary", "arbitrary bytes", (_, r) => Uint8Array.from({ length: 200_000 }, () => r.int(0, 255))),
  shape("bytes-in-mail", "bytes that are no UTF-8", (diff, r) =>
    Buffer.concat([Buffer.from(mailText(diff)), Uint8Array.from({ length: 1000 }, () => r.int(0, 255))]),
  ),
  shape("nothing", "a mail of nothing", (_, r) =>
    r.pick(["", "\n", "From ", "\u0000", "diff --git", "--- a\n+++ b\n@@", "=".repeat(1_000_000)]),
  ),
  shape("long-line", "a mail of one line of 30 MB", () => mailText("x".repeat(30_000_000))),
  shape("lines", "ten million empty lines", (diff) => mailText("\n".repeat(10_000_000) + diff)),
  shape("from-lines", "an mbox of 20 000 mails", (diff, r) =>
    listed(
      r.int(2000, 20_000),
      (i) =>
        `From x@y Mon Jan  1 00:00:00 2024\nSubject: [PATCH ${i}/20000] a\n\n${i === 5 ? diff : "text"}\n`,
    ),
  ),
  shape("series", "an mbox of 300 patches that build on each other", (_, r, ground) => {
    const at = ground.places.find((one) => one.function === "gntdev_open")!;
    let text = ground.read(at.path);
    return listed(300, (i) => {
      const added = `\tprintk("${r.word()}\\n");`;
      const diff = patchText({ ...ground, read: () => text }, [
        { path: at.path, line: at.body, text: added },
      ]);
      const lines = text.split("\n");
      text = [...lines.slice(0, at.body), added, ...lines.slice(at.body)].join("\n");
      return `From x@y Mon Jan  1 00:00:00 2024\n${mailText(diff, { subject: `part ${i}`, id: `${i}@x` })}\n`;
    });
  }),
  shape("hunks", "thousands of hunks", (_, r, ground) => {
    const lines = ground.read(GNTDEV).split("\n").length;
    return mailText(
      patchText(
        ground,
        Array.from({ length: Math.floor(lines / 8) - 1 }, (_, i) => ({
          path: GNTDEV,
          line: i * 8 + 1,
          text: `/* ${r.word()} */`,
        })),
      ),
    );
  }),
  shape("hunks-wrong", "100 000 hunks that fit nowhere", (_, r) =>
    mailText(
      `--- a/${GNTDEV}\n+++ b/${GNTDEV}\n${listed(r.int(10_000, 100_000), (i) => `@@ -${i * 3 + 1},1 +${i * 4 + 1},2 @@\n }\n+x\n`)}`,
    ),
  ),
  shape("hunks-same", "thousands of hunks whose context is everywhere", (_, r) =>
    mailText(
      `--- a/${GNTDEV}\n+++ b/${GNTDEV}\n${listed(r.int(1000, 5000), (i) => `@@ -${1_000_000 + i * 3},3 +${i * 4 + 1},4 @@\n \n+\n \n \n`)}`,
    ),
  ),
  shape("hunk-large", "a hunk of 500 000 lines that are not there", () =>
    mailText(`--- a/${GNTDEV}\n+++ b/${GNTDEV}\n@@ -1,500000 +1,500000 @@\n${" }\n".repeat(500_000)}`),
  ),
  shape("removed-large", "a hunk that removes a million empty lines", () =>
    mailText(`--- a/${GNTDEV}\n+++ b/${GNTDEV}\n@@ -1,1000000 +1,0 @@\n${"-\n".repeat(1_000_000)}`),
  ),
  shape("counts", "counts and places of 10^9", (diff, r) =>
    mailText(
      diff.replace(
        /^@@ .* @@$/m,
        `@@ -${r.pick(["1000000000,7", "1,1000000000", "0,0", "-1,-1", "99999999999999999999,7", "1e9,7", "4294967297,6"])} +1,${r.pick(["1000000000", "7", "0"])} @@`,
      ),
    ),
  ),
  shape("files", "tens of thousands of files that are not there", (_, r) =>
    mailText(listed(r.int(5000, 40_000), (i) => tiny(`drivers/x${i}/y.c`))),
  ),
  shape("files-new", "thousands of new files", (_, r) =>
    mailText(
      listed(
        r.int(2000, 8000),
        (i) =>
          `diff --git a/d/f${i}.c b/d/f${i}.c\nnew file mode 100644\n--- /dev/null\n+++ b/d/f${i}.c\n@@ -0,0 +1,1 @@\n+int f${i}(void) { return ${i}; }\n`,
      ),
    ),
  ),
  shape("file-new-deep", "a new file 2000 folders deep", () =>
    mailText(`--- /dev/null\n+++ b/${"d/".repeat(2000)}f.c\n@@ -0,0 +1,1 @@\n+int x;\n`),
  ),
  shape("file-new-large", "a new file of 30 MB", () =>
    mailText(
      `--- /dev/null\n+++ b/drivers/xen/new.c\n@@ -0,0 +1,1000000 @@\n${"+int x; /* cup cup cup cup */\n".repeat(1_000_000)}`,
    ),
  ),
  shape("path-outside", "a file outside of the tree", (_, r) =>
    mailText(
      `--- /dev/null\n+++ ${r.pick(["b/../../../../../../tmp/hx_outside.c", "/tmp/hx_outside.c", "b//tmp/hx_outside.c", "b/./../hx_outside.c", "b/drivers/xen/../../../hx_outside.c", "b/.git/hooks/post-checkout", "..\\\\hx.c"])}\n@@ -0,0 +1,1 @@\n+int x;\n`,
    ),
  ),
  shape("symlink", "a link, and a file behind it", (diff, r) =>
    mailText(
      `diff --git a/drivers/hx b/drivers/hx\nnew file mode 120000\nindex 0000000..1111111\n--- /dev/null\n+++ b/drivers/hx\n@@ -0,0 +1 @@\n+${r.pick(["/etc", "../../../../../../etc", "."])}\n\\ No newline at end of file\ndiff --git a/drivers/hx/passwd b/drivers/hx/passwd\n--- a/drivers/hx/passwd\n+++ b/drivers/hx/passwd\n@@ -1,1 +1,2 @@\n x\n+y\n${diff}`,
    ),
  ),
  shape("rename", "renames, copies and changes of mode", (diff, r) =>
    mailText(
      `diff --git a/${GNTDEV} b/drivers/xen/x.c\nsimilarity index ${r.int(0, 100)}%\n${r.pick(["rename", "copy"])} from ${GNTDEV}\n${r.pick(["rename", "copy"])} to ${r.pick(["drivers/xen/x.c", "../x.c", "/etc/x.c", GNTDEV])}\ndiff --git a/include/linux/mm.h b/include/linux/mm.h\nold mode 100644\nnew mode 160000\n${diff}`,
    ),
  ),
  shape("binary-patch", "a binary patch", (diff) =>
    mailText(
      `diff --git a/x.bin b/x.bin\nnew file mode 100644\nindex 0000000..1111111\nGIT binary patch\nliteral 1000000000\n${"zcmV+b0RR6000031\n".repeat(10_000)}\n\nBinary files a/y and b/y differ\n${diff}`,
    ),
  ),
  shape("submodule", "a change of a submodule", (diff) =>
    mailText(
      `diff --git a/sub b/sub\nindex 1111111..2222222 160000\n--- a/sub\n+++ b/sub\n@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2\n${diff}`,
    ),
  ),
  shape("delete-all", "a patch that deletes what it judges", (_, __, ground) => {
    const lines = ground.read(GNTDEV).split("\n").slice(0, -1);
    return mailText(
      `diff --git a/${GNTDEV} b/${GNTDEV}\ndeleted file mode 100644\n--- a/${GNTDEV}\n+++ /dev/null\n@@ -1,${lines.length} +0,0 @@\n${lines.map((one) => `-${one}\n`).join("")}`,
    );
  }),
  shape("rewrite", "all lines of a file taken out and put in again", (_, r, ground) => {
    const lines = ground.read(GNTDEV).split("\n").slice(0, -1);
    return mailText(
      `diff --git a/${GNTDEV} b/${GNTDEV}\n--- a/${GNTDEV}\n+++ b/${GNTDEV}\n@@ -1,${lines.length} +1,${lines.length} @@\n${lines.map((one) => `-${one}\n`).join("")}${lines.map((one) => `+${one}${/[\\{*/]$|^#|^\s*\*/.test(one) ? "" : ` /* ${r.word()} */`}\n`).join("")}`,
    );
  }),
  shape("makefile", "the tree's Makefile and Kconfig", (_, r) =>
    mailText(
      `--- a/${r.pick(["Makefile", "Kconfig", "arch/x86/Kconfig"])}\n+++ b/Makefile\n@@ -1,1 +1,3 @@\n # SPDX-License-Identifier: GPL-2.0-only\n+$(shell touch /tmp/hx_outside)\n+VERSION := $(shell id)\n`,
    ),
  ),
  shape(
    "html",
    "a saved page with markup",
    (diff) =>
      `<!DOCTYPE html><html><head><title>[PATCH] x</title></head><body>${"<div>".repeat(100_000)}<pre>${diff.replaceAll("<", "&lt;")}&#x1b;[2J&#58;:error::x${"&amp;".repeat(100_000)}</pre>`,
  ),
];
