// SPDX-License-Identifier: GPL-2.0-only
import type { Recipe } from "../recipe.ts";
import { TEXTS_OF_C } from "./compiler.ts";
import { WORK_OF_COMPILERS } from "./compiler-work.ts";
import { MAIL_SHAPES } from "./mail-shapes.ts";
import { MEMORY } from "./memory.ts";
import { MODULE } from "./module.ts";
import { NAMES } from "./names.ts";
import { TEXTS } from "./texts.ts";
import { TIME } from "./time.ts";
import { ASKED, WORK } from "./work.ts";

export const RECIPES: readonly Recipe[] = [
  ...NAMES,
  ...WORK,
  ...ASKED,
  ...MODULE,
  ...MEMORY,
  ...TEXTS_OF_C,
  ...WORK_OF_COMPILERS,
  ...TEXTS,
  ...MAIL_SHAPES,
  ...TIME,
];
