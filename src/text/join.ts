/**
 * A row that a terminal, a mail client or a person broke is put together again. The question at each break is
 * whether a blank stood there: `Error resp|onse` has none, `manifest … not|found` has one.
 */
import type { Bare } from "./undecorate.ts";

/** Words of pull errors. A break is inside a word when the two halves make one of these and the first alone is none. */
const VOCABULARY = new Set(
  `a access account accepted action active after again allowed already an and anonymous any anything application are
  argument as asked at attempt attempting attempts auth authenticated authentication authority authorization authorize
  awaiting back-off bad be because been before beginning being between blob blocked body broken build but by bytes call
  callback can canceled cannot cause certificate change character check checksum client closed code command commit
  common connect connection container content context control copy could create created credentials current daemon data
  deadline default delete denied desc descriptor device dial did digest directory disk do docker does done down download
  driver due during each empty enable end endpoint enough entries entry errimagepull error exceeded exec exist existing
  exists exit expected expired extract failed fetch field file filesystem find first for forbidden format found from full
  gateway gave get gone got handshake has hash have head header headers host hosts how http httpreadseeker https id if
  image imagepullbackoff images in incompatible incorrect increase index info input instead internal into invalid io is
  issue it its key kubelet last later layer left legacy legal length level limit line link list local log login lookup
  machine made malformed manifest many match matched matching may media memory message method mirrors misbehaving missing
  mode more most mount must name names need network next no node none not nothing now number object of offered on once
  one only open operation or other out output over owner package page parse parsing part pass password path payload
  permission permitted pipe platform please pod policy port precondition present problem process protocol proxy
  proxyconnect public pull pulled pulling push quota rate reach reached read reading reason record redirect redirects
  reference refused register registry rejected relies remote repository request requested requests require required
  requires reset resolve resource response restart result retrieve return right root route rpc running same schema scheme
  scope search second secret secrets see seek sent server service set short should signature signed size snapshot so
  socket some source space specification start stat state status step stopped storage store stored string structure
  succeed successfully such support supported syntax system tag target tcp temporary than that the then there these they
  this those time timeout tls to token too toomanyrequests tried trust try trying two type unable unauthorized
  unavailable under unexpected unknown unless unpack unreachable unsupported until up upgrading usage use used user
  username using valid value variant verification verified verify version via visit waiting wanted was web were when
  where which while who will with within without word work write writing wrong x509 yet you your`
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
  // No blank ever stands before these.
  if (/^[,;)\]]/.test(trimmed)) return left.trimEnd() + trimmed;
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
  // Inside an open quotation without a blank there is a name, and names have none.
  if (full && oddQuotes(left) && !/\s/.test(left.slice(left.lastIndexOf('"')))) return true;
  const before = /(?<![A-Za-z0-9-])[A-Za-z0-9-]+$/.exec(left.slice(-LONGEST_WORD))?.[0] ?? "";
  const after = /^[A-Za-z0-9-]+/.exec(right)?.[0] ?? "";
  if (before === "" || after === "") {
    // A name goes on behind its punctuation: `…/manifests/` + `v1.1.0`, `external-secrets:` + `v0.10.4"`.
    if (/[\w"]\/$/.test(left) && /^[\w.-]/.test(right)) return true;
    if (full && OPEN_NAME.test(left) && /^\w/.test(right)) return true;
    if (/[\w.-]:$/.test(left) && /^[\w.-]+"/.test(right) && oddQuotes(left)) return true;
    if (full && right.startsWith('"') && oddQuotes(left)) return true;
    return full && /[\w"'/.:@=?&%-]$/.test(left) && /^[/.:@=?&%-]/.test(right);
  }
  const isWord = (text: string): boolean => VOCABULARY.has(text.toLowerCase());
  if (isWord(before) && isWord(after)) return false;
  if (isWord(before + after)) return true;
  // A fragment of a name is hardly ever a word of three letters or more.
  const long = (text: string): boolean => text.length > 2 && isWord(text);
  return full && !long(before) && !long(after);
}

/** Longer than any word of the vocabulary; what is longer is part of a name. */
const LONGEST_WORD = 64;

/** A reference that was broken behind its punctuation: before the tag, or inside it. */
const OPEN_NAME = /(?:^|[\s"])[\w.-]{1,253}(?::\d{1,5})?\/[\w./-]{0,400}(?::|:[\w.-]{0,127}[.-])$/;

function oddQuotes(text: string): boolean {
  return (text.split('"').length - 1) % 2 === 1;
}
