// SPDX-License-Identifier: GPL-2.0-only
import { inCode } from "../in-code.ts";
import { type MailParts, mailText } from "../mail-text.ts";
import { patchText } from "../patch-text.ts";
import type { Random } from "../random.ts";
import type { Recipe } from "../recipe.ts";

const code = inCode("texts");

const GNTDEV = "drivers/xen/gntdev.c";

/** What a runner, a terminal or an eye would be led by. */
const BAD = [
  "::error file=a.c,line=1::gone",
  "##vso[task.complete result=Succeeded;]done",
  "##[error]gone",
  "##teamcity[buildStop comment='x']",
  "\u001b[2J\u001b]0;title\u0007\u001b[31m",
  "\u202egnissim\u202c \u2066x\u2069",
  "\u200b\u200d\ufeff\u2028\u2029",
  "\u0001\b\r::error::x\u0085\u009b2J",
  "a\r\n::error::b\n##[group]c",
  "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "'\"><!--]]>",
];

/** All of them in one line. */
const ALL = BAD.join(" ").replace(/[\r\n]/g, " ");

/** A change that shows in a run, for what stands around it. */
const diffOf = (
  read: (path: string) => string,
  places: readonly { path: string; body: number; function: string }[],
  added: string,
): string => {
  const at = places.find((one) => one.function === "gntdev_open")!;
  return patchText({ name: "", dir: null, places: [], read }, [
    { path: at.path, line: at.body, text: added },
  ]);
};

/** A mail with a bad text in one of its parts. */
const part = (name: string, tries: string, make: (bad: string, r: Random) => MailParts): Recipe => ({
  kind: "texts",
  name,
  tries,
  make: (ground, r) =>
    mailText(diffOf(ground.read, ground.places, '\tWARN(1, "cup\\n");'), make(r.pick(BAD), r)),
});

/** A mail whose diff was changed as a text. */
const edited = (name: string, tries: string, edit: (diff: string, r: Random) => string): Recipe => ({
  kind: "texts",
  name,
  tries,
  make: (ground, r) => mailText(edit(diffOf(ground.read, ground.places, '\tWARN(1, "cup\\n");'), r)),
});

