/* SPDX-License-Identifier: GPL-2.0-only */
/* An instruction that traps, with a table of places beside it. */
#undef BUG
#define BUG() hb_bug()
