/**
 * Texts made to hurt one pattern: what leads up to a repetition, then what the repetition takes, over and over, then
 * something that it does not take. A pattern that tries its repetitions in more than one way shows it there.
 */
import { type AST, RegExpParser } from "@eslint-community/regexpp";

export interface Attack {
  /** Grows to the length asked for. */
  readonly make: (length: number) => string;
  readonly name: string;
}

/** What comes behind the repeated part, to make the match fail late. */
const ENDS = ["!", "", "\n"];
/** More words than this never found anything that these did not. */
const MOST_PUMPS = 28;

export function attacksOn(source: string, flags: string): Attack[] {
  const parsed = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, {
    unicode: flags.includes("u"),
    unicodeSets: flags.includes("v"),
  });
  const known = alphabet(parsed);
  const attacks = new Map<string, Attack>();
  const add = (prefix: string, pump: string, end: string): void => {
    if (pump === "") return;
    const name = `${shown(prefix)} + ${shown(pump)}… + ${shown(end)}`;
    const make = (length: number): string =>
      prefix + pump.repeat(Math.max(1, Math.floor((length - prefix.length - end.length) / pump.length))) + end;
    attacks.set(JSON.stringify([prefix, pump, end]), { name, make });
  };

  const quantifiers = quantifiersIn(parsed);
  // Without a repetition there is nothing to try in many ways.
  if (quantifiers.length === 0) return [];
  for (const quantifier of quantifiers) {
    const prefixes = [...new Set([prefixOf(quantifier, 0, known), prefixOf(quantifier, 1, known)])];
    for (const pump of pumpsOf(quantifier, known)) {
      for (const prefix of ["", ...prefixes]) for (const end of ENDS) add(prefix, pump, end);
      // Every place where a match can begin, with work to do at each of them.
      for (const prefix of prefixes) for (const times of [1, 300]) add("", prefix + pump.repeat(times), "!");
    }
  }
  for (const character of [...known.characters, ...known.words]) for (const end of ["", "!"]) add("", character, end);
  return [...attacks.values()];
}

function shown(text: string): string {
  return text.length > 80
    ? `${JSON.stringify(text.slice(0, 80))} and so on, ${text.length} long`
    : JSON.stringify(text);
}

interface Alphabet {
  readonly characters: readonly string[];
  /** Runs of plain characters: `->`, `: unknown`. */
  readonly words: readonly string[];
}

const COMMON = ["a", "A", "0", " ", "-", ".", "/", ":", '"', "\\", "_", "\ue000"];

function alphabet(pattern: AST.Pattern): Alphabet {
  const characters = new Set(COMMON);
  const words = new Set<string>();
  visit(pattern, (node) => {
    if (node.type === "CharacterClassRange") characters.add(String.fromCodePoint(node.min.value));
    if (node.type === "Character") characters.add(String.fromCodePoint(node.value));
    if (node.type === "Alternative") for (const run of plainRuns(node)) words.add(run);
  });
  return { characters: [...characters], words: [...words] };
}

function plainRuns(alternative: AST.Alternative): string[] {
  const runs: string[] = [""];
  for (const element of alternative.elements) {
    if (element.type === "Character") runs[runs.length - 1] += String.fromCodePoint(element.value);
    else runs.push("");
  }
  return runs.filter((run) => run.length > 1);
}

function quantifiersIn(pattern: AST.Pattern): AST.Quantifier[] {
  const found: AST.Quantifier[] = [];
  visit(pattern, (node) => {
    if (node.type === "Quantifier" && node.max > 8) found.push(node);
  });
  return found;
}

function visit(node: AST.Node, look: (node: AST.Node) => void): void {
  look(node);
  for (const key of ["alternatives", "elements"] as const) {
    const children = (node as unknown as Record<string, AST.Node[] | undefined>)[key];
    if (children !== undefined) for (const child of children) visit(child, look);
  }
  if (node.type === "Quantifier") visit(node.element, look);
}

/** What the repetition takes: single characters, known words, and samples of what it repeats. */
function pumpsOf(quantifier: AST.Quantifier, known: Alphabet): string[] {
  const taken = (text: string): boolean => {
    try {
      return new RegExp(`^(?:${quantifier.element.raw})+$`).test(text);
    } catch {
      return true;
    }
  };
  const samples = Array.from({ length: 10 }, (_, index) => sample(quantifier.element, index, known));
  const singles = [...known.characters, ...known.words, ...ENDS].filter((one) => one !== "" && taken(one));
  const mixed = samples.flatMap((one, index) => one + (samples[index + 1] ?? ""));
  return [...new Set([...samples, ...singles, ...mixed])].filter((one) => one !== "").slice(0, MOST_PUMPS);
}

/** A short text that leads from the beginning of the pattern to the node. */
function prefixOf(node: AST.Node, choice: number, known: Alphabet): string {
  const { parent } = node;
  if (parent === null) return "";
  const before =
    parent.type === "Alternative"
      ? parent.elements
          .slice(0, parent.elements.indexOf(node as AST.Element))
          .map((one) => sample(one, choice, known))
          .join("")
      : "";
  return prefixOf(parent, choice, known) + before;
}

/** A text that the node matches, or nearly does; which one, `choice` decides. */
function sample(node: AST.Node, choice: number, known: Alphabet): string {
  switch (node.type) {
    case "Character":
      return String.fromCodePoint(node.value);
    case "CharacterClass":
    case "CharacterSet":
    case "ExpressionCharacterClass": {
      const inside = known.characters.filter((one) => isOne(node.raw, one));
      return inside[choice % Math.max(1, inside.length)] ?? "";
    }
    case "Quantifier": {
      const times = Math.min(node.max, Math.max(node.min, choice % 2));
      return Array.from({ length: times }, (_, index) => sample(node.element, choice + index, known)).join("");
    }
    case "Group":
    case "CapturingGroup":
      return sample(node.alternatives[choice % node.alternatives.length] as AST.Alternative, choice, known);
    case "Alternative":
      return node.elements.map((one) => sample(one, choice, known)).join("");
    default:
      // Assertions take no character; a text that fails them is an attack all the same.
      return "";
  }
}

function isOne(raw: string, character: string): boolean {
  try {
    return new RegExp(`^${raw}$`, "u").test(character);
  } catch {
    return new RegExp(`^${raw}$`).test(character);
  }
}
