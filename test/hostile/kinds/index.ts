// SPDX-License-Identifier: GPL-2.0-only
import type { Recipe } from "../recipe.ts";
import { MODULE } from "./module.ts";
import { NAMES } from "./names.ts";
import { ASKED, WORK } from "./work.ts";

export const RECIPES: readonly Recipe[] = [...NAMES, ...WORK, ...ASKED, ...MODULE];
