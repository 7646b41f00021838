// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { evaluateKconfig } from "../../../harness/slice/kconfig/evaluate-kconfig.ts";
import { parseKconfig } from "../../../harness/slice/kconfig/parse-kconfig.ts";

/** The configuration that a few files give. */
function configure(files: Readonly<Record<string, string>>, given: Readonly<Record<string, string>> = {}) {
  const kconfig = parseKconfig((path) => files[path] ?? null);
  return Object.fromEntries(evaluateKconfig(kconfig, new Map(Object.entries(given))));
}

const one = (text: string, given: Readonly<Record<string, string>> = {}) =>
  configure({ Kconfig: text }, given);

describe("a configuration made of Kconfig files", () => {
  it("leaves off whatever a user would be asked", () => {
    expect(one('config A\n\tbool "Ask me"\n\tdefault y\n')).toEqual({});
  });

  it("takes the default of what nobody is asked", () => {
    expect(one("config A\n\tdef_bool y\nconfig N\n\tint\n\tdefault 7\n")).toEqual({ A: "y", N: "7" });
  });

  it("follows selects, however they are ordered", () => {
    const text = "config C\n\tbool\nconfig B\n\tbool\n\tselect C\nconfig A\n\tdef_bool y\n\tselect B\n";
    expect(one(text)).toEqual({ A: "y", B: "y", C: "y" });
  });

  it("selects under a condition only where it holds", () => {
    const text =
      "config A\n\tdef_bool y\n\tselect B if X && !Y\n\tselect C if X || Y\nconfig X\n\tbool\nconfig Y\n\tdef_bool y\n";
    expect(one(text)).toEqual({ A: "y", Y: "y", C: "y" });
  });

  it("keeps a symbol off whose dependencies are not met, by `if` as by `depends on`", () => {
    const text =
      "if X\nconfig A\n\tdef_bool y\nendif\nconfig B\n\tdef_bool y\n\tdepends on X\nconfig C\n\tdef_bool y\n";
    expect(one(text)).toEqual({ C: "y" });
  });

  it("takes one member of a choice: the default whose condition holds, unless another is given", () => {
    const text =
      'choice\n\tprompt "One"\n\tdefault B if X\n\tdefault A\nconfig A\n\tbool "a"\nconfig B\n\tbool "b"\nendchoice\nconfig X\n\tbool\n';
    expect(one(text)).toEqual({ A: "y" });
    expect(one(text, { X: "y" })).toEqual({ X: "y", B: "y" });
    expect(one(text, { B: "y" })).toEqual({ B: "y" });
  });

  it("lets what is given hold, whatever selects or defaults say", () => {
    expect(one("config A\n\tdef_bool y\n\tselect B\nconfig B\n\tbool\n", { B: "n" })).toEqual({ A: "y" });
  });

  it("reads help texts as no Kconfig, even where they look like it", () => {
    const text =
      "config A\n\tbool\n\thelp\n\t  config B is set by\n\n\t  default y\nconfig C\n\tdef_bool y\n";
    expect(one(text)).toEqual({ C: "y" });
  });

  it("sources other files, those of the architecture by its variable in old and new spelling", () => {
    const files = {
      Kconfig: 'source "arch/$SRCARCH/Kconfig"\nsource "arch/$(SRCARCH)/more"\n',
      "arch/x86/Kconfig": "config A\n\tdef_bool y\n",
      "arch/x86/more": "config B\n\tdef_bool y\n",
    };
    expect(configure(files)).toEqual({ A: "y", B: "y" });
  });

  it("takes no for an answer of a shell", () => {
    expect(
      one("config A\n\tdef_bool $(success,echo (hi))\nconfig V\n\tint\n\tdefault $(cc-version)\n"),
    ).toEqual({
      V: "0",
    });
  });

  it("ends for files that source themselves and symbols that toggle each other", () => {
    expect(one('source "Kconfig"\nconfig A\n\tdef_bool !B\nconfig B\n\tdef_bool !A\n')).toBeDefined();
  });

  it("ends for files that include each other over and over", () => {
    const self = 'source "Kconfig"\n'.repeat(1000);
    expect(one(`${self}config A\n\tdef_bool y\n`)).toEqual({ A: "y" });
    const files = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`${i}`, `source "${i + 1}"\n`.repeat(1000)]),
    );
    expect(configure({ ...files, Kconfig: 'config A\n\tdef_bool y\nsource "0"\n' })).toEqual({ A: "y" });
  });

  it("joins what menus depend on as a whole", () => {
    const menu = "config A\n\tdef_bool y\nmenu x\ndepends on A\ndepends on N || A\ndepends on N\n";
    expect(one(`${menu}config B\n\tdef_bool y\nendmenu\n`)).toEqual({ A: "y" });
    expect(
      one("menu x\ndepends on N\ndepends on N || Y\nconfig B\n\tdef_bool y\nendmenu\n", { Y: "y" }),
    ).toEqual({
      Y: "y",
    });
  });

  it("takes what is nested deeper than anyone writes for no", () => {
    const deep = (count: number): string =>
      `config A\n\tdef_bool y\n\tdepends on ${"(".repeat(count)}y${")".repeat(count)}\n`;
    expect(one(deep(50))).toEqual({ A: "y" });
    expect(one(deep(1_000_000))).toEqual({});
    expect(one(`config A\n\tdef_bool ${"!".repeat(1_000_000)}y\n`)).toBeDefined();
  });

  it("holds of no condition that is longer than any", () => {
    const long = "if y\n".repeat(200_000);
    expect(one(`${long}config A\n\tdef_bool y\n`)).toEqual({});
    const depends = "\tdepends on y\n".repeat(200_000);
    expect(one(`config A\n\tdef_bool y\n${depends}config B\n\tdef_bool y\n`)).toEqual({ B: "y" });
  });

  it("takes no value that is longer than any", () => {
    expect(
      one(`config A\n\tdef_bool y\nconfig S\n\tstring\n\tdefault "${"x".repeat(10_000_000)}"\n`),
    ).toEqual({
      A: "y",
    });
  });

  it("gives up on a choice of more members than can be told apart", () => {
    const members = Array.from({ length: 300_000 }, (_, i) => `config A${i}\n\tbool\n`).join("");
    expect(one(`choice\n${members}endchoice\n`)).toEqual({ A0: "y" });
  });
});
