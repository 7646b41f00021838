// SPDX-License-Identifier: GPL-2.0-only
import { inCode } from "../in-code.ts";
import type { Recipe } from "../recipe.ts";

const compiler = inCode("compiler");

const listed = (count: number, each: (i: number) => string, between = "\n"): string =>
  Array.from({ length: count }, (_, i) => each(i)).join(between);

const RUNNER = [
  "::error file=a,line=1::x",
  "##vso[task.setvariable variable=a]b",
  "##[error]x",
  "##teamcity[buildStop comment='x']",
  "\\033[2J\\033]0;x\\007",
  "\u202egnissim",
  "::set-output name=a::b",
];

/** What keeps a compiler busy by its texts. */
export const TEXTS_OF_C: readonly Recipe[] = [
  compiler("parentheses", "a deep nest of parentheses", (r) => ({
    call: `volatile int x = ${"(".repeat(r.int(1000, 200_000))}1;`,
  })),
  compiler("parentheses-closed", "an expression of 200 000 parts", (r) => ({
    call: `volatile int x = 1; x = ${"x + ".repeat(r.int(20_000, 200_000))}1;`,
  })),
  compiler("unary", "a long row of operators", (r) => ({
    call: `volatile int x = 1; x = ${"!~-".repeat(r.int(2000, 60_000))}x;`,
  })),
  compiler("blocks", "a deep nest of blocks", (r) => ({ call: "{".repeat(r.int(300, 100_000)) })),
  compiler("ifs", "a chain of else if", (r) => ({
    call: `volatile int x = 1; ${listed(r.int(3000, 30_000), (i) => `if (x == ${i}) x++; else`)} x--;`,
  })),
  compiler("types", "deep types", (r) => ({
    top: `static int ${"*".repeat(r.int(1000, 50_000))}hx_p;\nstatic int hx_a${"[1]".repeat(r.int(200, 20_000))};`,
  })),
  compiler("structs", "structs in each other", (r) => ({
    top: `static ${"struct { ".repeat(r.int(200, 5000))}int a;`,
  })),
  compiler("struct-bomb", "a struct that doubles 60 times", () => ({
    top: `struct hx_0 { char a[2]; };\n${listed(60, (i) => `struct hx_${i + 1} { struct hx_${i} a, b; };`)}\nstatic struct hx_60 hx_s;`,
  })),
  compiler("laughs", "macros that double", (r) => ({
    top: `#define HX0 1+\n${listed(r.int(24, 40), (i) => `#define HX${i + 1} HX${i} HX${i}`)}`,
    call: "volatile int x = HX24 1; x++;",
  })),
  compiler("laughs-text", "macros that double a text", () => ({
    top: `#define HX0 "lol"\n${listed(34, (i) => `#define HX${i + 1} HX${i} HX${i}`)}\nstatic const char *volatile hx_t = HX30;`,
  })),
  compiler("macro-arguments", "macros whose arguments double", () => ({
    top: `#define HX0(x) x x\n${listed(34, (i) => `#define HX${i + 1}(x) HX${i}(HX${i}(x))`)}\nHX30(;)`,
  })),
  compiler("pragmas", "pragmas by the thousand", (r) => ({
    top: listed(
      r.int(5000, 60_000),
      (i) => `#pragma ${["once", "STDC FP_CONTRACT ON", "unroll(10)", "weak a", "pack(1)"][i % 5]}`,
    ),
  })),
  compiler("pragma-operator", "_Pragma from macros", (r) => ({
    top: `#define HXP(x) _Pragma(#x)\n${listed(2000, () => `HXP(${r.pick(['message("x")', 'GCC warning "x"', 'clang diagnostic ignored "-Wall"', 'push_macro("int")'])})`)}`,
  })),
  compiler("include", "a file of the machine", (r) => ({
    top: `#include "${r.pick(["/etc/passwd", "/proc/self/environ", "/dev/zero", "/dev/stdin", "/proc/self/cwd/x", "../../../../../../../../etc/passwd", "/dev/fd/0", "/proc/self/maps"])}"`,
  })),
  compiler("include-angle", "a header of the machine", (r) => ({
    top: `#include <${r.pick(["stdio.h", "stdarg.h", "emscripten.h", "../../../etc/passwd", "asm/unistd.h", "sanitizer/asan_interface.h"])}>`,
  })),
  compiler("include-self", "a file that includes itself", () => ({ top: "#include __FILE__" })),
  compiler("include-self-twice", "a file that includes itself twice, 200 deep", () => ({
    top: "#if __INCLUDE_LEVEL__ < 25\n#include __FILE__\n#include __FILE__\n#endif",
  })),
  compiler("include-own", "files of the harness", (r) => ({
    top: `#include <${r.pick(["hunkbox/abi.h", "hunkbox/imports.h", "../csrc/kernel/boot.c", "override/module.h"])}>`,
  })),
  compiler("include-many", "a header included 20 000 times", (r) => ({
    top: listed(r.int(2000, 20_000), () => "#include <linux/kernel.h>"),
  })),
  compiler("embed", "#embed and .incbin", (r) => ({
    top: r.pick([
      'static const char hx_e[] = {\n#embed "/etc/passwd"\n};',
      'asm(".incbin \\"/etc/passwd\\"");',
      '#include_next "/etc/passwd"',
      '#import "/etc/passwd"',
      "#pragma clang module import passwd",
      '#pragma GCC dependency "/etc/passwd"',
    ]),
  })),
  compiler("error", "#error that a runner would obey", (r) => ({ top: `#error ${r.pick(RUNNER)}` })),
  compiler("warning", "#warning that a runner would obey", (r) => ({
    top: `#warning ${r.pick(RUNNER)}\nint hx_bad(`,
  })),
  compiler("message", "a pragma's message that a runner would obey", (r) => ({
    top: `#pragma message("\\n${r.pick(RUNNER)}\\n")\nint hx_bad(`,
  })),
  compiler("static-assert", "a static assertion that a runner would obey", (r) => ({
    top: `_Static_assert(0, "\\n${r.pick(RUNNER)}");`,
  })),
  compiler("deprecated", "attributes whose texts a runner would obey", (r) => ({
    top: `__attribute__((${r.pick(["deprecated", "unavailable"])}("\\n${r.pick(RUNNER)}"))) void hx_d(void);`,
    call: "hx_d(); hx_undeclared;",
  })),
  compiler("diagnose-if", "errors that a function chooses", (r) => ({
    top: `static void hx_d(int x) __attribute__((diagnose_if(x, "\\n${r.pick(RUNNER)}", "error")));`,
    call: "hx_d(1);",
  })),
  compiler("line", "#line that names other files", (r) => ({
    top: `#line ${r.int(1, 1e6)} "${r.pick(["/etc/passwd", "../../x.c", "drivers/xen/grant-table.c", "", "\\n::error::x", "<built-in>", "hunkbox", "arch/x86/xen/mmu.c"])}"`,
    call: "*(volatile int *)0 = 1;",
  })),
  compiler("line-marker", "line markers of the preprocessor", (r) => ({
    top: `# ${r.pick([1, 0, 2147483647, 99])} "${r.pick(["/etc/passwd", "drivers/xen/gntdev.c", 'a\\"b'])}" ${r.pick([1, 2, 3, "1 3 4"])}\nint hx_u(void)\n{\n\treturn hx_undeclared;\n}`,
  })),
  compiler("line-many", "100 000 line markers", (r) => ({
    top: listed(r.int(20_000, 100_000), (i) => `#line ${i + 1} "f${i % 1000}.c"`),
  })),
  compiler("line-huge", "a line number of 2^31, and code behind", () => ({
    top: '#line 2147483600 "drivers/xen/gntdev.c"',
    call: 'printk("cup\\n"); WARN(1, "cup\\n");',
  })),
  compiler("diagnostics", "warnings made errors, and errors ignored", (r) => ({
    top: `#pragma clang diagnostic ${r.pick(['error "-Weverything"', 'fatal "-Wall"', 'ignored "-Wimplicit-function-declaration"', "push"])}`,
    call: "hx_undeclared_function(1);",
  })),
  compiler("poison", "names that may no longer be used", (r) => ({
    top: `#pragma GCC poison ${r.pick(["int", "return", "kfree", "__asan_load4", "struct"])}`,
  })),
  compiler("redefine", "keywords and macros of the kernel redefined", (r) => ({
    top: `#define ${r.pick(["int long", "return for (;;) return", "if(x) while (x)", "static", "struct union", "kfree(x) ((void)(x))", "__asm__ x", "const volatile"])}`,
  })),
  compiler("unterminated", "what does not end", (r) => ({
    top: r.pick([
      "/* no end",
      "#if 1",
      '#define HX "no end',
      'static const char hx_s[] = "no end',
      "#if 0",
      "??=define X",
      "\\",
    ]),
  })),
];
