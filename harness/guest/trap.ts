// SPDX-License-Identifier: GPL-2.0-only

/** Instructions that can trap, by their opcodes (WebAssembly core specification, binary format), and what a kernel says of them. */
const TRAPS: readonly { readonly from: number; readonly to: number; readonly text: string }[] = [
  { from: 0x11, to: 0x11, text: "call through a bad function pointer" },
  { from: 0x28, to: 0x3e, text: "unable to handle kernel paging request" },
  { from: 0x6d, to: 0x70, text: "divide error" },
  { from: 0x7f, to: 0x82, text: "divide error" },
  // memory.init, memory.copy, memory.fill are what can trap of these
  { from: 0xfc, to: 0xfc, text: "unable to handle kernel paging request" },
];

/** Where code cannot get, a compiler puts an invalid opcode. */
const NO_OPCODE = "invalid opcode";

/** The innermost frame of the module, as the engine writes it in full, and in short (stack.ts). */
const FRAME = /wasm-function\[\d+\]:0x([0-9a-f]+)|^(\d+) /;

/**
 * @param stack the engine's text for the stack of a trap
 * @param module the module that trapped
 * @returns what a kernel would have said, by the instruction that trapped
 */
export function trapText(stack: string, module: Uint8Array): string {
  const frame = FRAME.exec(stack);
  const at = frame?.[1] === undefined ? Number(frame?.[2]) : Number.parseInt(frame[1], 16);
  const opcode = module[at];
  if (opcode === undefined) return NO_OPCODE;
  return TRAPS.find(({ from, to }) => from <= opcode && opcode <= to)?.text ?? NO_OPCODE;
}
