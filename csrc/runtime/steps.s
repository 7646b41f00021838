# SPDX-License-Identifier: GPL-2.0-only
#
# The step budget. C is compiled with a call here on each edge of its control
# flow, so an endless loop ends after the same number of edges on every machine.
# The count is a global of WebAssembly and not an object in memory: no C, however
# hostile, can name it or write over it. The same place looks whether the stack
# of C has run into what lies below it.
#
# PTR stands for the type of a pointer: no preprocessor runs, which would take
# longer to start than the assembler.

	.globaltype	__stack_pointer, PTR

	.globaltype	hb_steps_left, i32
	.globl		hb_steps_left
hb_steps_left:

	.functype	hb_out_of_steps () -> ()
	.functype	hb_out_of_stack () -> ()

	.globl		__sanitizer_cov_trace_pc
	.type		__sanitizer_cov_trace_pc,@function
__sanitizer_cov_trace_pc:
	.functype	__sanitizer_cov_trace_pc () -> ()
	global.get	hb_steps_left
	i32.eqz
	if
	call		hb_out_of_steps
	end_if
	global.get	hb_steps_left
	i32.const	1
	i32.sub
	global.set	hb_steps_left
	global.get	__stack_pointer
	PTR.const	__data_end
	PTR.lt_u
	if
	call		hb_out_of_stack
	end_if
	end_function
