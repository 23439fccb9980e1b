/**
 * What `recheck` proves of a pattern without running it. Its automata cannot hold repetitions like {0,4096}, so large
 * bounds are taken down to two where one character repeats, which changes nothing about growth, and taken away where
 * a group with repetitions in it repeats, which is how a bounded pattern explodes.
 */
import { type AST, RegExpParser, visitRegExpAST } from "@eslint-community/regexpp";
import { merged, type Pattern } from "./collect.ts";

/** The program's own analyser in JavaScript; the others start Java or a binary of one platform. */
process.env["RECHECK_BACKEND"] = "pure";
process.env["RECHECK_SYNC_BACKEND"] = "pure";
const { checkSync } = await import("recheck");

export interface Verdict {
  readonly pattern: Pattern;
  readonly complexity: string;
  readonly attack: string;
}

/** The patterns that are worse than linear, each with the text that proves it. */
export function provenSlow(patterns: readonly Pattern[]): Verdict[] {
  return merged(patterns).flatMap((pattern) => prove(pattern) ?? []);
}

export function prove(pattern: Pattern): Verdict | null {
  const simple = simplified(pattern.source, pattern.flags);
  if (simple === null) return null;
  // Only the automaton is asked: it is exact. What it cannot judge, dynamic.ts measures.
  const result = checkSync(simple, pattern.flags.replace(/[dv]/g, ""), { checker: "automaton", timeout: 1000 });
  if (result.status !== "vulnerable") return null;
  return { pattern, complexity: result.complexity.summary, attack: result.attack.pattern };
}

/** Null where nothing repeats often. */
function simplified(source: string, flags: string): string | null {
  const parsed = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, {
    unicode: flags.includes("u"),
    unicodeSets: flags.includes("v"),
  });
  const changes: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  let repeats = false;
  visitRegExpAST(parsed, {
    onQuantifierEnter(node) {
      if (node.max > 8) repeats = true;
      if (node.max <= 2 || node.max === Number.POSITIVE_INFINITY) return;
      const lazy = node.greedy ? "" : "?";
      const text = nests(node.element) ? (node.min > 0 ? "+" : "*") : `{${Math.min(node.min, 2)},2}`;
      changes.push({ start: node.element.end, end: node.end, text: text + lazy });
    },
  });
  if (!repeats) return null;
  let simple = source;
  for (const { start, end, text } of changes.sort((a, b) => b.start - a.start)) {
    simple = simple.slice(0, start) + text + simple.slice(end);
  }
  return simple;
}

function nests(element: AST.Element): boolean {
  let found = false;
  visitRegExpAST(element, {
    onQuantifierEnter(node) {
      if (node.max > 1) found = true;
    },
  });
  return found;
}
