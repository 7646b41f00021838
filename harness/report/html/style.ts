// SPDX-License-Identifier: GPL-2.0-only

/**
 * All that the page looks like: it is one file, and asks no network for anything. Every colour of text has a contrast of 4.5 to
 * all grounds that it stands on, in light and dark.
 */
export const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --text: #1b1d20; --soft: #f3f4f6; --line: #c4c8ce; --dim: #53585f;
  --bad: #a8071a; --good: #14602a; --odd: #7a4700; --link: #0a4fb8; --plus: #e3f5e7; --minus: #fce6e6; --here: #fff2c2; }
@media screen and (prefers-color-scheme: dark) { :root { --ground: #15181c; --text: #e6e8ea; --soft: #1f2328; --line: #454b53; --dim: #a7aeb6;
  --bad: #ff9a94; --good: #86d99e; --odd: #f0bd6a; --link: #8fb8ff; --plus: #14301e; --minus: #3b1b1e; --here: #453b10; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; padding: 1rem; max-width: 90rem; color: var(--text);
  background: var(--ground); }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.2rem; border-top: 1px solid var(--line); padding-top: 1rem; }
main > section:first-child > h2 { border-top: 0; padding-top: 0; } h3 { font-size: 1.1rem; margin: 1.8rem 0 .4rem; } h4 { font-size: 1rem; margin: 0; }
h1, h2, h4, p, li, dd, summary { overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
:target { scroll-margin-top: 5rem; outline: 2px solid var(--odd); outline-offset: 2px; }
code, pre, .mono { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .87em; }
code code, .mono code, .mono .mono { font-size: 1em; }
pre { overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.verdict { font-weight: 600; padding: .5rem .8rem; border-left: .4rem solid; background: var(--soft); }
.bad { color: var(--bad); } .good { color: var(--good); } .odd { color: var(--odd); } .dim { color: var(--dim); }
nav ul { list-style: none; padding: 0; margin: .5rem 0; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; }
table { border-collapse: collapse; margin: .5rem 0; }
caption { text-align: left; color: var(--dim); padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem; border-bottom: 1px solid var(--line); }
.scroll { overflow-x: auto; }
details { margin: .4rem 0; } summary { cursor: pointer; padding: .15rem 0; }
#filters { position: sticky; top: 0; z-index: 2; background: var(--ground); border-bottom: 1px solid var(--line); padding: .5rem 0; }
#filters form { display: flex; flex-wrap: wrap; gap: .3rem 1rem; align-items: center; }
input, select, button { font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--dim); border-radius: 3px;
  padding: .15rem .5rem; max-width: 100%; }
button { cursor: pointer; }
.problem { border-left: .3rem solid; padding: .3rem .9rem; margin: .9rem 0; background: var(--soft); }
.problem > :not(h4):not(.dim) { color: var(--text); } .problem h4 a { color: inherit; }
.finding { border-left: .2rem solid; padding: .1rem .8rem; margin: .6rem 0; }
.problem > .finding { border-color: var(--bad); } .problem.good > .finding { border-color: var(--good); }
.finding > * { color: var(--text); margin: .2rem 0; } .finding > .dim { color: var(--dim); } .finding.odd > .mark strong { color: var(--odd); }
.finding dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0 .8rem; } .finding dt { color: var(--dim); }
.finding dd { margin: 0; }
.ids { columns: 18rem; margin: .2rem 0; padding-left: 1.2rem; }
.hunk { border: 1px solid var(--line); margin: .6rem 0; } .hunk h4 { background: var(--soft); padding: .2rem .6rem; }
.hunk .lines { overflow-x: auto; container-type: inline-size; }
.hunk .row { display: grid; grid-template-columns: 4em 4em 1fr; white-space: pre; min-width: max-content; }
.hunk .number { color: var(--dim); text-align: right; padding-right: .6em; user-select: none; }
.plus .number, .minus .number { color: var(--text); }
.hunk .here { grid-column: 1 / -1; position: sticky; left: 0; width: 100cqw; white-space: normal; background: var(--ground);
  padding: .15rem .6rem .15rem 8.6em; border-left: .3rem solid var(--odd); }
