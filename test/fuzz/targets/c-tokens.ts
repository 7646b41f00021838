// SPDX-License-Identifier: GPL-2.0-only

/** Words and signs of C, preprocessed or not. */
export const C_TOKENS: readonly string[] = [
  ...["struct s { int x; };\n", "enum e { A, B };\n", "union u", "typedef int t;\n", "static int v = 1;\n"],
  ...[
    "static inline int f(void) { return 1; }\n",
    "int main_f(int a, char *b)\n{\n",
    "}\n",
    "extern int g(void);\n",
  ],
  ...['__attribute__((section("x"))) ', 'asm volatile("nop" : : : "memory");', 'asm("" : "=r"(a) : "0"(b));'],
  ...["typeof(x) ", '_Static_assert(1, "");\n', 'register int r asm("rsp");\n', "(*fp)(int)", "({", "})"],
  ...[
    '# 1 "cup.c"\n',
    '# 9 "a.h" 1\n',
    "#pragma pack(1)\n",
    '#line 5 "x"\n',
    "#if A\n",
    "#else\n",
    "#endif\n",
  ],
  ...[
    "#define X(a) a\\\n",
    "/*",
    "*/",
    "//",
    '"',
    "'",
    "\\",
    "\\\n",
    "...",
    "->",
    "++",
    "<<=",
    "?:",
    "&v",
    "[",
    "]",
  ],
  ...["(", ")", "{", "}", ",", ";", "=", "*", "static ", "extern ", "inline ", "const ", "return "],
];
