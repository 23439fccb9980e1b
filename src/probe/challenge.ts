/**
 * `WWW-Authenticate`: what a registry wants before it answers.
 *
 *   Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/nginx:pull"
 *
 * Source: RFC 9110 section 11.6.1; distribution's specification of token authentication.
 */
export interface Challenge {
  /** In lower case: "bearer", "basic". */
  readonly scheme: string;
  /** Names in lower case; of a name given twice the first. */
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const SPACE = /[ \t]*/y;
/** What stands where a parameter would: base64 of Negotiate and the like. */
const TOKEN68 = /[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/y;

/** Every challenge of one header; several header fields are joined by commas before. What cannot be read is passed over. */
export function readChallenges(header: string): Challenge[] {
  const found: { scheme: string; parameters: Map<string, string> }[] = [];
  const scan = scanner(header);
  while (!scan.isAtEnd()) {
    const word = scan.take(TOKEN);
    if (word === "") {
      scan.skip();
      continue;
    }
    scan.take(SPACE);
    const current = found.at(-1);
    if (scan.takeSign("=") && current !== undefined) {
      const value = scan.value();
      const name = word.toLowerCase();
      if (!current.parameters.has(name)) current.parameters.set(name, value);
    } else {
      found.push({ scheme: word.toLowerCase(), parameters: new Map() });
      scan.take(TOKEN68);
    }
  }
  return found;
}

interface Scanner {
  isAtEnd(): boolean;
  skip(): void;
  /** What the sticky pattern matches here; empty where it does not. */
  take(pattern: RegExp): string;
  takeSign(sign: string): boolean;
  value(): string;
}

function scanner(text: string): Scanner {
  let at = 0;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? "";
    at += found.length;
    return found;
  };
  const takeSign = (sign: string): boolean => {
    if (text[at] !== sign) return false;
    at++;
    return true;
  };
  const quoted = (): string => {
    let value = "";
    while (at < text.length && text[at] !== '"') {
      if (text[at] === "\\" && at + 1 < text.length) at++;
      value += text[at++];
    }
    at++;
    return value;
  };
  return {
    isAtEnd: () => at >= text.length,
    skip: () => {
      at++;
    },
    take,
    takeSign,
    value: () => {
      take(SPACE);
      // Some registries leave the quotes out where RFC 9110 wants them, as in realm=https://host/token.
      return takeSign('"') ? quoted() : take(/[^\s,"]*/y);
    },
  };
}
