// SPDX-License-Identifier: GPL-2.0-only
import type { Picture, Shape } from "../picture/picture-shapes.ts";

const SVG = "http://www.w3.org/2000/svg";

/** Puts a picture in the place of the one that an SVG shows: what is the same stays, so that what changes is seen to. */
export function drawPicture(svg: SVGElement, { shapes }: Picture): void {
  const old = [...svg.children];
  for (const [i, shape] of shapes.entries()) {
    const known = old[i];
    if (known?.tagName === shape.tag) dress(known, shape);
    else {
      const made = document.createElementNS(SVG, shape.tag);
      dress(made, shape);
      if (known === undefined) svg.append(made);
      else known.replaceWith(made);
    }
  }
  for (const one of old.slice(shapes.length)) one.remove();
}

function dress(element: Element, { attributes, text }: Shape): void {
  for (const name of element.getAttributeNames()) if (!(name in attributes)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }
  if (element.textContent !== text) element.textContent = text;
}
