/**
 * Credentials that travel inside error messages, masked: user and password in a URL, signatures of pre-signed URLs (S3,
 * Azure SAS, Google Cloud Storage, CloudFront), authorization headers, web tokens, docker configurations, passwords
 * and keys behind their labels, tokens that say whose they are. Escaped for a URL or for JSON, or broken over two lines,
 * they are the same secrets. What they look like stands in redact/secret-rules.ts.
 */
import { looksRandom, SECRET_RULES } from "../redact/secret-rules.ts";
import { rangeOf, type View, viewsOf } from "../redact/views.ts";
import type { PullReport } from "../report.ts";

const MASK = "***";

/** In a command, where stars would be a pattern for names of files. */
const MASK_IN_COMMANDS = "MASKED";

export function maskSecrets(text: string, mask: string = MASK): string {
  if (!mayHoldSecret(text)) return text;
  let masked = "";
  let from = 0;
  for (const [start, end] of merged(secretsIn(text))) {
    masked += text.slice(from, start) + mask;
    from = end;
  }
  return masked + text.slice(from);
}

/**
 * Most texts hold none, and there are many of them. Each rule begins with one of these; escapes and line breaks could
 * hide it.
 */
const HINT =
  /[\n%\\&?;@]|-----|\be[yw]|auth|bearer|basic|token|key|pass|pwd|secret|cookie|signature|response=|login|-u|--user|A[KSBC][ICA]A|IQoJ|GoZXIv|gh[pousr]_|github_|gl(?:pat|dt|rt|ptt|ft|cbt|soat|agent|oas)-|dckr_|xox|xapp|hooks|AIza|ya29|GOCSPX|npm_|hf_|do[po]_v1|hvs|AKCp/i;

function mayHoldSecret(text: string): boolean {
  // Nothing that short holds a label or a prefix and a secret behind it.
  return text.length >= 8 && HINT.test(text);
}

/** Every text of a report, the names and the commands too: anything in them came from the input. */
export function maskReport(report: PullReport): PullReport {
  // Failures with one cause behind them say the same hundreds of times.
  const masked = { [MASK]: new Map<string, string>(), [MASK_IN_COMMANDS]: new Map<string, string>() };
  const maskText = (text: string, mask: typeof MASK | typeof MASK_IN_COMMANDS): string => {
    const known = masked[mask].get(text);
    if (known !== undefined) return known;
    const hidden = maskSecrets(text, mask);
    masked[mask].set(text, hidden);
    return hidden;
  };
  const maskValue = (value: unknown, field: string): unknown => {
    if (typeof value === "string") return maskText(value, isCommand(field) ? MASK_IN_COMMANDS : MASK);
    if (Array.isArray(value)) return value.map((one) => maskValue(one, field));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, maskValue(one, key)]));
  };
  return maskValue(report, "") as PullReport;
}

function isCommand(field: string): boolean {
  return field === "run" || field === "check";
}

type Range = readonly [start: number, end: number];

function secretsIn(text: string): Range[] {
  const { plain, undone, joined, breaks } = viewsOf(text);
  const views = undone === null ? [plain] : [plain, undone];
  return [
    ...views.flatMap((view) => found(view).map(({ start, end }) => rangeOf(view, start, end))),
    ...(joined === null
      ? []
      : found(joined).flatMap((one) => pieces(joined.text, one, breaks).map(([a, b]) => rangeOf(joined, a, b)))),
  ];
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly fixed: boolean;
}

function found({ text }: View): Found[] {
  return SECRET_RULES.flatMap(({ pattern, is, fixed = false }) => {
    const all: Found[] = [];
    for (const match of text.matchAll(pattern)) {
      const [start, end] = match.indices?.groups?.["s"] ?? [0, 0];
      if (is === undefined || is(text.slice(start, end))) all.push({ start, end, fixed });
    }
    return all;
  });
}

/** What goes on behind a line break belongs to the secret as long as it looks like one; a word there is a word. */
function pieces(text: string, { start, end, fixed }: Found, breaks: readonly number[]): Range[] {
  const all: Range[] = [];
  let from = start;
  for (const at of [...breaks.filter((one) => one > start && one < end), end]) {
    if (from !== start && !fixed && !goesOn(text.slice(from, at), text[at] ?? "")) break;
    all.push([from, at]);
    from = at;
  }
  return all;
}

function goesOn(piece: string, next: string): boolean {
  // "ErrImagePull" changes from small to capital twice.
  const changes = piece.match(/[a-z][A-Z]/g)?.length ?? 0;
  const isMixed = changes > 3 || /[A-Z]{2}[a-z]|[a-z][A-Z]{2}|[=+/_]/.test(piece);
  return piece.length >= 16 || isMixed || looksRandom(piece) || /["'&@]/.test(next);
}

function merged(ranges: readonly Range[]): Range[] {
  const sorted = ranges.filter(([start, end]) => end > start).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const whole: [number, number][] = [];
  for (const [start, end] of sorted) {
    const last = whole.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else whole.push([start, end]);
  }
  return whole;
}