.here a { white-space: nowrap; }
.plus { background: var(--plus); } .minus { background: var(--minus); }
.scenarios td, .scenarios th { padding: .1rem .6rem; } .tag, .scenarios th[scope=col] { white-space: nowrap; }
.trace { border-top: 1px solid var(--line); padding: .3rem 0; }
.rows table { table-layout: fixed; width: 100%; min-width: 50rem; margin: 0; } .rows th { width: 41%; } .rows th:last-child { width: 18%; }
.rows td { overflow-wrap: anywhere; } .rows .step td { font-weight: 600; background: var(--soft); }
.rows.live { max-height: 24rem; overflow: auto; border: 1px solid var(--line); }
.rows.live thead th { position: sticky; top: 0; background: var(--ground); z-index: 1; }
.rows [aria-current] td { background: var(--here); box-shadow: inset 0 2px var(--odd), inset 0 -2px var(--odd); }
.fold td { padding: 0 .6rem; } .fold button { border: 0; background: none; color: var(--dim); text-decoration: underline; }
.timeline { display: flex; flex-wrap: wrap; gap: .3rem 1rem; align-items: center; margin: .4rem 0; }
.timeline label { flex: 1 1 20rem; display: flex; gap: .6rem; align-items: center; } .timeline input { flex: 1; padding: 0; }
.timeline output { flex: 1 0 100%; min-height: 1.45em; color: var(--dim); overflow-wrap: anywhere; }
.pictures { display: flex; flex-wrap: wrap; gap: .5rem 2rem; } figure { margin: .4rem 0; flex: 1 1 24rem; min-width: 0; }
figcaption { font-weight: 600; } .when { font-weight: 400; color: var(--dim); }
svg { max-width: 100%; height: auto; font: 11px ui-monospace, "DejaVu Sans Mono", monospace; }
svg text { fill: var(--text); } svg .head { fill: var(--dim); } svg .name { font-weight: 600; }
svg rect { fill: var(--ground); stroke: var(--dim); } svg .foreign { fill: var(--soft); } svg .differs { stroke-width: 2.5; }
svg rect.new { fill: var(--plus); } svg rect.changed { fill: var(--here); } svg rect.cleared { fill: var(--minus); }
svg rect.dangles { fill: var(--minus); stroke: var(--bad); stroke-dasharray: 5 3; }
svg .arrow { fill: none; stroke: var(--dim); stroke-width: 1.5; } svg .tip { fill: var(--dim); }
svg .arrow.new { stroke: var(--good); stroke-width: 3; } svg .tip.new { fill: var(--good); }
svg .arrow.changed { stroke: var(--odd); stroke-width: 3; } svg .tip.changed { fill: var(--odd); }
svg .arrow.dangles { stroke: var(--bad); stroke-dasharray: 5 3; } svg .tip.dangles { fill: var(--bad); }
.page { display: inline-block; min-width: 6em; text-align: center; border: 1px solid var(--line); padding: 0 .4em; white-space: nowrap; }
.page.right { background: var(--plus); } .page.wrong { background: var(--minus); } .page.none { color: var(--dim); }
@media (max-width: 40rem) { body { padding: .6rem; } .hunk .row { grid-template-columns: 3em 3em 1fr; } .hunk .here { padding-left: 1em; } .finding dl { grid-template-columns: 1fr; }
  .finding { padding: .1rem .4rem; } .problem { padding: .3rem .5rem; } #filters { position: static; } .rows table { min-width: 40rem; } }
@media (prefers-reduced-motion: no-preference) { svg rect, svg .arrow { transition: stroke .2s, fill .2s; } }
@media print { :root { color-scheme: light; } nav, #filters, .timeline, .help { display: none; } body { max-width: none; padding: 0; }
  .problem, .finding, tr, figure { break-inside: avoid; } h2, h3, h4 { break-after: avoid; } .scroll, .hunk .lines { overflow: visible; }
  .rows.live { max-height: none; } .hunk .row { white-space: pre-wrap; min-width: 0; } .hunk .lines { container-type: normal; } .hunk .here { width: auto; }
  .fold { display: none; } .rows tr[hidden] { display: table-row !important; } }
`;
