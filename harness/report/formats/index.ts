// SPDX-License-Identifier: GPL-2.0-only
import { b4 } from "./b4.ts";
import type { Format } from "./format.ts";
import { github } from "./github.ts";
import { githubSummary } from "./github-summary.ts";
import { gitlab } from "./gitlab.ts";
import { html } from "./html.tsx";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { kcidb } from "./kcidb.ts";
import { ktap } from "./ktap.ts";
import { mail } from "./mail.ts";
import { markdown } from "./markdown.ts";
import { patchwork } from "./patchwork.ts";
import { sarif } from "./sarif.ts";
import { terminal } from "./terminal.ts";

/** All formats, in the order in which help lists them. */
export const FORMATS: readonly Format[] = [
  terminal,
  json,
  html,
  mail,
  b4,
  junit,
  ktap,
  sarif,
  github,
  githubSummary,
  markdown,
  gitlab,
  patchwork,
  kcidb,
];
