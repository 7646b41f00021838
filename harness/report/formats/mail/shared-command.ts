// SPDX-License-Identifier: GPL-2.0-only
import type { GatePatch, GateReport } from "../../../gate/gate-report.ts";

/** What a shell takes as one plain word, and no program as an option. */
const PLAIN = /^[A-Za-z0-9_][\w.@+=%-]*$/;

/**
 * The command by which a reader of the list sees the same: b4 fetches the patch by its Message-ID. An id that is not one plain word
 * is a stranger's text in somebody's shell, and is left to be filled in.
 */
export function sharedCommand(
  about: Pick<GatePatch, "messageId"> | undefined,
  { portableCommand }: Pick<GateReport, "portableCommand">,
): string {
  const id = about?.messageId ?? null;
  if (!/ -(?: |$)/.test(portableCommand)) return portableCommand;
  if (id === null) return `${portableCommand} < PATCH`;
  return `b4 am -o - ${PLAIN.test(id) && id.length < 250 ? id : "MESSAGE-ID"} | ${portableCommand}`;
}
