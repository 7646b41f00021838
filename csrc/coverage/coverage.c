// SPDX-License-Identifier: GPL-2.0-only
/*
 * The other end of the compiler's counters of control flow. They lie in memory
 * where the harness reads them; here it is told, once, which are whose.
 *
 * Not instrumented itself. No header of a kernel is used: a tree has its own.
 */
typedef unsigned int u32;
typedef unsigned long long u64;
typedef unsigned long uptr;

void hb_gcov_file(u32 checksum);
void hb_gcov_function(u32 ident);
void hb_gcov_arcs(u32 count, u32 counters);

#define UNITS_MAX 64
static void (*units[UNITS_MAX])(void);
static u32 nr_units;

void llvm_gcov_init(void (*writeout)(void), void (*reset)(void))
{
	if (nr_units < UNITS_MAX)
		units[nr_units++] = writeout;
}

void llvm_gcda_start_file(const char *path, u32 version, u32 checksum)
{
	hb_gcov_file(checksum);
}

void llvm_gcda_emit_function(u32 ident, u32 lines_checksum, u32 checksum)
{
	hb_gcov_function(ident);
}

void llvm_gcda_emit_arcs(u32 count, u64 *counters)
{
	hb_gcov_arcs(count, (u32)(uptr)counters);
}

void llvm_gcda_summary_info(void)
{
}

void llvm_gcda_end_file(void)
{
}

/* names the counters of all units to the harness */
void hb_name_counters(void)
{
	for (u32 i = 0; i < nr_units; i++)
		units[i]();
}
