// SPDX-License-Identifier: GPL-2.0-only

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words of C that are no names, by what they mean to a reader of declarations. */
export const keywords = {
  tag: words("struct union enum"),
  asm: words("asm __asm __asm__"),
  attribute: words("__attribute__ __attribute"),
  /** An operand in brackets follows, which is no part of a declarator. */
  bracketed: words(`__attribute__ __attribute asm __asm __asm__ typeof __typeof __typeof__ _Alignas __declspec
    typeof_unqual __typeof_unqual__`),
  inline: words("inline __inline __inline__"),
  qualifier:
    words(`const __const __const__ volatile __volatile __volatile__ restrict __restrict __restrict__ _Atomic
    register static extern inline __inline __inline__ _Noreturn __extension__`),
  /** Ends a line of thought in a body: what follows is a value, not the name of a new variable. */
  statement: words(
    "return goto else case sizeof do if while for switch break continue default _Alignof __alignof__",
  ),
  all: words(`auto break case char const continue default do double else enum extern float for goto if inline int long
    register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while
    _Alignas _Alignof _Atomic _Bool _Complex _Generic _Imaginary _Noreturn _Static_assert _Thread_local __thread
    asm __asm __asm__ __attribute __attribute__ typeof __typeof __typeof__ typeof_unqual __typeof_unqual__ __declspec
    __inline __inline__ __const __const__ __volatile __volatile__ __restrict __restrict__ __signed __signed__
    __extension__ __alignof __alignof__ __auto_type __builtin_va_list __int128 __int128_t __uint128_t __label__
    __real__ __imag__ __complex__ _Float16 __fp16 _Float128 __float128 __builtin_offsetof __builtin_va_arg
    __builtin_types_compatible_p __builtin_choose_expr`),
} as const;
