/**
 * Commands of sh, said again for PowerShell. Causes write theirs once, in the words of sh; here such a text is taken
 * apart as sh would do it and put together so that Windows PowerShell 5.1 and PowerShell 7 hand the same arguments on.
 *
 *   kubectl get pod web -o jsonpath='{.spec.nodeName}{"\n"}' | grep -i node
 *   kubectl get pod web -o jsonpath="{.spec.nodeName}{'\n'}" | Select-String node
 *
 * Only what the catalogue uses is understood: words, 'quotes', "$(…)", | and ;, </dev/null, > FILE.
 *
 * Facts used here: PowerShell's tokenizer (PowerShell/PowerShell src/System.Management.Automation/engine/parser/
 * tokenizer.cs and CharTraits.cs), which takes typographic quotes for quotes; learn.microsoft.com, about_Parsing:
 * 5.1 loses the " within an argument for a program unless a backslash is before it, and 7.3 passes that backslash on.
 * So no argument holds one: kubectl's JSONPath and its patches, which are YAML, take ' instead.
 */

/** The same command for PowerShell. */
export function toPowerShell(command: string): string {
  return parse(command).map(writePipeline).join("; ");
}

/** A JSON argument within prose, in the quotes of sh, gets those of PowerShell. */
export function proseToPowerShell(text: string): string {
  return text.replaceAll(/'(\{[^']*\})'/g, (_, json: string) => quoted(json));
}

interface Piece {
  readonly text: string;
  /** What the text is in sh: without quotes, in quotes, or a command whose output stands there. */
  readonly kind: "bare" | "quoted" | "output";
}

type Word = readonly Piece[];

interface Pipeline {
  readonly stages: readonly (readonly Word[])[];
  /** True for </dev/null. */
  readonly mute: boolean;
  /** Where the output goes; null for the terminal. */
  readonly into: Word | null;
}

/** One piece after the other; none can be read in two ways. */
const TOKEN =
  /(?<blank>\s+)|(?<mute><\s?\/dev\/null)|(?<into>>\s?)|(?<sign>[|;])|'(?<quoted>[^']*)'|"\$\((?<output>[^()"]*)\)"|\\(?<escaped>.)|(?<bare>[^\s'"\\|;<>]+)|(?<other>.)/gsu;

function parse(command: string): Pipeline[] {
  const pipelines: Pipeline[] = [];
  let stages: Word[][] = [[]];
  let mute = false;
  let into: Word | null = null;
  let word: Piece[] = [];
  let isTarget = false;
  const endWord = (): void => {
    if (word.length === 0) return;
    if (isTarget) into = word;
    else stages.at(-1)?.push(word);
    isTarget = false;
    word = [];
  };
  for (const { groups = {} } of `${command};`.matchAll(TOKEN)) {
    const { output, bare } = groups;
    const literal = groups["quoted"] ?? groups["escaped"] ?? groups["other"];
    if (literal !== undefined) word.push({ text: literal, kind: "quoted" });
    else if (output !== undefined) word.push({ text: output, kind: "output" });
    else if (bare !== undefined) word.push({ text: bare, kind: "bare" });
    else {
      endWord();
      if (groups["mute"] !== undefined) mute = true;
      if (groups["into"] !== undefined) isTarget = true;
      if (groups["sign"] === "|") stages.push([]);
      if (groups["sign"] === ";") {
        pipelines.push({ stages, mute, into });
        [stages, mute, into] = [[[]], false, null];
      }
    }
  }
  return pipelines;
}

function writePipeline({ stages, mute, into }: Pipeline): string {
  const end = into === null ? [] : textOf(into) === "/dev/null" ? ["Out-Null"] : [`Set-Content ${writeWord(into)}`];
  return [...(mute ? ["$null"] : []), ...stages.map(writeStage), ...end].join(" | ");
}

function writeStage(words: readonly Word[]): string {
  const [program = [], ...args] = words;
  const write = PROGRAMS[textOf(program)];
  return write === undefined ? words.map(writeWord).join(" ") : write(args);
}

/** Programs that Windows has under another name, or not at all. */
const PROGRAMS: Readonly<Record<string, (args: readonly Word[]) => string>> = {
  // In 5.1 the bare word is an alias of Invoke-WebRequest.
  curl: (args) => ["curl.exe", ...args.map(writeWord)].join(" "),
  rm: (args) => ["Remove-Item", ...args.map(writeWord)].join(" "),
  base64: (args) =>
    `[Convert]::ToBase64String([IO.File]::ReadAllBytes((Resolve-Path ${args.map(writeWord).join(" ")})))`,
  grep: selectString,
};

/** grep as a filter: flags among -E, -F, -i, -n and -w, of which the last is left out, then the pattern. */
function selectString(args: readonly Word[]): string {
  const flags = args.slice(0, -1).map(textOf).join("");
  return [
    "Select-String",
    ...(flags.includes("i") ? [] : ["-CaseSensitive"]),
    ...(flags.includes("F") ? ["-SimpleMatch"] : []),
    ...args.slice(-1).map(writeWord),
  ].join(" ");
}

function textOf(word: Word): string {
  return word.map(({ text }) => text).join("");
}

/**
 * What PowerShell reads as one word that means itself, for a program and for a cmdlet. Not among it: words that begin
 * like a number, a comma, which makes a list, and a dot or a colon behind a single dash, which end the word.
 */
const PLAIN = /^(?:0|[1-9]\d{0,8}|[-.]|-[A-Za-z][\w-]*|(?:--)?[A-Za-z_/][\w/:.=+-]*)$/;

/** `--flag=` and `container=` stay before the quotes, as people write it. */
const LEAD = /^(?:--)?[A-Za-z][\w-]*=/;

function writeWord(word: Word): string {
  if (word.every(({ kind }) => kind === "bare") && PLAIN.test(textOf(word))) return textOf(word);
  const [first, ...rest] = word;
  const lead = first?.kind === "bare" ? (LEAD.exec(first.text)?.[0] ?? "") : "";
  const pieces = lead === "" ? word : [{ text: first?.text.slice(lead.length) ?? "", kind: "bare" as const }, ...rest];
  return lead + (pieces.some(({ kind }) => kind === "output") ? expandable(pieces) : quoted(textOf(pieces)));
}

function expandable(pieces: readonly Piece[]): string {
  const inside = pieces.map(({ text, kind }) =>
    kind === "output" ? `$(${toPowerShell(text)})` : withoutDouble(text).replaceAll(/[`$“”„]/g, "`$&"),
  );
  return `"${inside.join("")}"`;
}

/** Typographic single quotes end a string as the plain one does, and like that one they stand for themselves when doubled. */
function quoted(text: string): string {
  const inside = withoutDouble(text);
  // Easier on the eye than every quote doubled.
  if (inside.includes("'") && !/[`$“”„]/.test(inside)) return `"${inside}"`;
  return `'${inside.replaceAll(/['‘’‚‛]/g, "$&$&")}'`;
}

function withoutDouble(text: string): string {
  return text.replaceAll('"', "'");
}
