// SPDX-License-Identifier: GPL-2.0-only

/** A file that is no recording. The message starts with file and line. */
export class BadRecording extends Error {
  override readonly name = "BadRecording";
}
