// SPDX-License-Identifier: GPL-2.0-only
/** A hypercall that Xen has and nobody models here: what it would answer is not known. */
export class UnmodelledCall extends Error {
  constructor(call: string, op: string) {
    super(`unmodelled hypercall ${call}${op === "" ? "" : `, operation ${op}`}`);
    this.name = "UnmodelledCall";
  }
}