/** Bad texts at each place of a mail, of a diff, and in what C says when it runs. */
export const TEXTS: readonly Recipe[] = [
  part("subject", "a bad subject", (bad) => ({ subject: bad.replace(/\n/g, "\n ") })),
  part("subject-all", "all bad texts as subject, encoded", () => ({
    subject: `=?utf-8?B?${Buffer.from(BAD.join("\n")).toString("base64")}?=`,
  })),
  part("subject-long", "a subject of a megabyte", (_, r) => ({
    subject: "cup ".repeat(r.int(1000, 250_000)),
  })),
  part("from", "a bad sender", (bad) => ({ from: `${bad.replace(/[\r\n]/g, " ")} <a@example.org>` })),
  part("from-encoded", "a bad sender, encoded", () => ({
    from: `=?utf-8?Q?${[...Buffer.from(BAD.join("\n"))].map((one) => `=${one.toString(16).toUpperCase().padStart(2, "0")}`).join("")}?= <a@example.org>`,
  })),
  part("id", "a bad Message-ID", () => ({ id: ALL })),
  part("nul", "a byte of zero", () => ({ text: "a\u0000b" })),
  part("date", "a bad date", (bad) => ({
    headers: [`Date: ${bad.replace(/[\r\n]/g, " ")}`, "Date: Mon, 99 Foo 99999999999 99:99:99 +9999"],
  })),
  part("headers", "100 000 headers", (_, r) => ({
    headers: Array.from({ length: r.int(10_000, 100_000) }, (_, i) => `X-${i}: ${"y".repeat(20)}`),
  })),
  part("header-long", "a header of 5 MB", () => ({ headers: [`References: ${"<a@b> ".repeat(800_000)}`] })),
  part("text", "bad texts in the message", () => ({ text: BAD.join("\n") })),
  part("trailers", "bad trailers", () => ({
    text: `x\n\nFixes: ${ALL}\nUpstream: commit ${ALL}\n[ Upstream commit ${"a".repeat(40)} ]\nbase-commit: ${ALL}`,
  })),
  edited("path", "a bad file name", (diff, r) =>
    diff.replaceAll(GNTDEV, `drivers/xen/${r.pick(BAD).replace(/[\r\n\t]/g, "")}.c`),
  ),
  edited("path-quoted", "a bad file name, quoted as git does", (diff) =>
    diff
      .replaceAll(/(?<=[ab]\/)drivers\/xen\/gntdev.c/g, "drivers/xen/x.c")
      .replaceAll(/[ab]\/drivers\/xen\/x.c/g, '"a/dr\\033[2J\\n::error::x\\n\\342\\200\\256.c"'),
  ),
  edited(
    "path-new",
    "a new file of a bad name",
    (_, r) =>
      `diff --git a/x b/x\n--- /dev/null\n+++ b/drivers/xen/${r.pick(BAD).replace(/[\r\n\t]/g, "")}.c\n@@ -0,0 +1,1 @@\n+int x = hx_undeclared;\n`,
  ),
  edited("heading", "a bad heading of a hunk", (diff, r) =>
    diff.replace(/^(@@ .* @@)$/m, `$1 ${r.pick(BAD).replace(/[\r\n]/g, " ")}`),
  ),
  edited("heading-long", "a heading of 5 MB", (diff) =>
    diff.replace(/^(@@ .* @@)$/m, `$1 ${"cup(".repeat(1_200_000)}`),
  ),
  edited("context-bad", "context that does not fit, and is told", (diff) =>
    diff.replace(/^ \{$/m, ` ${ALL}`),
  ),
  edited("added-bad", "added lines that are told", (diff) =>
    diff.replace(/^\+(.*)$/m, (_, line: string) => `+\t/* ${ALL.replaceAll("*/", "")} */ ${line}`),
  ),
  code("warn", "a warning of bad texts", (r) => ({ call: `WARN(1, "%s\\n", "${escaped(r.pick(BAD))}");` })),
  code("warn-all", "warnings of all bad texts", () => ({
    call: BAD.map((bad) => `WARN(1, "%s\\n", "${escaped(bad)}");`).join(" "),
  })),
  code(
    "printk",
    "console lines of bad texts",
    () => ({ call: BAD.map((bad) => `printk("%s\\n", "${escaped(bad)}");`).join(" ") }),
    "everywhere",
  ),
  code("printk-bytes", "all bytes on the console", () => ({
    call: 'int i; for (i = 1; i < 256; i++) printk("%c%c\\n", i, i); printk("\\xff\\xfe\\xc3"); WARN(1, "\\xf0\\x9f \\xed\\xa0\\x80\\n");',
  })),
  code("names", "functions of bad names by asm", (r) => {
    const own = r.word();
    return {
      top: `static __attribute__((__noinline__)) void ${own}(void) __asm__("${escaped(r.pick(BAD))}");\nstatic __attribute__((__noinline__)) void ${own}(void)\n{\n\tWARN(1, "cup\\n");\n\t*(volatile int *)0 = 1;\n}`,
      call: `${own}();`,
    };
  }),
  code("identifiers", "names of letters that read from the right", (r) => ({
    top: `static __attribute__((__noinline__)) void ${r.pick(["hx_\u05d0\u05d1", "hx_\u0430", "hx_\ud835\udc00", "hx_\u200dx"])}_f(void)\n{\n\tWARN(1, "cup\\n");\n}`,
  })),
  code("comment", "a finding at a line of bad texts", () => ({
    call: `/* ${ALL.replaceAll("*/", "")} */ *(volatile int *)0 = 1;`,
  })),
  code(
    "code",
    "a changed line of bad texts that never runs",
    () => ({ call: `if (0) { printk("${escaped(ALL)}"); /* ${ALL.replaceAll("*/", "")} */ }` }),
    ["error"],
  ),
  code("diagnostic", "an error whose line is bad texts", () => ({ call: `hx_undeclared /* ${ALL} */ ;` })),
  code("unmodelled", "an unmodelled function of a bad name", (r) => {
    const own = r.word();
    return { top: `extern void ${own}(int) __asm__("${escaped(r.pick(BAD))}");`, call: `${own}(1);` };
  }),
  code(
    "device",
    "a device of a bad name",
    () => ({
      top: `static struct miscdevice hx_dev = { .name = "${escaped(ALL)}" };`,
      call: "misc_register(&hx_dev); misc_register(&hx_dev);",
    }),
    ["initcall"],
  ),
];

/** A text within a string of C. */
function escaped(text: string): string {
  return [...Buffer.from(text)]
    .map((one) =>
      one < 0x20 || one > 0x7e || one === 0x22 || one === 0x5c || one === 0x3f
        ? `\\${one.toString(8).padStart(3, "0")}`
        : String.fromCharCode(one),
    )
    .join("");
}
