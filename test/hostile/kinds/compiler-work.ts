// SPDX-License-Identifier: GPL-2.0-only
import { inCode } from "../in-code.ts";
import type { Recipe } from "../recipe.ts";

const compiler = inCode("compiler");

const listed = (count: number, each: (i: number) => string, between = "\n"): string =>
  Array.from({ length: count }, (_, i) => each(i)).join(between);

/** What keeps a compiler busy by its size or its meaning. */
export const WORK_OF_COMPILERS: readonly Recipe[] = [
  compiler(
    "slow-files",
    "straight code in all files, each of which compiles just in time",
    (r) => {
      const own = r.word();
      const body = listed(
        r.int(1200, 2000),
        (i) => `\t${own}_v[${i % 64}] += ${own}_v[${(i * 7) % 64}] ^ ${i};`,
      );
      return {
        top: `static volatile unsigned int ${own}_v[64];\nstatic __attribute__((__noinline__)) void ${own}(void)\n{\n${body}\n}`,
        call: `${own}();`,
      };
    },
    "all-files",
  ),
  compiler("switch", "a switch of many cases", (r) => ({
    top: "static volatile int hx_x;",
    call: `switch (hx_x) { ${listed(r.int(20_000, 100_000), (i) => `case ${i}: hx_x = ${(i * 7919) % 65_536}; break;`)} }`,
  })),
  compiler("switch-range", "a case of a range of 2^31", () => ({
    top: "static volatile int hx_x;",
    call: `switch (hx_x) { case 0 ... 0x7ffffffe: hx_x = 1; break; ${listed(1000, (i) => `case ${-1 - i * 1000} ... ${-1 - i * 1000 + 500 - (i === 0 ? 500 : 0)}: hx_x++; break;`)} }`,
  })),
  compiler("functions", "many functions", (r) => ({
    top: listed(r.int(10_000, 100_000), (i) => `int hx_${i}(int a)\n{\n\treturn a * ${i} + 1;\n}`),
  })),
  compiler("functions-static", "many functions that nobody calls", (r) => ({
    top: listed(r.int(10_000, 100_000), (i) => `static int hx_${i}(int a)\n{\n\treturn a * ${i} + 1;\n}`),
  })),
  compiler("functions-called", "a chain of many functions", (r) => ({
    top: `static volatile int hx_x;\nstatic int hx_0(int a)\n{\n\treturn a;\n}\n${listed(r.int(2000, 10_000), (i) => `__attribute__((__noinline__)) int hx_${i + 1}(int a)\n{\n\treturn hx_${i}(a + hx_x) + 1;\n}`)}`,
    call: "hx_x = hx_1999(1);",
  })),
  compiler("variables", "many variables", (r) => ({
    top: listed(r.int(20_000, 100_000), (i) => `int hx_v${i} = ${i};`),
  })),
  compiler("strings", "many strings", (r) => ({
    top: `static const char *hx_s[] = { ${listed(r.int(20_000, 60_000), (i) => `"text ${i}"`, ",\n")} };`,
    call: 'printk("%s\\n", hx_s[7]);',
  })),
  compiler("name", "a name of a megabyte", (r) => ({
    top: `int ${"n".repeat(r.int(100_000, 1_000_000))}(void)\n{\n\treturn 1;\n}`,
  })),
  compiler("name-error", "an error that tells a name of a megabyte", (r) => ({
    call: `${"n".repeat(r.int(100_000, 1_000_000))}();`,
  })),
  compiler("name-run", "a function with a name of 100 kB that warns", (r) => {
    const own = `hx_${"n".repeat(r.int(10_000, 100_000))}`;
    return {
      top: `static __attribute__((__noinline__)) void ${own}(void)\n{\n\tWARN(1, "cup\\n");\n\t*(volatile int *)0 = 1;\n}`,
      call: `${own}();`,
    };
  }),
  compiler("line-long", "a line of 10 MB", () => ({
    call: `volatile int x; ${"x = 1; ".repeat(1_500_000)}`,
  })),
  compiler("line-long-comment", "a comment of 10 MB in one line", () => ({
    call: `/* ${"cup ".repeat(2_500_000)}*/`,
  })),
  compiler("line-long-warn", "a finding at a line of 100 kB", (r) => ({
    call: `/* ${"cup ".repeat(r.int(10_000, 25_000))}*/ *(volatile int *)0 = 1;`,
  })),
  compiler("string", "a text of 10 MB", () => ({
    top: `static const char *volatile hx_s = "${"cup ".repeat(2_500_000)}";`,
  })),
  compiler("constant", "an array of 10^8 by a range", (r) => ({
    top: `static const char hx_a[] = { [0 ... ${r.pick([99_999_999, 2_000_000_000])}] = 1 };`,
    call: 'if (hx_a[3]) printk("x\\n");',
  })),
  compiler("constant-index", "an index of 2^60", (r) => ({
    top: `static int hx_a[] = { [${r.pick(["1ull << 60", "0x7fffffff", "99999999"])}] = 1 };`,
  })),
  compiler("static-asserts", "many static assertions", (r) => ({
    top: listed(
      r.int(20_000, 100_000),
      (i) => `_Static_assert(sizeof(char[${(i % 100) + 1}]) == ${(i % 100) + 1}, "x");`,
    ),
  })),
  compiler("constant-deep", "a constant of a deep expression", (r) => ({
    top: `enum { hx_0 = 1${listed(r.int(5000, 30_000), (i) => `, hx_${i + 1} = hx_${i} * 3 % 1000003`, "")} };`,
  })),
  compiler("warnings", "warnings by the 100 000", (r) => ({
    top: `#pragma clang diagnostic warning "-Weverything"\n${listed(r.int(20_000, 100_000), (i) => `static int hx_w${i}(void) { int x; }`)}`,
  })),
  compiler("errors", "errors by the 100 000", (r) => ({
    top: listed(r.int(20_000, 100_000), (i) => `int hx_e${i} = hx_undeclared_${i};`),
  })),
  compiler("errors-in-functions", "errors in many functions", (r) => ({
    top: listed(r.int(2000, 20_000), (i) => `int hx_e${i}(void)\n{\n\treturn hx_undeclared_${i};\n}`),
  })),
  compiler("error-macro", "an error 200 macros deep", () => ({
    top: `#define HX0 hx_undeclared\n${listed(200, (i) => `#define HX${i + 1} HX${i}`)}\nint hx_e = HX200;`,
  })),
  compiler("inline", "functions inlined into each other twice, 30 deep", () => ({
    top: `static volatile int hx_x;\nstatic inline __attribute__((always_inline)) void hx_0(void)\n{\n\thx_x++;\n}\n${listed(30, (i) => `static inline __attribute__((always_inline)) void hx_${i + 1}(void)\n{\n\thx_${i}();\n\thx_${i}();\n}`)}`,
    call: "hx_30();",
  })),
  compiler("inline-some", "functions inlined into each other, to a megabyte of code", () => ({
    top: `static volatile int hx_x;\nstatic inline __attribute__((always_inline)) void hx_0(void)\n{\n\thx_x++;\n}\n${listed(13, (i) => `static inline __attribute__((always_inline)) void hx_${i + 1}(void)\n{\n\thx_${i}();\n\thx_${i}();\n}`)}`,
    call: "hx_13();",
  })),
  compiler("optimiser", "loops in loops that are unrolled", () => ({
    top: "static volatile unsigned int hx_a[64];",
    call: `int i, j, k, l; _Pragma("unroll") for (i = 0; i < 64; i++) _Pragma("unroll") for (j = 0; j < 64; j++) _Pragma("unroll") for (k = 0; k < 64; k++) _Pragma("unroll") for (l = 0; l < 64; l++) hx_a[(i ^ j) & 63] += k * l;`,
  })),
  compiler("optimiser-branches", "a function of 20 000 branches on one variable", (r) => ({
    top: "static volatile unsigned int hx_x;",
    call: `unsigned int a = hx_x, b = 0; ${listed(r.int(5000, 20_000), (i) => `if (a & ${1 << (i % 31)}) b = b * 3 + a; else a ^= b + ${i};`)} hx_x = b;`,
  })),
  compiler("optimiser-gotos", "gotos all over", (r) => {
    const count = r.int(1000, 4000);
    return {
      top: "static volatile unsigned int hx_x;",
      call: `${listed(count, (i) => `l${i}: if (hx_x++ > ${i}) goto l${(i * 7919 + 13) % count};`)}`,
    };
  }),
  compiler("optimiser-computed", "computed gotos to 1000 labels from 1000 places", () => ({
    top: "static volatile unsigned int hx_x;",
    call: `static void *to[] = { ${listed(1000, (i) => `&&l${i}`, ", ")} }; ${listed(1000, (i) => `l${i}: hx_x++; goto *to[hx_x % 1000];`)}`,
  })),
  compiler("optimiser-struct", "structs of kilobytes copied by value", () => ({
    top: "struct hx_s { int a[4000]; };\nstatic volatile int hx_x;\nstatic struct hx_s hx_f(struct hx_s a, struct hx_s b)\n{\n\ta.a[hx_x] = b.a[1];\n\treturn a;\n}",
    call: `struct hx_s s = { { 1 } }; ${"s = hx_f(hx_f(s, s), hx_f(s, s)); ".repeat(50)}hx_x = s.a[2];`,
  })),
  compiler("initialiser", "designated initialisers over each other", (r) => ({
    top: `static int hx_a[100000] = { ${listed(r.int(5000, 40_000), (i) => `[${(i * 7919) % 100_000}] = ${i}`, ", ")} };`,
    call: "hx_a[5]++;",
  })),
  compiler("vector-large", "vectors of 8192 elements", () => ({
    top: "typedef int hx_v __attribute__((vector_size(32768)));\nstatic volatile hx_v hx_x;",
    call: "hx_v a = hx_x; a = a * a / (a | 1) + (a << 3); hx_x = a;",
  })),
  compiler("bitint-large", "a division of integers of 8192 bits", (r) => ({
    top: `typedef unsigned _ExtInt(${r.pick([2048, 8192, 65_536])}) hx_i;\nstatic volatile hx_i hx_x = 3;`,
    call: "hx_x = hx_x * hx_x * hx_x + (hx_x << 9);",
  })),
  compiler("overloads", "functions of one name for many types", (r) => ({
    top: listed(
      r.int(500, 2000),
      (i) =>
        `struct hx_t${i} { int a; };\n__attribute__((overloadable)) static int hx_o(struct hx_t${i} a)\n{\n\treturn a.a;\n}`,
    ),
    call: "hx_o((struct hx_t7){ 1 });",
  })),
  compiler("generic", "_Generic in each other", () => ({
    top: `#define HXG0(x) (x)\n${listed(12, (i) => `#define HXG${i + 1}(x) _Generic(HXG${i}(x), int: HXG${i}(x), default: HXG${i}(x))`)}`,
    call: "volatile int x = HXG12(1); x++;",
  })),
];
