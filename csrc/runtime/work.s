# SPDX-License-Identifier: GPL-2.0-only
#
# The work that a call may do. C is compiled with a call here on each edge of its
# control flow; calls and turns of loops are counted once more in the finished
# module (harness/compile/wasm/count-work.ts), which no attribute can switch off.
# So an endless loop ends after the same work on every machine. The count is a
# global of WebAssembly and not an object in memory: no C, however hostile, can
# name it or write over it. The same place looks whether the stack of C has run
# into what lies below it.
#
# Linked behind all C that is counted: what follows hb_uncounted is the other end
# of the compiler's instrumentation, which is not.
#
# PTR stands for the type of a pointer: no preprocessor runs, which would take
# longer to start than the assembler.

	.globaltype	__stack_pointer, PTR

	.globaltype	hb_work_left, i32
	.globl		hb_work_left
hb_work_left:

	.functype	hb_out_of_work () -> ()
	.functype	hb_out_of_stack () -> ()

	.globl		hb_uncounted
	.type		hb_uncounted,@function
hb_uncounted:
	.functype	hb_uncounted () -> ()
	end_function

	.globl		__sanitizer_cov_trace_pc
	.type		__sanitizer_cov_trace_pc,@function
__sanitizer_cov_trace_pc:
	.functype	__sanitizer_cov_trace_pc () -> ()
	global.get	hb_work_left
	i32.const	1
	i32.lt_s
	if
	call		hb_out_of_work
	end_if
	global.get	hb_work_left
	i32.const	1
	i32.sub
	global.set	hb_work_left
	global.get	__stack_pointer
	PTR.const	__data_end
	PTR.lt_u
	if
	call		hb_out_of_stack
	end_if
	end_function
