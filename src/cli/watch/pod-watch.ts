/**
 * `kubectl get --raw …?watch=1`: the server's stream of changes, one JSON object a line. It only says that there is
 * something new to look at; what is told comes from a look. kubectl hands on each line as it comes, and unlike
 * `kubectl get --watch` asks for no list before.
 */
import { serverPath } from "../context.ts";
import type { Kubectl } from "../kubectl.ts";
import { explainKubectl } from "../kubectl-errors.ts";
import { isObject, type KubeObject, textAt } from "../kubectl-json.ts";
import { type ListQuestion, pathOf } from "../list-pages.ts";
import type { Connection } from "../request.ts";
import { UserError } from "../user-error.ts";
import type { ChangeType } from "./pod-states.ts";

export interface WatchEnd {
  /** Null where it has come to its time, or the server asks for a new list. */
  readonly reason: UserError | null;
  /** The right to watch is missing, and it will be missing the next time too. */
  readonly isForbidden: boolean;
}

/** Seconds, after which the server ends it and all is looked at anew: what a lost change has left behind lasts no longer. */
const LASTS = 300;
/** A pod has 1.5 MB at most. */
const LONGEST_LINE = 16_000_000;

export type Hear = (type: ChangeType, pod: KubeObject) => void;

export interface PodWatch {
  /** Whatever changes once this is settled is heard. */
  readonly begun: Promise<void>;
  /** Never rejected for a reason that a user can have to do with. */
  readonly ended: Promise<WatchEnd>;
}

export function watchPods(
  question: ListQuestion,
  kubectl: Kubectl,
  connection: Pick<Connection, "flags">,
  hear: Hear,
): PodWatch {
  let begin = (): void => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const ended = follow(question, kubectl, connection, hear, begin)
    .catch((error: unknown): WatchEnd => {
      if (!(error instanceof UserError)) throw error;
      return { reason: error, isForbidden: false };
    })
    .finally(begin);
  return { begun, ended };
}

async function follow(
  question: ListQuestion,
  kubectl: Kubectl,
  connection: Pick<Connection, "flags">,
  hear: Hear,
  begin: () => void,
): Promise<WatchEnd> {
  const { resourceVersion, prefix } = await whereItStands(question, kubectl, connection);
  begin();
  const path = pathOf(question, 0, null);
  const watch = { watch: "1", resourceVersion, allowWatchBookmarks: "true", timeoutSeconds: String(LASTS) };
  const lines = new LineReader(hear);
  const answer = await kubectl(
    ["get", "--raw", `${prefix}${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams(watch).toString()}`],
    { silence: LASTS + 30, eat: (chunk) => lines.eat(chunk) },
  );
  if (answer.exitCode === 0 || lines.hasExpired) return { reason: null, isForbidden: false };
  return { reason: explainKubectl(answer, { what: "the pods" }), isForbidden: /\(Forbidden\)/.test(answer.stderr) };
}

/** The version of all that the server has, and what of its address `--raw` leaves out; a list of one pod tells both. */
async function whereItStands(
  { namespace }: ListQuestion,
  kubectl: Kubectl,
  connection: Pick<Connection, "flags">,
): Promise<{ readonly resourceVersion: string; readonly prefix: string }> {
  const path = pathOf({ resource: "pods", namespace }, 1, null);
  let prefix = "";
  let answer = await kubectl(["get", "--raw", path]);
  if (answer.exitCode !== 0) {
    prefix = await serverPath({ kubectl, connection });
    if (prefix !== "") answer = await kubectl(["get", "--raw", prefix + path]);
  }
  if (answer.exitCode !== 0) throw explainKubectl(answer, { what: "the pods" });
  return { resourceVersion: textAt(parsed(answer.stdout), "metadata", "resourceVersion"), prefix };
}

/** Bytes → changes. A line that is no change is passed over: the next look does not depend on it. */
class LineReader {
  hasExpired = false;
  private pieces: Buffer[] = [];
  private length = 0;
  private readonly hear: Hear;

  constructor(hear: Hear) {
    this.hear = hear;
  }

  eat(chunk: Uint8Array): void {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = rest.indexOf(LINE_FEED); at !== -1; at = rest.indexOf(LINE_FEED)) {
      this.keep(rest.subarray(0, at));
      this.finish();
      rest = rest.subarray(at + 1);
    }
    this.keep(rest);
  }

  private keep(piece: Buffer): void {
    this.length += piece.length;
    if (this.length <= LONGEST_LINE) this.pieces.push(piece);
    else this.pieces = [];
  }

  private finish(): void {
    const line = Buffer.concat(this.pieces).toString();
    this.pieces = [];
    this.length = 0;
    const { type, object } = parsed(line);
    if (!isObject(object)) return;
    // 410: the server has forgotten what came after the version that was asked for.
    if (type === "ERROR") this.hasExpired = true;
    else if (type === "ADDED" || type === "MODIFIED" || type === "DELETED") this.hear(type, object);
  }
}

const LINE_FEED = 0x0a;

function parsed(text: string): KubeObject {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
