/* SPDX-License-Identifier: GPL-2.0-only */
#undef EXPORT_SYMBOL
#undef EXPORT_SYMBOL_GPL
#undef EXPORT_SYMBOL_NS
#undef EXPORT_SYMBOL_NS_GPL
#define EXPORT_SYMBOL(sym) extern int hb_export_##sym
#define EXPORT_SYMBOL_GPL(sym) extern int hb_export_##sym
#define EXPORT_SYMBOL_NS(sym, ns) extern int hb_export_##sym
#define EXPORT_SYMBOL_NS_GPL(sym, ns) extern int hb_export_##sym
