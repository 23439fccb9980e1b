/**
 * One error message taken apart: the layers that programs put around it, the facts that those layers state, and the
 * leaf, which is what no known layer explains. Nothing is judged here.
 *
 *   Failed to pull image "nginx:lates": rpc error: code = NotFound desc = failed to resolve reference "…": …: not found
 *   └ pull-image ──────────────────────┘└ grpc ──────────────────────────┘└ resolve-reference ───────────┘└ leaf ────┘
 *
 * A message can hold several errors: the kubelet's `[one, two]` when it tried several credentials, a mirror list,
 * CRI-O's image and artifact attempts. Each becomes a `PullError` of its own; see branches.ts.
 */
import type { ErrorStep, Runtime } from "../report.ts";
import { mayMatch } from "./anchor.ts";
import { splitBranches } from "./branches.ts";
import { CODES, LAYER_RULES } from "./layers.ts";
import { type Prepared, prepare } from "./prepare.ts";

export interface PullError {
  /** The whole message as the input has it, also where this error is one of several in it. */
  readonly message: string;
  readonly layers: readonly Layer[];
  /** Outermost gRPC code that is not Unknown, else Unknown, else null (kubelets since 1.28 strip Unknown). */
  readonly grpcCode: string | null;
  /** The innermost HTTP request that is named. */
  readonly request: HttpRequest | null;
  /** The innermost HTTP status. */
  readonly http: HttpAnswer | null;
  readonly registry: readonly RegistryError[];
  /** The innermost network operation. */
  readonly network: NetworkOperation | null;
  /** What the runtime says of the credentials it used at the token endpoint; null where it does not say. */
  readonly credentials: "none" | "sent" | null;
  readonly runtime: Runtime;
  readonly leaf: Leaf;
  /** Names hidden; offsets are those of `prepared.text`. */
  readonly prepared: Prepared;
  /** Where this error begins and ends in `prepared.text`. */
  readonly start: number;
  readonly end: number;
  /** For an error of a mirror list: which part it is. Null for all others. */
  readonly of: "mirror" | "upstream" | null;
}

export interface Layer {
  readonly step: string;
  readonly subject: string | null;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** True where the words alone tell that an image is being pulled. */
  readonly pull: boolean;
  readonly by: Runtime | null;
  /** Other parts that the rule names: method, url, host, status, code, network, server, path, tag. */
  readonly parts: Readonly<Record<string, string>>;
}

export interface Leaf {
  readonly text: string;
  readonly masked: string;
  readonly start: number;
  readonly end: number;
}

/** Which part of the registry protocol a request or an answer belongs to. */
export type Endpoint = "ping" | "token" | "manifest" | "blob" | "other";

export interface HttpRequest {
  readonly method: string | null;
  readonly url: string;
  readonly host: string | null;
  readonly endpoint: Endpoint;
}

export interface HttpAnswer {
  readonly status: number;
  readonly endpoint: Endpoint;
  readonly host: string | null;
  readonly start: number;
  readonly end: number;
}

export interface RegistryError {
  /** In the OCI spelling: DENIED, MANIFEST_UNKNOWN, ...; null where the registry's words came without a code. */
  readonly code: string | null;
  readonly message: string;
  /** The message with names hidden; begins at `messageStart`. */
  readonly masked: string;
  readonly messageStart: number;
  readonly start: number;
  readonly end: number;
}

export interface NetworkOperation {
  readonly operation: "dial" | "lookup" | "read" | "write" | "proxy";
  /** tcp, udp or unix; null for a look-up. */
  readonly network: string | null;
  /** The address dialled, or the name looked up. */
  readonly subject: string | null;
  readonly start: number;
}

/** Every error in the message, the most telling part of a list first; at least one. Never throws. */
export function parsePullErrors(message: string): readonly PullError[] {
  const known = recent.get(message);
  if (known !== undefined) return known;
  const errors = parse(message);
  if (recent.size >= MOST_RECENT) recent.clear();
  recent.set(message, errors);
  return errors;
}

