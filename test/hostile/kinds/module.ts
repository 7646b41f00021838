// SPDX-License-Identifier: GPL-2.0-only
import { inCode } from "../in-code.ts";
import type { Recipe } from "../recipe.ts";

const modules = inCode("module");

/** A list of so many things. */
const listed = (count: number, each: (i: number) => string, between = ", "): string =>
  Array.from({ length: count }, (_, i) => each(i)).join(between);

/** What WebAssembly, its linker or the engine may not take. */
export const MODULE: readonly Recipe[] = [
  modules("call-data", "calls a variable", (r) => ({
    top: `static int ${r.word()}_x;\nstatic volatile long hx_no = ${r.pick(["0", "1", "-1", "0x7fffffff", "64", "123456"])};`,
    call: "((void (*)(void))hx_no)();",
  })),
  modules("call-wrong", "calls functions by another type", (r) => {
    const own = r.word();
    const count = r.int(1, 30);
    const as = `(long (*)(${listed(count, () => "long")}))`;
    return {
      top: `static void *volatile ${own};`,
      call: `${own} = (void *)${r.pick(["kfree", "printk", "misc_register"])}; (${as}${own})(${listed(count, String)});`,
    };
  }),
  modules("call-cast", "calls kernel functions by a type that is known when it compiles", (r) => ({
    call: `((${r.pick(["double", "long long", "void", "struct { long a[9]; }"])} (*)(double, float, char))(void *)kfree)(1.0, 2.0f, 3);`,
  })),
  modules("cast-const", "calls a constant cast to a function", (r) => ({
    call: `((long (*)(int, double))${r.pick(["0ul", "1ul", "8ul", "0xfffffffful"])})(1, 2.0);`,
  })),
  modules("return-address", "__builtin_return_address of many levels", (r) => ({
    top: "static void *volatile hx_a;",
    call: listed(11, (i) => `hx_a = __builtin_return_address(${i + r.int(0, 1)});`, " "),
  })),
  modules("frame-address", "__builtin_frame_address of many levels", () => ({
    top: "static void *volatile hx_a;",
    call: listed(5, (i) => `hx_a = __builtin_frame_address(${i});`, " "),
  })),
  modules("parameters", "a function of 1001 parameters", (r) => {
    const own = r.word();
    return {
      top: `__attribute__((__noinline__)) int ${own}(${listed(1001, (i) => `int a${i}`)})\n{\n\treturn a0 + a1000;\n}`,
      call: `${own}(${listed(1001, String)});`,
    };
  }),
  modules("import-parameters", "an import of 1001 parameters", (r) => {
    const own = r.word();
    return {
      top: `extern int ${own}(${listed(1001, (i) => `int a${i}`)});`,
      call: `${own}(${listed(1001, String)});`,
    };
  }),
  modules("import-64", "an import with 64-bit, float and struct values", (r) => {
    const own = r.word();
    return {
      top: `extern ${r.pick(["u64", "double", "__int128", "struct list_head"])} ${own}(u64 a, double b, struct list_head c, ...);`,
      call: `struct list_head l = { 0, 0 }; ${own}(1, 2.0, l, 3, 4.0L);`,
    };
  }),
  modules("imports", "5000 imports that nobody models", (r) => {
    const own = r.word();
    return {
      top: listed(5000, (i) => `extern void ${own}_${i}(int);`, "\n"),
      call: listed(5000, (i) => `${own}_${i}(1);`, " "),
    };
  }),
  modules(
    "prototypes",
    "one name with two prototypes in two files",
    (r) => ({
      top: "extern double get_phys_to_machine_(float);",
      call: `((double (*)(float))&${r.pick(["kfree", "gntdev_put_map"])})(1.0f);`,
    }),
    ["mmap", "ioctl"],
  ),
  modules("varargs", "varargs of all types", (r) => {
    const own = r.word();
    return {
      top: `static __attribute__((__noinline__)) long ${own}(int n, ...)\n{\n\t__builtin_va_list l;\n\tlong s = 0;\n\t__builtin_va_start(l, n);\n\twhile (n--)\n\t\ts += (long)__builtin_va_arg(l, double);\n\t__builtin_va_end(l);\n\treturn s;\n}`,
      call: `${own}(${r.int(1000, 100_000)}, 1.0);`,
    };
  }),
  modules("array-2g", "an array of 2^31 bytes", (r) => ({
    top: `static volatile char hx_big[${r.pick(["0x7fffffff", "0x80000000u", "0xffffffffu", "0xffffffffffffu", "0x7fffffffffffffff"])}];`,
    call: "hx_big[5] = 1;",
  })),
  modules("bss-1g", "a gigabyte of zeros", (r) => ({
    top: `static volatile char hx_big[${r.int(900, 1023)}u << 20];`,
    call: "hx_big[5] = 1;",
  })),
  modules("bss-64m", "tens of megabytes of zeros", (r) => ({
    top: `static volatile char hx_big[${r.int(20, 200)}u << 20];`,
    call: "hx_big[5] = 1;",
  })),
  modules("data", "megabytes of data", (r) => ({
    top: `static volatile int hx_big[${r.int(1, 30)}u << 18] = { [1 ... 200000] = 7 };`,
    call: "hx_big[5] = 1;",
  })),
  modules("rodata", "a text of a megabyte", () => ({
    top: `static const char *volatile hx_big = "${"abcdefgh".repeat(1 << 17)}";`,
    call: "hx_big++;",
  })),
  modules("frame", "a huge frame on the stack", (r) => ({
    call: `volatile char b[${r.pick(["65536", "1 << 20", "1 << 24", "1 << 30"])}]; b[1] = 1; b[sizeof(b) - 1] = b[1];`,
  })),
  modules("alloca", "alloca in a loop", (r) => ({
    top: "static void *volatile hx_a;",
    call: `int i; for (i = 0; i < ${r.int(1000, 1_000_000)}; i++) hx_a = __builtin_alloca(${r.int(16, 100_000)});`,
  })),
  modules("vla", "an array as long as memory", (r) => ({
    top: `static volatile long hx_n = ${r.pick(["-1", "0", "0x7fffffff", "0x10000000"])};`,
    call: "volatile char b[hx_n]; b[0] = 1; b[hx_n - 1] = 2;",
  })),
  modules("vectors", "vector types", (r) => ({
    top: `typedef int hx_v __attribute__((vector_size(${r.pick([16, 64, 1024, 65536])})));\nstatic volatile hx_v hx_one;`,
    call: "hx_v two = hx_one; hx_one = two * two + 1;",
  })),
  modules("int128", "integers of 128 bits", () => ({
    top: "static volatile unsigned __int128 hx_i = 3;",
    call: "hx_i = hx_i * hx_i / (hx_i + 1) << 3;",
  })),
  modules("bitint", "integers of many bits", (r) => ({
    top: `static volatile unsigned _${r.pick(["BitInt", "ExtInt"])}(${r.pick([128, 129, 4096, 8388607])}) hx_i = 3;`,
    call: "hx_i = hx_i * hx_i / (hx_i + 1);",
  })),
  modules("long-double", "long double", () => ({
    top: "static volatile long double hx_d = 3;",
    call: "hx_d = hx_d / 7 + __builtin_sqrtl(hx_d);",
  })),
  modules("complex", "_Complex", () => ({
    top: "static volatile _Complex double hx_c = 3;",
    call: "hx_c = hx_c / (hx_c + 1.0i) * hx_c;",
  })),
  modules("floats", "floating point, NaN and division by zero", () => ({
    top: "static volatile double hx_d;\nstatic volatile int hx_z;",
    call: "hx_d = 0.0 / hx_d; hx_z = (int)hx_d; hx_z = 1 / (hx_z & 0);",
  })),
  modules("target", "features of WebAssembly that were not asked for", (r) => {
    const own = r.word();
    const feature = r.pick([
      "bulk-memory",
      "simd128",
      "atomics",
      "tail-call",
      "exception-handling",
      "multivalue",
      "reference-types",
      "nontrapping-fptoint",
      "sign-ext",
      "no-sign-ext",
    ]);
    return {
      top: `static volatile long ${own}_n = 1000;\nstatic char ${own}_b[5000];\n__attribute__((__noinline__, target("${feature}"))) static void ${own}(void)\n{\n\tint i;\n\tfor (i = 0; i < 300000; i++)\n\t\t__builtin_memset(${own}_b, i, ${own}_n);\n}`,
      call: `${own}();`,
    };
  }),
  modules("setjmp", "setjmp and longjmp", () => ({
    top: "static void *hx_b[64];",
    call: "if (!__builtin_setjmp(hx_b)) __builtin_longjmp(hx_b, 1);",
  })),
  modules("setjmp-call", "setjmp by its name", () => ({
    top: "typedef long hx_b[64];\nextern int setjmp(hx_b) __attribute__((returns_twice));\nextern void longjmp(hx_b, int) __attribute__((noreturn));\nstatic hx_b hx_j;",
    call: "if (!setjmp(hx_j)) longjmp(hx_j, 1);",
  })),
  modules("atomics", "atomics of all sizes", (r) => ({
    top: `static _Atomic ${r.pick(["char", "long long", "__int128", "struct { char a[64]; }"])} hx_a;`,
    call: "__auto_type b = hx_a; hx_a = b; __atomic_thread_fence(5);",
  })),
  modules("atomic-wait", "waits for memory", () => ({
    top: "static int hx_a;",
    call: "__builtin_wasm_memory_atomic_wait32(&hx_a, 0, -1); __builtin_wasm_memory_atomic_notify(&hx_a, 1);",
  })),
  modules("tls", "a variable of each thread", (r) => ({
    top: `static ${r.pick(["__thread", "_Thread_local"])} volatile int hx_t = ${r.int(0, 9)};`,
    call: "hx_t++;",
  })),
  modules("trap", "__builtin_trap", (r) => ({
    call: `${r.pick(["__builtin_trap();", "__builtin_debugtrap();", "__builtin_unreachable();"])}`,
  })),
  modules("unreachable", "falls off the end of a function", (r) => {
    const own = r.word();
    return {
      top: `static __attribute__((__noinline__)) int ${own}(volatile int *x)\n{\n\tif (*x)\n\t\t__builtin_unreachable();\n}`,
      call: `volatile int x = 1; ${own}(&x);`,
    };
  }),
  modules("table-ops", "the table of functions", (r) => ({
    call: `${r.pick(["__builtin_wasm_table_size(0);", "__builtin_wasm_throw(0, (void *)1);", "__builtin_wasm_rethrow(0);", "__builtin_wasm_tls_base();", "__builtin_wasm_ref_null_extern();"])}`,
  })),
  modules("exceptions", "exceptions and unwinding", (r) => ({
    top: r
      .pick([
        "extern void __cxa_throw(void *, void *, void *);",
        "extern void _Unwind_RaiseException(void *, void *, void *);",
      ])
      .concat("\nstatic void hx_c(int *p)\n{\n\t*p = 1;\n}"),
    call: "int x __attribute__((cleanup(hx_c))) = 0; x++;",
  })),
  modules("blocks", "nested functions and blocks", (r) => ({
    call: `${r.pick(["int (^b)(void) = ^{ return 1; }; b();", "auto int n(void); int n(void) { return 1; } n();", "__block int x = 1;"])}`,
  })),
  modules("brackets-deep", "10 000 blocks in each other", (r) => ({
    call: `volatile int x = 1; ${"if (x) { ".repeat(r.int(150, 250))}x++; ${"}".repeat(0)}`,
  })),
  modules("deep-loops", "200 loops in each other", () => ({
    call: `volatile int x = 0; ${"while (x < 3) { x++; ".repeat(200)}${"}".repeat(200)}`,
  })),
  modules("locals", "a function of 60 000 variables", (r) => ({
    call: `volatile int x = 1; ${listed(r.int(20_000, 60_000), (i) => `int v${i} = x;`, " ")} x = v1;`,
  })),
  modules("huge-function", "a function of megabytes of code", (r) => ({
    top: "static volatile unsigned int hx_s[64];",
    call: listed(r.int(50_000, 100_000), (i) => `hx_s[${i % 64}] *= ${i};`, "\n"),
  })),
];
