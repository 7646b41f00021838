// SPDX-License-Identifier: GPL-2.0-only

const NAMES = ["files", "rules", "configs"] as const;

/** An element that filters hide, and what they know it by. */
interface Item {
  readonly element: HTMLElement;
  readonly values: Readonly<Record<(typeof NAMES)[number], readonly string[]>>;
  text: string | null;
}

/** Shows the search and the filters of a page, and makes them work. */
export function wireFilters(filters: HTMLElement): void {
  const form = filters.querySelector("form")!;
  const output = filters.querySelector("output")!;
  const items = [...document.querySelectorAll<HTMLElement>("[data-configs]")].map((element): Item => {
    const of = (name: string): string[] =>
      (element.dataset[name] ?? "").split("\n").filter((one) => one !== "");
    return {
      element,
      values: { files: of("files"), rules: of("rules"), configs: of("configs") },
      text: null,
    };
  });
  const apply = (): void => {
    const asked = new FormData(form);
    const text = String(asked.get("text")).trim().toLowerCase();
    const choices = NAMES.map((name) => [name, String(asked.get(name))] as const).filter(
      ([, value]) => value !== "",
    );
    let shown = 0;
    for (const item of items) {
      const isShown =
        choices.every(([name, value]) => item.values[name].includes(value)) &&
        (text === "" || textOf(item).includes(text));
      item.element.hidden = !isShown;
      if (isShown) delete item.element.dataset["filtered"];
      else item.element.dataset["filtered"] = "";
      if (isShown) shown++;
    }
    output.textContent = shown === items.length ? "" : `${shown} of ${items.length} shown`;
  };
  filters.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  // the fields are empty only once the event is over
  form.addEventListener("reset", () => setTimeout(apply));
  // what a browser kept from before a reload
  apply();
}

function textOf(item: Item): string {
  item.text ??= (item.element.textContent ?? "").toLowerCase();
  return item.text;
}
