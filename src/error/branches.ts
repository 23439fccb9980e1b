/**
 * Several errors in one message, told apart.
 *
 *   [err1, err2]                                   kubelet: one per pull secret tried (k8s.io/apimachinery aggregate)
 *   (Mirrors also failed: [m1: err1] [m2: err2]): upstream: err   containers/image docker/docker_image_src.go
 *   pull image err: err1; artifact err: err2       CRI-O since 1.33.4: the same image tried as an OCI artifact
 *   2 errors occurred while pulling: * err1 * err2 podman: a short name, looked for in several registries
 */

import type { Prepared } from "./prepare.ts";
import type { PullError } from "./pull-error.ts";

export interface Branch {
  /** Parts of the text that belong to it: what all branches share, then its own. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
  readonly of: PullError["of"];
}

/** Nobody has more pull secrets, mirrors or registries to search. Each branch is judged with all words before it. */
const MOST_BRANCHES = 32;

export function splitBranches(prepared: Prepared): readonly Branch[] {
  const text = prepared.text;
  let end = text.length;

  // The second attempt repeats the first one's words, or complains that an image is no artifact.
  const artifact = /; artifact err: /.exec(text);
  if (artifact !== null) end = artifact.index;

  const mirrors = /\(Mirrors also failed: /.exec(text);
  if (mirrors !== null && mirrors.index < end) return splitMirrors(text, mirrors.index, mirrors[0].length, end);

  const candidates = splitCandidates(text.slice(0, end), prepared.masked);
  if (candidates !== null) return candidates;

  const list = /(?:^|: )(?=\[(?:rpc error|failed to|unable to|Error|initializing|pinging|reading))/.exec(text);
  if (list !== null && list.index < end) return splitList(text, list.index + list[0].length, end);

  return [{ ranges: [{ start: 0, end }], of: null }];
}

/** Elements of a kubelet aggregate begin with these words; a comma inside an element is not followed by them. */
const NEXT_ELEMENT =
  /, (?=rpc error: |failed to pull |unable to |initializing source |Error response from daemon: |Error |reading manifest )/g;

function splitList(text: string, open: number, end: number): Branch[] {
  const shared = { start: 0, end: open };
  const close = text.lastIndexOf("]", end);
  const last = close > open ? close : end;
  const starts = [open + 1];
  for (const comma of text.slice(open, last).matchAll(NEXT_ELEMENT)) {
    if (starts.length < MOST_BRANCHES) starts.push(open + comma.index + comma[0].length);
  }
  return starts.map((start, index) => {
    const next = starts[index + 1];
    return { ranges: [shared, { start, end: next === undefined ? last : next - 2 }], of: null };
  });
}

/** The upstream's own error is the one that counts, so it comes first; where it was cut off, the mirrors speak. */
function splitMirrors(text: string, open: number, length: number, end: number): Branch[] {
  const shared = { start: 0, end: open };
  const close = text.indexOf("]): ", open);
  const inner = { start: open + length, end: close === -1 ? end : close };
  const mirrors: Branch[] = [];
  let start = inner.start;
  for (const boundary of text.slice(inner.start, inner.end).matchAll(/\] ?(?=\[)|$/g)) {
    const stop = inner.start + boundary.index;
    if (stop > start && mirrors.length < MOST_BRANCHES)
      mirrors.push({ ranges: [shared, { start: start + (text[start] === "[" ? 1 : 0), end: stop }], of: "mirror" });
    start = stop + boundary[0].length;
  }
  if (close === -1 || text.slice(close + 4, end).trim() === "")
    return mirrors.length > 0 ? mirrors : [{ ranges: [{ start: 0, end }], of: null }];
  // That a copy lacks the image tells nothing of the upstream.
  const telling = mirrors.filter(({ ranges }) => !NOT_THERE.test(text.slice(ranges[1]?.start, ranges[1]?.end)));
  return [{ ranges: [shared, { start: close + 4, end }], of: "upstream" }, ...telling];
}

/** A bullet of podman's list. */
const NEXT_CANDIDATE =
  /(?:^| )\* (?=(?:error )?(?:choosing|committing|copying|creating|determining|initializing|parsing|pinging|reading|storing|unable|writing)\b)/gi;
const CANDIDATES_HEAD = /\b([2-9]|\d\d) errors occurred(?: while pulling)?:/;
const NOT_THERE = /\b(?:manifest|name) unknown\b|\bnot found\b/i;
const REFUSED = /\bdenied\b|\bunauthorized\b|authentication required|invalid username/i;

/**
 * That one of the registries does not know the name tells nothing of the image, unless all of them say so; where a
 * registry has the image and something else goes wrong, that is the fault.
 */
function splitCandidates(text: string, masked: string): Branch[] | null {
  const bullets = [...text.matchAll(NEXT_CANDIDATE)].slice(0, MOST_BRANCHES);
  const head = CANDIDATES_HEAD.exec(text);
  const first = bullets[0];
  if (first === undefined || (head === null && bullets.length < 2)) return null;
  if (head !== null && head.index > first.index) return null;
  // In front of the list stands what was printed while the registries were tried, one after another.
  const begin = Math.max(0, text.slice(0, head?.index ?? first.index).lastIndexOf("Error: "));
  const shared = { start: begin, end: first.index };
  const found = bullets.map((bullet, index) => {
    const range = { start: bullet.index + bullet[0].length, end: bullets[index + 1]?.index ?? text.length };
    const words = masked.slice(range.start, range.end);
    const rank = NOT_THERE.test(words) ? 2 : REFUSED.test(words) ? 1 : 0;
    return { rank, branch: { ranges: [shared, range], of: null } };
  });
  const telling = found.filter(({ rank }) => rank < 2);
  return (telling.length > 0 ? telling : found).sort((a, b) => a.rank - b.rank).map(({ branch }) => branch);
}
