// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitItems } from "../../../harness/slice/text/split-items.ts";

const shown = (text: string): string[] =>
  splitItems(text).items.map(({ kind, names }) => [kind, ...names].join(" "));

test("items are told by kind and by the names that they declare", () => {
  const items: [string, string][] = [
    ["typedef unsigned long cup_t __attribute__((mode(DI)));", "typedef cup_t"],
    ["typedef int (*pour_fn)(int, cup_t);", "typedef pour_fn"],
    ["typedef void (drain_fn)(void);", "typedef drain_fn"],
    ["typedef struct { int a; } saucer_t;", "typedef saucer_t"],
    ["struct cup;", "tag struct cup"],
    [
      "struct cup { struct lid { int on; } lid; enum { COLD, HOT = (1, 2) } heat; };",
      "tag struct lid COLD HOT struct cup",
    ],
    ["enum size { SMALL, LARGE = 3, };", "tag enum size SMALL LARGE"],
    ["extern int cups, *spare, shelf[4];", "declaration cups spare shelf"],
    ["static int a = 1, b[] = { 2, 3 }, (*c)(int x) = 0;", "declaration a b c"],
    ["int wash(struct cup *cup, int hard);", "declaration wash"],
    ["void (*handler(int n, void (*f)(int)))(int);", "declaration handler"],
    ['extern __typeof__(cups) more __attribute__((section("x;{")));', "declaration more"],
    ["struct cup *fetch(int n) { return (struct cup *)n; }", "function fetch"],
    ["static __attribute__((unused)) int two(void) { return ({ int x = 2; x; }); }", "function two"],
    ["struct cup set = { .lid = { 1 } };", "declaration set"],
    ['asm(".globl x; { }");', "asm"],
    ['_Static_assert(sizeof(int) == 4, "int");', "assert"],
    ["__extension__ typedef long long wide;", "typedef wide"],
    [";", "empty"],
    ["}", "unknown"],
  ];
  for (const [text, want] of items) {
    expect(shown(text).map((one) => one.split(" ").sort().join(" "))).toEqual([
      want.split(" ").sort().join(" "),
    ]);
  }
});

test("a quote hides brackets and semicolons, as a string and as a character", () => {
  expect(shown(`char a = ';', *b = "{;\\"", c = '\\'';\nint d;`)).toEqual([
    "declaration a b c",
    "declaration d",
  ]);
});

test("a pragma between items is one; inside an item it belongs to that", () => {
  expect(shown("#pragma pack(1)\nint a;\nint f(void) {\n#pragma inner\n}\n#pragma pack()\n")).toEqual([
    "pragma",
    "declaration a",
    "function f",
    "pragma",
  ]);
});

test("file and line follow the markers, within an item too", () => {
  const { items, mainFile } = splitItems(
    '# 1 "<built-in>" 1\n# 1 "bar/cup.c"\nint a;\n# 40 "inc/a \\"b\\".h" 1 3\n\nint b;\nint c\n# 7 "bar/cup.c" 2\n;\nint d;',
  );
  expect(mainFile).toBe("bar/cup.c");
  expect(items.map(({ file, line }) => `${file}:${line}`)).toEqual([
    "bar/cup.c:1",
    'inc/a "b".h:41',
    'inc/a "b".h:42',
    "bar/cup.c:8",
  ]);
});

describe("what an item uses", () => {
  const uses = (text: string): string[] => [...splitItems(text).items[0]!.uses].sort();

  test("tags count with their keyword, fields do not count", () => {
    expect(uses("int f(struct cup *c) { return c->lid + g.lid + SIZE; }")).toEqual([
      "SIZE",
      "c",
      "f",
      "g",
      "struct cup",
    ]);
  });

  test("names of members and parameters do not count in a declaration, their types and sizes do", () => {
    expect(uses("struct cup { lid_t lid; int m[MAX]; struct saucer *under; };")).toEqual([
      "MAX",
      "lid_t",
      "struct cup",
      "struct saucer",
    ]);
    expect(uses("int wash(soap_t, const hand_t, water_t *water, int count);")).toEqual([
      "hand_t",
      "soap_t",
      "wash",
      "water_t",
    ]);
  });
});

test("assembly counts if it has an instruction, whichever way it is spelt", () => {
  const hasAsm = (body: string): boolean => splitItems(`int f(int x) { ${body} }`).items[0]!.hasAsm;
  expect(hasAsm('asm volatile("" ::: "memory");')).toBe(false);
  expect(hasAsm('__asm__ ("" : "+r"(x));')).toBe(false);
  expect(hasAsm('asm("\\n\\t" "hlt");')).toBe(true);
  expect(hasAsm('__asm volatile("hlt");')).toBe(true);
  expect(hasAsm('asm goto ("jmp %l0" : : : : out); out:')).toBe(true);
  expect(hasAsm('asm inline("nop");')).toBe(true);
  expect(hasAsm("asm_is_a_name(1);")).toBe(false);
});

/** Text made of what C is made of, in any order. */
const cish = fc
  .array(
    fc.constantFrom(
      ..."( ) { } [ ] ; , = * : . -> # \n \" ' \\ /* */ // a struct enum typedef static asm __attribute__ __typeof__ x 1".split(
        " ",
      ),
      "\n",
      " ",
      '\n# 3 "f.h" 2\n',
      "\n#pragma pack(1)\n",
      'asm("")',
      "é",
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(" "));

test("splitting is total: items and the gaps between them are the text, and gaps hold no C", () => {
  fc.assert(
    fc.property(fc.oneof(cish, fc.string({ maxLength: 80 })), (text) => {
      const { items } = splitItems(text);
      let at = 0;
      let whole = "";
      for (const { start, end } of items) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        const gap = text.slice(at, start);
        expect(
          gap
            .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")
            .replace(/^\s*#.*$/gm, "")
            .trim(),
        ).toBe("");
        whole += gap + text.slice(start, end);
        at = end;
      }
      expect(whole + text.slice(at)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

test("depth and repetition cost no stack", () => {
  for (const part of [
    "(",
    "{",
    "[",
    "struct {",
    "enum { A,",
    "int f(",
    "a = {",
    "* ",
    "a[",
    '"',
    "__attribute__((",
    "# ",
    "#\n",
    "a,",
  ]) {
    const { items } = splitItems(`int x; ${part.repeat(50_000)}`);
    for (const item of items) expect(item.uses.size + Number(item.hasAsm)).toBeGreaterThanOrEqual(0);
  }
});

test("a marker with a name of ten megabytes is none", () => {
  const { items } = splitItems(`# 5 "cup.c"\nint a;\n# 1 "${"x".repeat(10_000_000)}"\nint b;\n`);
  expect(items.map(({ file, line }) => [file, line])).toEqual([
    ["cup.c", 5],
    ["cup.c", 7],
  ]);
});

test("comments keep the count of lines, and any number of them stand in one", () => {
  const many = "/**/".repeat(50_000);
  const { items } = splitItems(`# 1 "cup.c"\n${many}int a; /*\n\n*/ int b;\n${many}`);
  expect(items.map(({ line }) => line)).toEqual([1, 3]);
});
