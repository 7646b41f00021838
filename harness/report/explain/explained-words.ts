// SPDX-License-Identifier: GPL-2.0-only
import { INVARIANTS } from "../../judge/invariants/index.ts";
import { EXIT_CODES } from "../../judge/verdict/verdict.ts";
import type { InvariantId } from "../../subject/invariant.ts";
import type { RuleText } from "../../subject/rule-text.ts";
import { SUBJECTS } from "../../subject/subjects.ts";
import { CLEAN_UP_RULES } from "./rules/clean-up-rules.ts";
import { CONTEXT_RULES } from "./rules/context-rules.ts";
import { CRASH_RULES } from "./rules/crash-rules.ts";
import { GRANT_RULES } from "./rules/grant-rules.ts";
import { MAPPING_RULES } from "./rules/mapping-rules.ts";
import { MEMORY_RULES } from "./rules/memory-rules.ts";
import type { WordText } from "./word-text.ts";
import { FINDING_WORDS } from "./words/finding-words.ts";
import { OWN_WORDS } from "./words/own-words.ts";
import { RUN_WORDS } from "./words/run-words.ts";
import { VERDICT_WORDS } from "./words/verdict-words.ts";

/** A word that can be explained: a rule with its text, or another one. */
export interface ExplainedWord {
  /** As it is typed. */
  readonly word: string;
  /** In one line. */
  readonly brief: string;
  /** What a rule is called where it is broken; empty for other words. */
  readonly title: string;
  /** Why it matters, of a rule; the exit code, of a verdict. */
  readonly why: string;
  readonly text: RuleText | WordText;
}

/** Words of a kind, as the list has them. */
export interface WordKind {
  readonly title: string;
  readonly words: readonly ExplainedWord[];
}

/** Rules that no subject has alone: a rule that is not here does not compile. */
const COMMON_RULES: Readonly<Record<Exclude<InvariantId, { readonly ownInvariant: never }>, RuleText>> = {
  ...CRASH_RULES,
  ...MEMORY_RULES,
  ...MAPPING_RULES,
  ...GRANT_RULES,
  ...CLEAN_UP_RULES,
  ...CONTEXT_RULES,
};

const RULE_TEXTS = new Map<string, RuleText>([
  ...Object.entries(COMMON_RULES),
  ...SUBJECTS.flatMap(({ ruleTexts }) => Object.entries(ruleTexts)),
]);

const rules = INVARIANTS.flatMap(({ id, title, why }): ExplainedWord[] => {
  const text = RULE_TEXTS.get(id);
  return text === undefined ? [] : [{ word: id, brief: text.brief, title, why, text }];
});

const kindOf = (
  title: string,
  texts: Readonly<Record<string, WordText>>,
  whyOf: (word: string) => string = () => "",
): WordKind => ({
  title,
  words: Object.entries(texts).map(([word, text]) => {
    return { word, brief: text.brief, title: "", why: whyOf(word), text };
  }),
});

const exitCodeOf = (name: string): string => `exit code ${EXIT_CODES[name as keyof typeof EXIT_CODES]}`;

/** All that `hunkbox explain` explains. */
export const WORD_KINDS: readonly WordKind[] = [
  { title: "Rules that every run is held to", words: rules },
  kindOf("What a patch did: findings", FINDING_WORDS),
  kindOf("How a check ends: verdicts", VERDICT_WORDS, exitCodeOf),
  kindOf("What becomes of a scenario run", RUN_WORDS),
  kindOf("Words of hunkbox", OWN_WORDS),
];
