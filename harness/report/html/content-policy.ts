// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";

/**
 * The page's Content-Security-Policy: its own style and its own script, by their hashes, and nothing else from anywhere.
 *
 * @param style text between `<style>` and `</style>`
 * @param script text between `<script>` and `</script>`
 */
export function contentPolicy(style: string, script: string): string {
  const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`;
}
