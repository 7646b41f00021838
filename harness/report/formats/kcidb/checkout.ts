// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import type { GatePatch, GateReport } from "../../../gate/gate-report.ts";
import { printable } from "../../screen.ts";
import { tellPatch } from "../../told/tell-patch.ts";
import { toldList } from "../../told/told-list.ts";
import { excerpt } from "./excerpt.ts";
import { type KcidbCheckout, ORIGIN } from "./objects.ts";

/** The id of a patch on its base: equal for equal text, whenever and wherever it is judged, and by one version of the tool. */
export function kcidbId(patch: GatePatch, { tool }: Pick<GateReport, "tool">): string {
  const { title, messageId, base, hunks, number } = patch;
  const text = JSON.stringify([
    tool.version,
    title,
    messageId,
    base,
    number,
    hunks.map(({ file, lines }) => [file, lines]),
  ]);
  return `${ORIGIN}:${createHash("sha256").update(text.toWellFormed()).digest("hex").slice(0, 32)}`;
}

/** A message id that its schema takes for an address. */
const MESSAGE_ID = /^[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/;

export function kcidbCheckout(patch: GatePatch, id: string): KcidbCheckout {
  const { messageId, title, base, refusal, verdict, line } = patch;
  const [commit] = /\b[0-9a-f]{40}\b/.exec(base) ?? [];
  const list = toldList(tellPatch(patch)).map(([name, text]) => `${name}: ${text}`);
  const log = refusal === null ? list : [...refusal.message.split("\n"), `hint: ${refusal.hint}`];
  return {
    id,
    origin: ORIGIN,
    comment: printable(title.slice(0, 1000)),
    ...(messageId !== null && messageId.length < 250 && MESSAGE_ID.test(messageId)
      ? { message_id: printable(messageId) }
      : {}),
    ...(commit === undefined ? {} : { git_commit_hash: commit }),
    valid: refusal === null,
    ...excerpt(log),
    misc: { base: printable(base), verdict, summary: printable(line.slice(0, 4000)) },
  };
}
