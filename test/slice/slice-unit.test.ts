// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type SliceOptions, sliceUnit } from "../../harness/slice/slice-unit.ts";
import { splitItems } from "../../harness/slice/text/split-items.ts";

const slice = (text: string, roots: string[], options: Partial<SliceOptions> = {}) =>
  sliceUnit(text, { roots, neverCut: () => false, ...options });

/** A unit of a header and a .c file. */
const unit = (header: string, source: string): string =>
  `# 1 "cup.c"\n# 1 "cup.h" 1\n${header}\n# 2 "cup.c" 2\n${source}\n`;

/** The C of a slice in one line: no markers, no table, single spaces. */
const plain = (text: string): string =>
  text
    .replace(/# 1 "<hunkbox>"[\s\S]*/, "")
    .replace(/^# .*$/gm, "")
    .replace(/\s+/g, " ")
    .trim();

const names = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name);

test("what the roots reach stays, at its line, and the rest goes", () => {
  const source =
    "int unused(void);\nint two(void)\n{\n\treturn 2;\n}\nint three;\nint four(void) { return two() + two(); }";
  const { text, kept, before, after } = slice(unit("struct a { int x; };", source), ["four"]);
  expect(text).toBe(
    '# 3 "cup.c"\nint two(void)\n{\n\treturn 2;\n}\n# 8 "cup.c"\nint four(void) { return two() + two(); }\n',
  );
  expect(names(kept)).toEqual(["two", "four"]);
  expect([before.functions, after.functions, after.lines]).toEqual([2, 2, 5]);
});

test("types, tags and enumerators are reached by name", () => {
  const { text } = slice(
    "typedef int lid_t; struct cup { lid_t lid; }; struct pot { int x; }; enum { COLD, HOT };\nint f(struct cup *c) { return c->lid == HOT; }",
    ["f"],
  );
  expect(plain(text)).toBe(
    "typedef int lid_t; struct cup { lid_t lid; }; enum { COLD, HOT }; int f(struct cup *c) { return c->lid == HOT; }",
  );
});

test("a marker inside a function loses the flags that clang would refuse, and nothing else is a directive", () => {
  const { text } = slice('# 1 "a.c"\nint f(void)\n{\n# 1 "b.h" 1 3\n\t;\n# 4 "a.c" 2\n #include "x"\n}', [
    "f",
  ]);
  expect(text.split("\n").map((line) => line.trimEnd())).toEqual([
    '# 1 "a.c"',
    "int f(void)",
    "{",
    '# 1 "b.h"',
    "\t;",
    '# 4 "a.c"',
    "",
    "}",
    "",
  ]);
});

describe("functions with assembly", () => {
  const header =
    'static inline __attribute__((__gnu_inline__)) __attribute__((__always_inline__, pure)) int spin(struct cup *c) { asm("hlt"); return helper(c); }';
  const source = "int helper(struct cup *c);\nint f(void) { return spin(0); }";

  test("one of a header is cut to a prototype that a linker can answer", () => {
    const { text, cut, asmLeft } = slice(unit(header, source), ["f"]);
    expect(plain(text)).toBe(
      "__attribute__(( )) __attribute__(( , pure)) int spin(struct cup *c); int f(void) { return spin(0); }",
    );
    expect(cut).toEqual([{ name: "spin", file: "cup.h", line: 1, why: "header-asm" }]);
    expect(asmLeft).toEqual([]);
  });

  test("a declaration of what is cut is no longer static either", () => {
    const { text } = slice(unit(`static inline int spin(struct cup *);\n${header}`, source), ["f"]);
    expect(plain(text)).toMatch(/^int spin\(struct cup \*\);/);
  });

  test("what the patch touches is never cut", () => {
    const { text, cut, asmLeft } = slice(unit(header, source), ["f"], {
      neverCut: (file) => file === "cup.h",
    });
    expect(cut).toEqual([]);
    expect(names(asmLeft)).toEqual(["spin"]);
    expect(plain(text)).toContain('asm("hlt")');
  });

  test("one of the .c file is cut unless it is a root", () => {
    const own = 'static int g(void) { asm("hlt"); return 1; }\nint f(void) { return g(); }';
    expect(slice(own, ["f"]).cut.map(({ name, why }) => [name, why])).toEqual([["g", "asm"]]);
    expect(names(slice(own, ["f", "g"]).asmLeft)).toEqual(["g"]);
  });
});

describe("barriers", () => {
  const body = (statement: string): string =>
    plain(slice(`void f(int a, int b) { ${statement}; }`, ["f"]).text);

  test("an empty template is blanked", () => {
    expect(body('asm volatile("" : : : "memory")')).toBe("void f(int a, int b) { ; }");
    expect(body('__asm__ __volatile__("": :"r"(&a) :"memory")')).toBe("void f(int a, int b) { ; }");
  });

  test("one that says that an output is an input becomes an assignment", () => {
    expect(body('__asm__ ("" : "=r"(a) : "0"(b + 1))')).toBe("void f(int a, int b) { (a) = (b + 1) ; }");
  });
});

test("a global register variable becomes extern data", () => {
  const { text, undefinedData } = slice(
    'register unsigned long stack asm("rsp");\nunsigned long f(void) { return stack; }',
    ["f"],
  );
  expect(plain(text)).toBe("extern unsigned long stack ; unsigned long f(void) { return stack; }");
  expect(names(undefinedData)).toEqual(["stack"]);
});

test("assembly of the file's own level goes, and attributes of another object format", () => {
  const { text } = slice(
    'asm(".globl f");\n__attribute__((__section__(".init.text"), cold)) int f(void) { return 1; }\nint g __attribute__((section("a"))) = 1;',
    ["f", "g"],
  );
  expect(plain(text)).toBe(
    "__attribute__(( , cold)) int f(void) { return 1; } int g __attribute__(( )) = 1;",
  );
});

describe("the table of addresses", () => {
  test("names static roots and static variables that change", () => {
    const { text, addressed } = slice(
      '# 1 "lib/cup.c"\n' +
        "static int on, table[2];\nstatic const int fixed = 1;\nstatic const char *name;\nstatic int f(void) { return on + fixed + g() + table[0] + *name; }\nstatic int g(void) { return 1; }",
      ["f"],
    );
    expect(addressed).toEqual(["on", "table", "name", "f"]);
    expect(text).toContain(
      '\n# 1 "<hunkbox>"\n__attribute__((used)) const void *const __hunkbox_keep_lib_cup_c[] = {',
    );
    expect(text).toContain("(const void *)&on,\n");
  });
});

describe("writers of a static variable", () => {
  const source = (write: string): string =>
    `static struct cup { int n; } v; static int w[2]; int get(void) { return v.n + w[0]; }\nvoid set(void) { ${write}; }\nvoid other(struct cup *p) { p->n = 1; p.v = 2; if (p->n & v.n || v.n == 1) v->n = 1; }`;
  const kept = (write: string, options: Partial<SliceOptions> = {}): string[] =>
    names(slice(source(write), ["get"], options).kept);

  test.each(["v.n = 1", "w[1] += 2", "v = x", "w[0]++", "--w[0]", "init(&v)", "init((void *)&v)"])(
    "%s",
    (write) => {
      expect(kept(write)).toEqual(["get", "set"]);
    },
  );

  test("who reads, or writes what another name points to, is none", () => {
    expect(kept("int x = v.n; w[0] == 1")).toEqual(["get"]);
  });

  test("they can be left out", () => {
    expect(kept("v.n = 1", { rootWriters: false })).toEqual(["get"]);
  });

  test("who takes a lock is none", () => {
    const text = "static spinlock_t l; void f(void) { take(&l); }\nvoid g(void) { take(&l); }";
    expect(names(slice(text, ["f"]).kept)).toEqual(["f"]);
  });
});

test("what is used and only declared is listed with its declaration and its callers", () => {
  const source =
    "extern int level;\nint pour(int n);\nint shadow(void);\nint f(int n)\n{\n\tint shadow = n;\n\treturn pour(n) +\n\t\tlevel + shadow;\n}";
  const { undefinedData, undefinedFunctions } = slice(`# 1 "a.c"\n${source}`, ["f"]);
  expect(undefinedFunctions).toEqual([
    {
      name: "pour",
      kind: "function",
      text: "int pour ( int n ) ;",
      file: "a.c",
      line: 2,
      callers: [{ function: "f", file: "a.c", line: 7 }],
    },
  ]);
  expect(undefinedData.map(({ name, text }) => [name, text])).toEqual([["level", "extern int level ;"]]);
});

test("what shares its name with a tag, and not with a variable of the function, is listed", () => {
  const source =
    "struct cup { int n; }; extern struct cup *cup; int f(void) { return cup->n + sizeof(struct cup); }";
  expect(names(slice(source, ["f"]).undefinedData)).toEqual(["cup"]);
});

test("roots that the unit does not declare are told", () => {
  expect(slice("int a;", ["a", "b"]).missingRoots).toEqual(["b"]);
});

test("a marker between items that both stay is made anew, without flags", () => {
  const { text } = slice('# 1 "a.c"\nint a;\n# 1 "b.h" 1 3\nint b;\n# 3 "a.c" 2\nint c;', ["a", "b", "c"]);
  expect(text.split("\n")).toEqual(['# 1 "a.c"', "int a;", '# 1 "b.h"', "int b;", '# 3 "a.c"', "int c;", ""]);
});

/** Functions and data that use each other, spread over lines and files by markers. */
const program = fc
  .array(
    fc.record({
      shape: fc.constantFrom(
        "int v# = @;",
        "int f#(void)\n{\n\treturn @;\n}",
        "struct s# {\n int m;\n};",
        "typedef int t#;",
      ),
      uses: fc.integer({ min: 0, max: 20 }),
      gap: fc.constantFrom("\n", " ", "\n\n\n", '\n# 30 "h.h" 1\n', '\n# 90 "c.c" 2\n', "\n#pragma once\n"),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((parts) =>
    parts
      .map(({ shape, uses, gap }, n) => shape.replaceAll("#", `${n}`).replace("@", `f${uses}`) + gap)
      .join(""),
  )
  .map((text) => `# 1 "c.c"\n${text}`);

test("every kept item is byte by byte what it was, at the place where it was", () => {
  fc.assert(
    fc.property(program, fc.array(fc.integer({ min: 0, max: 19 }), { maxLength: 4 }), (text, roots) => {
      const all = splitItems(text);
      const sliced = slice(
        text,
        roots.flatMap((n) => [`f${n}`, `v${n}`, `struct s${n}`]),
      );
      const show = (split: typeof all): string[] =>
        split.items.map(({ file, line, start, end }) => `${file}:${line}: ${split.text.slice(start, end)}`);
      const before = new Set(show(all));
      for (const item of show(splitItems(sliced.text))) expect(before).toContain(item);
      const left = new Set(splitItems(sliced.text).items.flatMap((item) => item.names));
      for (const n of roots)
        for (const name of [`f${n}`, `v${n}`]) expect(left.has(name)).toBe(all.byName.has(name));
    }),
  );
});

test("any text gives a slice", () => {
  const part = fc.constantFrom(
    ..."( ) { } [ ] ; , = & . -> ++ f g struct static inline asm __attribute__ section register int".split(
      " ",
    ),
    'asm("" : "=r"(f) : "0"(g));',
    'asm("x");',
    '\n# 3 "h.h" 2\n',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
      expect(slice(parts.join(" "), ["f", "g", "struct f"]).text.endsWith("\n")).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test("a function that another one declares for itself is asked for, and what it declares beside is not", () => {
  const source =
    "int stir(void)\n{\n\textern int pour(int n);\n\textern int sugar;\n\n\treturn pour(sugar);\n}";
  const { undefinedFunctions } = slice(unit("", source), ["stir"]);
  expect(undefinedFunctions).toMatchObject([{ name: "pour", callers: [{ function: "stir", line: 4 }] }]);
});

test("barriers and directives of any length stay what they are", () => {
  const long = "\n".repeat(4_000_000).replaceAll("\n", "\\n");
  const source = `int f(void)\n{\n\tasm("${long}");\n# 1 "${"x".repeat(10_000_000)}"\n\treturn 1;\n}`;
  const { text, asmLeft } = slice(unit("", source), ["f"]);
  expect(asmLeft).toEqual([]);
  expect(plain(text)).toBe("int f(void) { ; return 1; }");
});
