// SPDX-License-Identifier: GPL-2.0-only

/** Somebody stopped the command while another program worked for it. */
export class Interrupted extends Error {
  /** As a shell has it of a program that the signal ends: 130 for Ctrl-C. */
  readonly exitCode: number;

  constructor(message: string, signal: "SIGINT" | "SIGTERM") {
    super(message);
    this.name = "Interrupted";
    this.exitCode = signal === "SIGINT" ? 130 : 143;
  }
}
