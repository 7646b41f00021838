// SPDX-License-Identifier: GPL-2.0-only
import { inCode } from "../in-code.ts";
import type { Random } from "../random.ts";
import type { Recipe } from "../recipe.ts";

const memory = inCode("memory");

/** Stores to all of a range, in steps. */
const stores = (from: string, to: string, step: number | string, value = "0xa5"): string =>
  `unsigned long a; for (a = ${from}; a < ${to}; a += ${step}) *(volatile unsigned char *)a = ${value};`;

/** A state that later runs would see if it outlived a run. */
const counter = (r: Random): { top: string; call: string } => {
  const own = r.word();
  return {
    top: `static volatile int ${own};`,
    call: `if (${own}++ == ${r.int(1, 40)}) WARN(1, "%d\\n", ${own});`,
  };
};

/** Stores to where the kernel has no business, and states that outlive a run. */
export const MEMORY: readonly Recipe[] = [
  memory("wild", "stores over the first megabytes, byte by byte", (r) => ({
    call: stores("0", `${r.int(1, 4)}ul << 20`, r.int(1, 64)),
  })),
  memory("wild-words", "words at arbitrary places", (r) => ({
    call: `unsigned int i, s = ${r.int(1, 1e6)}; for (i = 0; i < 20000; i++) { s = s * 1664525 + 1013904223; *(volatile unsigned int *)(unsigned long)((s >> 4 & 0xffffff) & ~3u) = s; }`,
  })),
  memory(
    "wild-everywhere",
    "a word at an arbitrary place in every call",
    (r) => {
      const own = r.word();
      return {
        top: `static volatile unsigned int ${own} = ${r.int(1, 1e6)};`,
        call: `${own} = ${own} * 1664525 + 1013904223; *(volatile unsigned int *)(unsigned long)((${own} >> 6 & 0x3fffff) & ~3u) = ${own};`,
      };
    },
    "everywhere",
  ),
  memory("null", "stores at 0", (r) => ({
    call: stores("0", String(r.int(16, 4096)), 1, String(r.int(0, 255))),
  })),
  memory("high", "stores at the end of memory", (r) => ({
    call: `*(volatile int *)${r.pick(["0xfffffffcul", "0x7ffffffcul", "-4l", "0x1000000ul", "0x3fffffcul"])} = 1;`,
  })),
  memory("stack", "stores over the stack", () => ({
    call: "volatile char b[16]; int i; for (i = -4096; i < 65536; i++) b[i] = (char)i;",
  })),
  memory("stack-down", "stores below the stack", () => ({
    call: "volatile char b[16]; int i; for (i = 0; i > -200000; i--) b[i] = 0;",
  })),
  memory("globals", "stores over all data beside a variable", (r) => ({
    top: "static volatile char hx_g[16];",
    call: `int i; for (i = ${r.int(-100_000, 0)}; i < 200000; i++) hx_g[i] = (char)i;`,
  })),
  memory("heap", "stores beside a block of the heap", () => ({
    call: "volatile char *p = kmalloc(16, GFP_KERNEL); int i; for (i = -4096; p && i < 100000; i++) p[i] = (char)i;",
  })),
  memory("freed", "stores into freed blocks", (r) => ({
    call: `int i; for (i = 0; i < ${r.int(10, 1000)}; i++) { volatile char *p = kmalloc(64, GFP_KERNEL); kfree((void *)p); p[i % 64] = 1; }`,
  })),
  memory("memset", "a memset of all memory", (r) => ({
    top: "static volatile unsigned long hx_n;",
    call: `hx_n = ${r.pick(["0xfffffffful", "0x7ffffffful", "16ul << 20", "-1l"])}; memset((void *)${r.pick(["0", "64", "0x10000"])}ul, ${r.int(0, 255)}, hx_n);`,
  })),
  memory("memcpy", "a memcpy of all memory", (r) => ({
    top: "static volatile unsigned long hx_n;",
    call: `hx_n = ${r.pick(["0xfffffffful", "8ul << 20", "-1l"])}; memcpy((void *)0x1000ul, (void *)0x2000ul, hx_n);`,
  })),
  memory("grow", "more memory, for ever", (r) => ({
    call: `int i; for (i = 0; i < ${r.int(1, 100_000)}; i++) __builtin_wasm_memory_grow(0, ${r.pick([1, 1000, 65535])});`,
  })),
  memory("grow-use", "more memory, and all of it used", () => ({
    call: "unsigned long n = __builtin_wasm_memory_grow(0, 8000); if (n != -1ul) memset((void *)(n << 16), 1, 8000ul << 16);",
  })),
  memory("size", "results that depend on how much memory there is", () => ({
    call: 'printk("%lu\\n", (unsigned long)__builtin_wasm_memory_size(0));',
  })),
  memory("statics", "a variable that counts all runs", counter),
  memory("statics-everywhere", "variables that count all calls", counter, "everywhere"),
  memory(
    "hidden",
    "a state hidden in memory that no variable has",
    (r) => ({
      call: `volatile int *p = (int *)${r.pick(["0x100ul", "0x7fff00ul", "0xf00000ul", "0x3000000ul", "0x20000ul"])}; printk("%d\\n", ++*p);`,
    }),
    "everywhere",
  ),
  memory(
    "hidden-stack",
    "what an earlier call left on the stack",
    () => ({ call: 'volatile int b[400]; printk("%d %d\\n", b[7], b[399]); b[7]++; b[399] = 3;' }),
    "everywhere",
  ),
  memory(
    "hidden-heap",
    "what an earlier owner left in a block",
    (r) => ({
      call: `int *p = kmalloc(${r.int(64, 4000)}, GFP_KERNEL); if (p) { printk("%d %d\\n", p[0], p[9]); p[0] = 7; p[9]++; kfree(p); }`,
    }),
    "everywhere",
  ),
  memory("hidden-page", "what an earlier owner left in a page", () => ({
    call: 'struct page *page; if (!alloc_xenballooned_pages(1, &page)) { int *p = kmap(page); printk("%d\\n", p[0]); p[0]++; kunmap(page); free_xenballooned_pages(1, &page); }',
  })),
  memory(
    "pointers",
    "addresses told in results and on the console",
    () => ({
      call: 'int x; void *p = kmalloc(8, GFP_KERNEL); printk("%p %p %p %lx\\n", &x, p, (void *)kfree, (unsigned long)current);',
    }),
    "everywhere",
  ),
  memory(
    "results",
    "an uninitialised value as a result",
    () => ({ call: "volatile int never[4]; if (never[2] != 12345) return never[1];" }),
    ["open", "mmap", "ioctl"],
  ),
  memory(
    "tables",
    "the driver's own tables of functions",
    (r) => ({ call: `memset((void *)&gntdev_vmops, ${r.int(0, 255)}, sizeof(gntdev_vmops));` }),
    ["mmap"],
  ),
  memory(
    "tables-wrong",
    "tables of functions with functions of another type",
    () => ({ call: "gntdev_vmops.close = (void *)kfree; gntdev_vmops.open = (void *)find_grant_ptes;" }),
    ["mmap"],
  ),
  memory(
    "current",
    "the process itself",
    (r) => ({ call: `memset(current, ${r.int(0, 255)}, sizeof(*current));` }),
    ["mmap", "ioctl", "release"],
  ),
  memory(
    "mm",
    "the memory areas of the process",
    (r) => ({ call: `memset(current->mm, ${r.int(0, 255)}, ${r.int(4, 64)});` }),
    ["mmap", "ioctl", "release"],
  ),
  memory(
    "vma",
    "a memory area of another size",
    (r) => ({
      call: `vma->vm_end = vma->vm_start + (${r.pick(["-1ul", "1ul << 40", "0x7fffffff000ul"])} & PAGE_MASK);`,
    }),
    ["mmap"],
  ),
  memory(
    "vma-loop",
    "a memory area that leads to itself",
    () => ({
      call: "vma->vm_end = 0; vma->vm_start = -4096ul; vma->vm_private_data = vma; vma->vm_mm = (void *)vma;",
    }),
    ["mmap"],
  ),
  memory("file", "the file itself", (r) => ({ call: `memset(flip, ${r.int(0, 255)}, sizeof(*flip));` }), [
    "open",
    "mmap",
  ]),
  memory("counts", "counts of 2^31", () => ({ call: "add->count = 0x7fffffff; add->index = 0x7fffffff;" }), [
    "ioctl",
  ]),
  memory("pages-array", "the array of struct page", (r) => ({
    call: `memset(pfn_to_page(${r.int(0, 64)}), ${r.int(0, 255)}, ${r.pick([64, 4096, 65536])});`,
  })),
  memory("page-tables", "stores into the page tables", (r) => ({
    call: `unsigned int i; for (i = 0; i < 4096; i++) *(volatile u64 *)((char *)current + i * 8 + ${r.int(0, 100)} * 4096ul) = ${r.int(0, 1e6)}ull << 12 | 0x67;`,
  })),
  memory("shared", "what Xen writes, moved", (r) => ({
    call: `HYPERVISOR_grant_table_op(${r.int(0, 12)}, (void *)${r.pick(["0", "-1l", "0x7ffffffful", "0xffffff0ul", "3"])}, ${r.int(1, 100)});`,
  })),
];
