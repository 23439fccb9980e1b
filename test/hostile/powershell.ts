/**
 * Commands read as PowerShell reads them, strictly: what could be anything but a word, a quoted string, a pipe or a
 * semicolon is an error, and so is an argument that Windows PowerShell 5.1 would not hand on as it stands.
 *
 * After the tokenizer of PowerShell itself (PowerShell/PowerShell src/System.Management.Automation/engine/parser/
 * tokenizer.cs: NextToken, ScanParameter, ScanGenericToken, ScanNumber; CharTraits.cs: IsSingleQuote, IsDoubleQuote,
 * IsDash, IsWhitespace, ForceStartNewToken).
 */

/** Programs and cmdlets in the order in which they stand, with their arguments; those within "$(…)" come first. */
export type Stages = readonly (readonly string[])[];

const SINGLE = "'‘’‚‛";
const DOUBLE = '"“”„';
const SPACE = /[\s\u0085\p{Z}]/u;
/** What ends a word without a blank. */
const SIGNS = "|;&(){},";

/** Throws an error that says what is not a plain word. */
export function readPowerShell(command: string): Stages {
  const stages: (readonly string[])[] = [];
  let stage: string[] = [];
  let at = 0;

  const next = (): string => command[at] ?? "";
  const refuse = (what: string): never => {
    throw new Error(`${what} at ${at}: ${command}`);
  };

  while (at < command.length) {
    const char = next();
    if (char === "\n" || char === "\r") refuse("a line break");
    else if (SPACE.test(char)) at++;
    else if (char === "|" || char === ";") {
      at++;
      if (next() === "|") refuse("||, which 5.1 does not know");
      if (stage.length === 0) refuse("an empty stage");
      stages.push(stage);
      stage = [];
    } else if (stage.length === 0) stage.push(readProgram());
    else stage.push(readArgument());
  }
  if (stage.length === 0) refuse("an empty stage");
  stages.push(stage);
  return stages.filter(([program]) => program !== "$null");

  /** In a program's place a quoted string would be a value, a keyword a statement, an alias another program. */
  function readProgram(): string {
    const [name] = /^(?:\$null(?= \|)|[A-Za-z][A-Za-z0-9.-]*(?![^\s|;]))/.exec(command.slice(at)) ?? [];
    if (name === undefined) return refuse("no name of a program");
    if (
      /^(?:if|for|foreach|while|do|switch|function|filter|return|exit|throw|try|trap|data|param|begin|end)$/i.test(name)
    )
      refuse("a keyword");
    if (/^(?:curl|wget|sc|diff|sort|rm|cp|mv|cat|ls|ps|kill|echo|tee|type|man)$/i.test(name)) refuse("an alias");
    at += name.length;
    return name;
  }

  function readArgument(): string {
    const start = at;
    if (/^[@#]|^<#|^-?-?%|^--%|^[1-6*]?>|^</.test(command.slice(at))) refuse("more than a word");
    let text = "";
    let bare = true;
    let printed = false;
    while (at < command.length && !SPACE.test(next()) && next() !== "|" && next() !== ";") {
      const char = next();
      if (SINGLE.includes(char)) {
        bare = false;
        text += readLiteral();
      } else if (DOUBLE.includes(char)) {
        bare = false;
        const before = stages.length;
        text += readExpandable();
        printed ||= stages.length > before;
      } else if (SIGNS.includes(char) || "$`<>".includes(char)) refuse("a sign that PowerShell acts upon");
      else {
        text += char;
        at++;
      }
    }
    const written = command.slice(start, at);
    // A parameter ends at these, and what is behind it becomes another argument.
    if (/^[-–—―][A-Za-z_?]/.test(written) && /[.:[]/.test(written)) refuse("a parameter that breaks");
    if (bare && /^[+-]?(?:\d|\.\d)/.test(written) && !/^(?:0|[1-9]\d{0,8})$/.test(written))
      refuse("a word like a number");
    if (bare && /^[–—―]/.test(written)) refuse("a dash that is none");
    // What 5.1 puts on a command line of Windows without escaping it.
    if (text === "" && !printed) refuse("an empty argument");
    if (text.includes('"')) refuse("a double quote in an argument");
    if (text.endsWith("\\") && /\s/.test(text)) refuse("a backslash before the closing quote");
    return text;
  }

  function readLiteral(): string {
    let text = "";
    for (at++; at < command.length; at++) {
      if (!SINGLE.includes(next())) text += next();
      else if (SINGLE.includes(command[at + 1] ?? " ")) text += command[at++];
      else {
        at++;
        return text;
      }
    }
    return refuse("a string that does not end");
  }

  function readExpandable(): string {
    let text = "";
    for (at++; at < command.length; at++) {
      const char = next();
      if (char === "`") text += command[++at] ?? "";
      else if (command.startsWith("$(", at)) readOutput();
      else if (char === "$") refuse("a variable in a string");
      else if (!DOUBLE.includes(char)) text += char;
      else if (DOUBLE.includes(command[at + 1] ?? " ")) text += command[at++];
      else {
        at++;
        return text;
      }
    }
    return refuse("a string that does not end");
  }

  /** A command of ours, or the one expression of ours. What it prints is not known. */
  function readOutput(): void {
    const [whole, inside] =
      /^\$\((\[Convert\]::ToBase64String\(\[IO\.File\]::ReadAllBytes\(\(Resolve-Path [A-Z]+\.json\)\)\)|[^()]*)\)/.exec(
        command.slice(at),
      ) ?? refuse("a subexpression");
    stages.push(...(inside?.startsWith("[") === true ? [["Resolve-Path"]] : readPowerShell(inside ?? "")));
    at += whole.length - 1;
  }
}

/** What the pasted text would say; null where nothing is wrong with it. */
export function complaint(command: string): string | null {
  try {
    readPowerShell(command);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
