/**
 * A YAML text → its nodes, with the place of each. Of YAML only what a list of texts needs is taken: aliases, which can
 * make a small file huge, and tags, which ask for more than texts, are refused.
 */
import {
  Composer,
  type CST,
  isAlias,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  type ParsedNode,
  Parser,
  visit,
} from "yaml";

/** What is wrong in a file, where, and what to write instead. */
export interface Problem {
  /** Both start at 1. */
  readonly line: number;
  readonly column: number;
  /** `causes[0].when.words`; null for what is no matter of a field. */
  readonly field: string | null;
  readonly message: string;
}

/** A text while it is read: where its parts stand, and what was found wrong. */
export class Page {
  readonly problems: Problem[] = [];
  readonly root: Node | null;
  private readonly text: string;
  private readonly lines = new LineCounter();

  /** Never throws. */
  constructor(text: string) {
    this.text = text;
    this.root = this.parse(text);
  }

  /** "#platform" behind a text without quotes is meant as a part of it, and YAML takes it for a comment. */
  lostBehind(node: Node | null): string | null {
    const end = node?.range?.[1];
    if (end === undefined || !isScalar(node) || node.type !== "PLAIN") return null;
    return /^ +(#\S{1,40})/.exec(this.text.slice(end, end + 80))?.[1] ?? null;
  }

  /** Where a node begins; the beginning of the text where there is none. */
  placeOf(node: Node | null | undefined): Pick<Problem, "line" | "column"> {
    return this.placeAt(node?.range?.[0] ?? 0);
  }

  complain(node: Node | null | undefined, field: string | null, message: string): void {
    if (this.problems.length < MOST_PROBLEMS)
      this.problems.push({ ...this.placeOf(node), field: field || null, message });
  }

  private placeAt(offset: number): Pick<Problem, "line" | "column"> {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  private parse(text: string): ParsedNode | null {
    const tokens = [...new Parser(this.lines.addNewLine).parse(text)];
    if (tokens.some(isTooDeep)) {
      this.complain(null, null, "This is nested too deeply to be read. Five levels are all that is needed.");
      return null;
    }
    // Keys that stand there twice are found in shape.ts: the library compares each with all others.
    const composer = new Composer({ schema: "core", merge: false, uniqueKeys: false, logLevel: "silent" });
    const [document, second] = composer.compose(tokens, true, text.length);
    for (const { pos, message } of document?.errors.slice(0, MOST_PROBLEMS) ?? []) {
      const fault = message.slice(0, 200).replace(/\s+/g, " ").replace(/\.?$/, ".");
      this.problems.push({ ...this.placeAt(pos[0]), field: null, message: `This is no valid YAML: ${fault}` });
    }
    if (second !== undefined)
      this.complain(second.contents, null, "A file holds one document. Put what is behind the --- into another file.");
    this.refuseFinery(document?.contents ?? null);
    return this.problems.length > 0 ? null : (document?.contents ?? null);
  }

  private refuseFinery(contents: Node | null): void {
    visit(contents, (_, node) => {
      if (!isNode(node)) return;
      if (isAlias(node)) this.complain(node, null, "Aliases (*name) are not read here. Write the text itself.");
      else if (node.anchor !== undefined)
        this.complain(node, null, `Anchors (&${node.anchor.slice(0, 40)}) are not read here. Leave it out.`);
      else if (node.tag !== undefined)
        this.complain(node, null, `Tags (${node.tag.slice(0, 40)}) are not read here. Leave it out.`);
    });
  }
}

/** Nobody reads more at a time. */
const MOST_PROBLEMS = 20;

const DEEPEST = 16;

/**
 * The library calls itself for each level. Where that uses up the stack, V8 can end the whole process (it takes a regular
 * expression that it cannot compile any more for a want of memory), so depth is looked at before.
 */
function isTooDeep(token: CST.Token): boolean {
  const left: (readonly [CST.Token, number])[] = [[token, 0]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [one, depth] = next;
    if (depth > DEEPEST) return true;
    const inside =
      "items" in one ? one.items.flatMap(({ key, value }) => [key, value]) : "value" in one ? [one.value] : [];
    for (const child of inside) if (typeof child === "object" && child !== null) left.push([child, depth + 1]);
  }
  return false;
}
