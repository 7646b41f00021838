// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutLineDirectives } from "../../../harness/slice/text/without-line-directives.ts";

describe("a #line is taken out, and all else stays at its place:", () => {
  it.each([
    ["by its word", '#line 7 "other.c"'],
    ["by a number", '# 7 "other.c" 1'],
    ["behind blanks", "\t #\tline 7"],
    ["by a digraph", "%: line 7"],
    ["behind a comment", '/* a\nb */ # /**/ line 7 "x"'],
    ["over two lines", '#li\\\nne 7 \\\n"x"'],
    ["over two lines of another system", "#\\\r\nline 7"],
    ["with a comment that goes on", '#line 7 /* a\nb */ "x"'],
  ])("%s", (_, directive) => {
    const text = withoutLineDirectives(`int a;\n${directive}\nint b;\n`);
    expect(text).not.toMatch(/line|7|other/);
    expect(text.split("\n")).toHaveLength(`int a;\n${directive}\nint b;\n`.split("\n").length);
    expect(text.startsWith("int a;\n")).toBe(true);
    expect(text.endsWith("\nint b;\n")).toBe(true);
  });
});

describe("what is none stays:", () => {
  it.each([
    "#define line 7",
    "#if 1\n#endif",
    "a #line 7",
    '"\\\n#line 7"',
    "/*\n#line 7\n*/",
    "// \\\n#line 7",
    "#linear 7",
    "#\nline 7",
    "'\"'\nint x; // #line 7",
  ])("%j", (text) => {
    expect(withoutLineDirectives(text)).toBe(text);
  });
});

it("no text loses a line, a character or the rest of it", () => {
  const piece = fc.constantFrom(
    "#",
    "%:",
    "line",
    " 7",
    "\n",
    "\\\n",
    "\\\r\n",
    '"',
    "'",
    "/*",
    "*/",
    "//",
    "x",
    " ",
    "\\",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      const out = withoutLineDirectives(text);
      expect(out.length).toBe(text.length);
      expect(out.replaceAll(/[^\n]/g, "")).toBe(text.replaceAll(/[^\n]/g, ""));
      expect(withoutLineDirectives(out)).toBe(out);
    }),
    { numRuns: 3000 },
  );
});
