/**
 * Several errors in one message, told apart.
 *
 *   [err1, err2]                                   kubelet: one per pull secret tried (k8s.io/apimachinery aggregate)
 *   (Mirrors also failed: [m1: err1] [m2: err2]): upstream: err   containers/image docker/docker_image_src.go
 *   pull image err: err1; artifact err: err2       CRI-O since 1.33.4: the same image tried as an OCI artifact
 */

import type { Prepared } from "./prepare.ts";
import type { PullError } from "./pull-error.ts";

export interface Branch {
  /** Parts of the text that belong to it: what all branches share, then its own. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
  readonly of: PullError["of"];
}

export function splitBranches(prepared: Prepared): readonly Branch[] {
  const text = prepared.text;
  let end = text.length;

  // The second attempt repeats the first one's words, or complains that an image is no artifact.
  const artifact = /; artifact err: /.exec(text);
  if (artifact !== null) end = artifact.index;

  const mirrors = /\(Mirrors also failed: /.exec(text);
  if (mirrors !== null && mirrors.index < end) return splitMirrors(text, mirrors.index, mirrors[0].length, end);

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
  for (const comma of text.slice(open, last).matchAll(NEXT_ELEMENT)) starts.push(open + comma.index + comma[0].length);
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
    if (stop > start)
      mirrors.push({ ranges: [shared, { start: start + (text[start] === "[" ? 1 : 0), end: stop }], of: "mirror" });
    start = stop + boundary[0].length;
  }
  if (close === -1 || text.slice(close + 4, end).trim() === "")
    return mirrors.length > 0 ? mirrors : [{ ranges: [{ start: 0, end }], of: null }];
  return [{ ranges: [shared, { start: close + 4, end }], of: "upstream" }, ...mirrors];
}
