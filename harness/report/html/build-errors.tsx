// SPDX-License-Identifier: GPL-2.0-only
import type { VNode } from "preact";
import { buildErrors } from "../first-screen/build-error-lines.ts";
import { printable } from "../screen.ts";
import { brokenPath } from "./broken-path.tsx";
import type { PatchLinks } from "./patch-links.ts";

/** What does not build, and where: each error once, in all configurations that have it. */
export function BuildErrors({ links }: { readonly links: PatchLinks }): VNode | null {
  const errors = buildErrors(links.patch);
  const unbuilt = links.patch.configs.flatMap(({ config, before, after }) =>
    [before, after].flatMap((build, i) =>
      !build.ok && build.unavailable === "" && build.errors.length === 0
        ? [`${config}: the ${i === 0 ? "before" : "after"} side does not build`]
        : [],
    ),
  );
  if (errors.length + unbuilt.length === 0) return null;
  return (
    <section>
      <h3 id={links.section("build-errors")}>Build errors</h3>
      {unbuilt.map((text) => (
        <p class="bad">{`\u2717 ${text}`}</p>
      ))}
      {errors.map(({ error: { file, line, message, code, codeColumn }, side, configs }, i) => {
        const at = links.lineAt(side, file, line);
        const where = <code>{brokenPath(`${file}:${line}`)}</code>;
        return (
          <article
            class="problem bad"
            aria-labelledby={links.section(`build-error-${i + 1}`)}
            data-files={printable(file).replaceAll("\n", " ")}
            data-rules=""
            data-configs={configs.join("\n")}
          >
            <h4 id={links.section(`build-error-${i + 1}`)}>{printable(`\u2717 error: ${message}`)}</h4>
            <p>
              {at === null ? where : <a href={`#${at}`}>{where}</a>} ({side} side; {configs.join(", ")})
            </p>
            {code === "" ? null : (
              <pre>{printable(codeColumn > 0 ? `${code}\n${" ".repeat(codeColumn - 1)}^` : code)}</pre>
            )}
          </article>
        );
      })}
    </section>
  );
}