/** Where a paste runs several rows together, the words of the second must not explain the image of the first. */
function untilNextPull(message: string): string {
  let first: string | null = null;
  for (const { 1: image = "", index } of message.matchAll(
    /\b(?:Failed to pull|Back-off pulling) image ?"([^"]{1,400})"/g,
  )) {
    if (first === null) first = image;
    else if (image !== first && /[^\s:"(]["']?\s{0,80}$/.test(message.slice(Math.max(0, index - 84), index)))
      return message.slice(0, index);
  }
  return message;
}

/** The pods of a Deployment all say the same, and each says it in several places. */
const recent = new Map<string, readonly PullError[]>();
const MOST_RECENT = 256;

function parse(given: string): readonly PullError[] {
  const message = untilNextPull(given);
  const prepared = prepare(message);
  return splitBranches(prepared).map((branch) => {
    const ranges = branch.ranges;
    const layers = ranges.flatMap((range) => findLayers(prepared, range.start, range.end));
    return assemble(message, prepared, layers, branch.of, ranges[0]?.start ?? 0, ranges.at(-1)?.end ?? 0);
  });
}

export function hasStep(error: PullError, ...steps: readonly string[]): boolean {
  return error.layers.some((layer) => steps.includes(layer.step));
}

export function subjectOf(error: PullError, step: string): string | null {
  return error.layers.find((layer) => layer.step === step && layer.subject !== null)?.subject ?? null;
}

/** All places where a rule matches, outermost first, none inside another. */
function findLayers(prepared: Prepared, start: number, end: number): Layer[] {
  const masked = prepared.masked.slice(start, end);
  const found: Layer[] = [];
  const lower = masked.toLowerCase();
  for (const rule of LAYER_RULES) {
    if (!mayMatch(rule.anchors, lower)) continue;
    const { step, pattern, by, pull } = rule;
    pattern.lastIndex = 0;
    for (const match of masked.matchAll(pattern)) {
      if (match[0] === "") continue;
      const parts: Record<string, string> = {};
      for (const [name, range] of Object.entries(match.indices?.groups ?? {})) {
        if (range !== undefined) parts[name] = unquote(prepared.text.slice(start + range[0], start + range[1]));
      }
      const from = start + match.index;
      const to = from + match[0].length;
      found.push({
        step,
        subject: parts["subject"] ?? null,
        text: withoutEnd(prepared.text.slice(from, to), ': "('),
        start: from,
        end: to,
        pull: pull ?? false,
        by: by ?? null,
        parts,
      });
    }
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Layer[] = [];
  for (const layer of found) {
    const previous = kept.at(-1);
    if (previous === undefined || layer.start >= previous.end) kept.push(layer);
  }
  return kept;
}

function unquote(text: string): string {
  return /^(["'`]).*\1$/.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

function assemble(
  message: string,
  prepared: Prepared,
  layers: readonly Layer[],
  of: PullError["of"],
  start: number,
  end: number,
): PullError {
  const leaf = findLeaf(prepared, layers, start, end);
  const http = findAnswer(layers);
  return {
    message,
    layers,
    grpcCode: findGrpcCode(layers),
    request: findRequest(layers),
    http,
    registry: findRegistryErrors(prepared, layers, leaf, http),
    network: findNetwork(layers),
    credentials: findCredentials(layers),
    runtime: findRuntime(layers, prepared),
    leaf,
    prepared,
    start,
    end,
    of,
  };
}

/** Class words that containerd's errdefs appends; they tell nothing that the words before them do not. */
const CLASS_TAIL = /: (?:unknown|failed precondition|invalid argument|unavailable|aborted)$/;

/**
 * Structured log lines go on behind the error: `…: connection refused" pod="kube-system/x" podUID=…`, and so do
 * tools that wrap it: `…, error: exit status 1`. A paste runs on into the next row: `… Error: ErrImagePull`, also with
 * its line ends written out: `…: not found\\n3m18s   Warning`.
 */
const LOG_TAIL =
  /(?<!")"+ (?:[a-zA-Z_]{1,64}=|, )|, error: exit status \d+|"? ?\((?:exec|manager)\.go:\d+|(?:^|[\s.])Error: (?:ErrImagePull|ImagePullBackOff)\b|\\+n(?:\S{0,8}$|(?:\d+[smhd])+\b|[a-z0-9-]{1,63} {2,})/;

function findLeaf(prepared: Prepared, layers: readonly Layer[], start: number, end: number): Leaf {
  const from = layers.at(-1)?.end ?? start;
  let to = end;
  const tail = LOG_TAIL.exec(prepared.masked.slice(from, end));
  if (tail !== null) to = from + tail.index;
  while (to > from && /[\s"')\]}`|│]/.test(prepared.text[to - 1] as string) && !opensIn(prepared.text, from, to)) to--;
  for (let tail = classTail(); tail > 0; tail = classTail()) to -= tail;
  return { text: prepared.text.slice(from, to), masked: prepared.masked.slice(from, to), start: from, end: to };

  function classTail(): number {
    const word = CLASS_TAIL.exec(prepared.text.slice(Math.max(from + 1, to - 24), to));
    return word === null ? 0 : word[0].length;
  }
}

function withoutEnd(text: string, chars: string): string {
  let end = text.length;
  while (end > 0 && chars.includes(text[end - 1] as string)) end--;
  return text.slice(0, end);
}

/** A closing bracket belongs to the leaf when it was opened there: `(Client.Timeout exceeded …)`. */
function opensIn(text: string, from: number, to: number): boolean {
  const pairs: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
  const open = pairs[text[to - 1] as string];
  return open !== undefined && text.slice(from, to - 1).includes(open);
}

/** Names of the numeric codes, google.golang.org/grpc/codes. */
const GRPC_CODES = [
  "OK",
  "Canceled",
  "Unknown",
  "InvalidArgument",
  "DeadlineExceeded",
  "NotFound",
  "AlreadyExists",
  "PermissionDenied",
  "ResourceExhausted",
  "FailedPrecondition",
  "Aborted",
  "OutOfRange",
  "Unimplemented",
  "Internal",
  "Unavailable",
  "DataLoss",
  "Unauthenticated",
];

function findGrpcCode(layers: readonly Layer[]): string | null {
  const codes = layers.flatMap((layer) => {
    const code = layer.step === "grpc" ? layer.parts["code"] : undefined;
    if (code === undefined) return [];
    return [/^\d+$/.test(code) ? (GRPC_CODES[Number(code)] ?? code) : code];
  });
  return codes.find((code) => code !== "Unknown") ?? codes[0] ?? null;
}

function hostOf(url: string): string | null {
  const found = /^[a-z][a-z0-9+.-]*:\/\/([^/?#\s]*)/i.exec(url);
  return found?.[1] === undefined || found[1] === "" ? null : found[1];
}

function endpointOf(url: string): Endpoint {
  if (/\/manifests\//.test(url)) return "manifest";
  if (/\/blobs?\//.test(url)) return "blob";
  if (/\/v[12]\/(?:_ping)?(?:$|\?)/.test(url)) return "ping";
  if (/\/(?:token|auth|oauth2?|jwt)\b/.test(url)) return "token";
  return "other";
}

function findRequest(layers: readonly Layer[]): HttpRequest | null {
  const layer = layers.findLast((one) => one.parts["url"] !== undefined);
  const url = layer?.parts["url"];
  if (layer === undefined || url === undefined) return null;
  const endpoint = endpointOf(url);
  return {
    method: layer.parts["method"]?.toUpperCase() ?? null,
    url,
    host: hostOf(url),
    endpoint: endpoint === "other" ? endpointOfSteps(layers) : endpoint,
  };
}

/** Where the layers around an answer say what was being asked for. */
function endpointOfSteps(layers: readonly Layer[]): Endpoint {
  for (const { step } of layers.toReversed()) {
    if (["fetch-anonymous-token", "fetch-oauth-token", "bearer-token", "auth-token", "authorize"].includes(step))
      return "token";
    if (["copy", "read-blob", "write-blob", "image-config", "image-configuration"].includes(step)) return "blob";
    if (["read-manifest", "manifest-type", "resolve-reference", "resolve-image", "choose-image"].includes(step))
      return "manifest";
    if (step === "ping-registry") return "ping";
  }
  return "other";
}

function findAnswer(layers: readonly Layer[]): HttpAnswer | null {
  const index = layers.findLastIndex((layer) => layer.parts["status"] !== undefined);
  const layer = layers[index];
  if (layer === undefined) return null;
  const before = layers.slice(0, index + 1);
  const url = layer.parts["url"];
  const path = layer.parts["path"];
  let endpoint: Endpoint = url === undefined ? "other" : endpointOf(url);
  if (path !== undefined)
    endpoint = path.startsWith("manifests") ? "manifest" : path.startsWith("blobs") ? "blob" : "other";
  if (endpoint === "other" || hasTokenStep(before)) endpoint = endpointOfSteps(before);
  if (endpoint === "other") endpoint = findRequest(before)?.endpoint ?? "other";
  return {
    status: Number(layer.parts["status"]),
    endpoint,
    host: layer.parts["host"] ?? (url === undefined ? null : hostOf(url)),
    start: layer.start,
    end: layer.end,
  };
}

function hasTokenStep(layers: readonly Layer[]): boolean {
  return layers.some((layer) => layer.step === "fetch-anonymous-token" || layer.step === "fetch-oauth-token");
}

const WORD_CODES = CODES.replace("|unknown", "");
/** A code with no message behind it; more words behind it would make it part of a sentence. */
const BARE_CODE = new RegExp(`^(?:${WORD_CODES})(?=[.,;]?$| (?:${WORD_CODES})\\b)`, "i");

function findRegistryErrors(
  prepared: Prepared,
  layers: readonly Layer[],
  leaf: Leaf,
  http: HttpAnswer | null,
): RegistryError[] {
  const errors: RegistryError[] = [];
  layers.forEach((layer, index) => {
    const answers =
      layer.step === "registry-error" || layer.step === "registry-answer" || layer.step === "server-message";
    if (!answers) return;
    const next = layers[index + 1];
    const end = next?.start ?? leaf.end;
    const message = prepared.text.slice(layer.end, end).trim();
    const masked = prepared.masked.slice(layer.end, end);
    const code = layer.step === "registry-error" ? ociCode(layer.subject ?? "") : null;
    // dockerd's containerd store prints `unknown: failed to resolve reference …`: that is no word of the registry's.
    if (message === "" && next !== undefined && next.step !== "registry-error") return;
    if (code === null && message === "") return;
    errors.push({ code, message, masked, messageStart: layer.end, start: layer.start, end });
  });
  const bare = BARE_CODE.exec(leaf.text);
  if (bare !== null && errors.every((one) => one.code !== ociCode(bare[0]))) {
    const end = leaf.start + bare[0].length;
    errors.push({ code: ociCode(bare[0]), message: "", masked: "", messageStart: end, start: leaf.start, end });
  }
  // What stands behind a status without any code is the registry's body.
  if (errors.length === 0 && http !== null && leaf.text !== "" && leaf.start === http.end) {
    const { text: body, masked, start, end } = leaf;
    errors.push({ code: null, message: body, masked, messageStart: start, start, end });
  }
  return errors;
}

function ociCode(words: string): string {
  return words.trim().toUpperCase().replace(/[ -]/g, "_");
}

function findNetwork(layers: readonly Layer[]): NetworkOperation | null {
  const proxy = layers.find((layer) => layer.step === "proxy");
  const steps = ["dial", "lookup", "read", "write"] as const;
  // A look-up that itself dialled or read from the name server is still a look-up.
  const layer =
    layers.find((one) => one.step === "lookup") ?? layers.findLast((one) => steps.some((step) => step === one.step));
  if (layer === undefined && proxy === undefined) return null;
  return {
    operation: proxy !== undefined ? "proxy" : ((layer?.step ?? "dial") as NetworkOperation["operation"]),
    network: layer?.parts["network"] ?? null,
    subject: layer?.subject ?? null,
    start: (proxy ?? layer)?.start ?? 0,
  };
}

function findCredentials(layers: readonly Layer[]): PullError["credentials"] {
  if (layers.some((layer) => layer.step === "fetch-oauth-token")) return "sent";
  if (layers.some((layer) => layer.step === "fetch-anonymous-token")) return "none";
  return null;
}

function findRuntime(layers: readonly Layer[], prepared: Prepared): Runtime {
  // dockerd with the containerd store prints containerd's layers inside its own.
  const outermost = layers.find((layer) => layer.by === "docker") ?? layers.find((layer) => layer.by !== null);
  if (outermost?.by !== undefined && outermost.by !== null) return outermost.by;
  return (
    TELLTALES.find(([, , words]) => words.test(prepared.masked))?.[0] ??
    TELLTALES.find(([, socket]) => socket.test(prepared.text))?.[0] ??
    "unknown"
  );
}

/** Words and sockets that give a runtime away where none of its layers does. */
const TELLTALES: readonly (readonly [Runtime, socket: RegExp, words: RegExp])[] = [
  ["docker", /docker(?:shim|d)?\.sock/, /\bdocker\b|no matching manifest for|layer verification failed for digest/i],
  ["cri-o", /crio\.sock/, /\bshort-name\b|registries\.conf|policy\.json|containers-storage/i],
  ["containerd", /containerd(?:\.sock|-containerd)/, /\bcontainerd\b|hcsshim::/i],
];

/** The chain as the report shows it. */
export function chainOf(error: PullError): readonly ErrorStep[] {
  return error.layers.map(({ step, subject, text }) => ({ step, subject, text }));
}
