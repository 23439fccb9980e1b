/**
 * A row that a terminal, a mail client or a person broke is put together again. The question at each break is
 * whether a blank stood there: `Error resp|onse` has none, `manifest … not|found` has one.
 */
import type { Bare } from "./undecorate.ts";

/** Words of pull errors. A break is inside a word when the two halves make one of these and the first alone is none. */
const VOCABULARY = new Set(
  `access already and anonymous any authentication authorization authority authorize awaiting back-off because blob body
  build but bytes cannot canceled certificate client code commit configuration connect connection container context copy
  could create credentials daemon deadline denied desc descriptor device dial digest directory disk does docker error exceeded
  exist expected expired extract failed fetch file first for format forbidden found from gateway get handshake head headers
  host http httpreadseeker https id image imagepullbackoff errimagepull in incorrect index internal invalid io is kubelet layer left limit
  list login lookup manifest match matching matched may media message mirrors misbehaving missing must name no not of offered on or open
  password permission platform precondition present proxy proxyconnect pull pulled pulling rate read reached reading reason record
  reference refused registry repository request requested requests require requires reset resolve response retrieve rpc
  scheme scope secret secrets seek server service signed some space stat status step such system tcp timeout tls to token too
  toomanyrequests unable unauthorized unavailable unexpected unknown unpack unreachable unsupported up username using valid
  verification verify version waiting was wanted while with write x509`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/**
 * The two texts as one. `left` ends at a break and `right` begins after it; `full` says that `left` ran to the very
 * edge, so that the break can be in the middle of a word.
 */
export function joinBroken(left: string, right: string, full: boolean): string {
  if (left === "") return right;
  const trimmed = right.trimStart();
  if (trimmed === "") return left;
  // One blank at the edge was part of the text; more of them are an indentation that the breaking program put there.
  if (left.endsWith(" ") || (full && /^ \S/.test(right))) return `${left.trimEnd()} ${trimmed}`;
  return insideWord(left, trimmed, full) ? left + trimmed : `${left} ${trimmed}`;
}

/** Cells of a frame are cut at its width and nowhere else, so they are simply put end to end. */
export function joinFramed(left: string, right: Bare, width: number): string {
  return left.length > 0 && width > 0 && left.length % width === 0
    ? left + right.text
    : joinBroken(left, right.text, true);
}

function insideWord(left: string, right: string, full: boolean): boolean {
  const before = /[A-Za-z0-9-]+$/.exec(left)?.[0] ?? "";
  const after = /^[A-Za-z0-9-]+/.exec(right)?.[0] ?? "";
  if (before === "" || after === "") {
    // A name goes on behind its punctuation: `…/manifests/` + `v1.1.0`, `external-secrets:` + `v0.10.4"`.
    if (/[\w"]\/$/.test(left) && /^[\w.-]/.test(right)) return true;
    if (/[\w.-]:$/.test(left) && /^[\w.-]+"/.test(right) && oddQuotes(left)) return true;
    if (full && right.startsWith('"') && oddQuotes(left)) return true;
    return full && /[\w"'/.:@=?&%-]$/.test(left) && /^[/.:@=?&%-]/.test(right);
  }
  const whole = VOCABULARY.has((before + after).toLowerCase());
  const halves = VOCABULARY.has(before.toLowerCase()) && VOCABULARY.has(after.toLowerCase());
  if (whole && !(VOCABULARY.has(before.toLowerCase()) && VOCABULARY.has(after.toLowerCase()))) return true;
  if (halves) return false;
  // Inside an open quotation there is a name, and names have no blanks.
  if (full && oddQuotes(left) && !/\s/.test(left.slice(left.lastIndexOf('"')))) return true;
  if (!full) return false;
  return !VOCABULARY.has(before.toLowerCase()) || !VOCABULARY.has(after.toLowerCase());
}

function oddQuotes(text: string): boolean {
  return (text.split('"').length - 1) % 2 === 1;
}
