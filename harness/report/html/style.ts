// SPDX-License-Identifier: GPL-2.0-only

/** All that the page looks like: it is one file, and asks no network for anything. */
export const STYLE = `
:root { color-scheme: light dark; --line: #8884; --dim: #7778; --bad: #c33; --good: #292; --odd: #a70; --soft: #8881; }
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; padding: 1rem; max-width: 90rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.2rem; border-top: 1px solid var(--line); padding-top: 1rem; }
h3 { font-size: 1rem; margin-bottom: .3rem; }
code, pre, .mono { font-family: ui-monospace, monospace; font-size: .87em; }
.verdict { font-weight: 600; padding: .5rem .8rem; border-left: .4rem solid; }
.bad { color: var(--bad); } .good { color: var(--good); } .odd { color: var(--odd); } .dim { opacity: .7; }
table { border-collapse: collapse; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .15rem .6rem; border-bottom: 1px solid var(--line); }
.scroll { overflow-x: auto; }
details { margin: .4rem 0; } summary { cursor: pointer; }
.finding { border-left: .25rem solid; padding: .2rem .8rem; margin: .6rem 0; background: var(--soft); }
.finding p { margin: .2rem 0; color: CanvasText; }
.finding dl { margin: .2rem 0; display: grid; grid-template-columns: max-content 1fr; gap: 0 .8rem; color: CanvasText; }
.finding dd { margin: 0; overflow-wrap: anywhere; }
.hunk { border: 1px solid var(--line); margin: .6rem 0; overflow-x: auto; }
.hunk header { background: var(--soft); padding: .2rem .6rem; }
.hunk .row { display: grid; grid-template-columns: 4em 4em 1fr; white-space: pre; }
.hunk .row > span:nth-child(-n+2) { opacity: .6; text-align: right; padding-right: .6em; user-select: none; }
.plus { background: #2a23; } .minus { background: #c332; }
.trace { table-layout: fixed; width: 100%; min-width: 50rem; } .trace th { width: 41%; } .trace th:last-child { width: 18%; }
.trace td { overflow-wrap: anywhere; } .trace .step td { font-weight: 600; background: var(--soft); }
.page { display: inline-block; min-width: 6em; text-align: center; border: 1px solid var(--line); padding: 0 .4em; }
.page.right { background: #2a23; } .page.wrong { background: #c333; } .page.none { opacity: .5; }
`;
