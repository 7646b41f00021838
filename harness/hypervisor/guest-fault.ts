// SPDX-License-Identifier: GPL-2.0-only

/**
 * Xen raised a fault in the guest instead of answering its hypercall. Thrown out of the hypercall; `message` is the
 * first line that the guest's kernel would print. Recorded: overwrite.a.update_va_mapping_0@debug.
 */
export class GuestFault extends Error {
  override readonly name = "GuestFault";
}
