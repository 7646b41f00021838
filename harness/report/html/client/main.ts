// SPDX-License-Identifier: GPL-2.0-only

import { reveal } from "./reveal.ts";
import { Timeline } from "./timeline.ts";
import { wireFilters } from "./wire-filters.ts";

// The page is whole without this: what is added here is moving through traces, folding and filters.
for (const help of document.querySelectorAll<HTMLElement>(".help")) help.hidden = false;
const filters = document.querySelector<HTMLElement>("#filters");
if (filters !== null) wireFilters(filters);

const timelines = new Map<Element, Timeline>();
for (const trace of document.querySelectorAll<HTMLDetailsElement>("details.trace")) {
  // most are never opened
  trace.addEventListener("toggle", () => {
    if (trace.open && !timelines.has(trace)) timelines.set(trace, new Timeline(trace));
  });
}

/** Opens what holds the anchor of the address, and moves its trace there. */
function follow(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null) return;
  reveal(target);
  const trace = target.closest<HTMLDetailsElement>("details.trace");
  if (trace === null) return;
  const timeline = timelines.get(trace) ?? new Timeline(trace);
  timelines.set(trace, timeline);
  timeline.goToElement(target);
  target.scrollIntoView({ block: target === trace ? "start" : "nearest" });
}
addEventListener("hashchange", follow);
// the same link again
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest?.("a");
  if (link?.hash !== "" && link?.hash === location.hash) follow();
});
follow();
