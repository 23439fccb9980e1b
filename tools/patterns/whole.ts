/** The whole way, from text to report, over texts that were made to be slow. */
import { diagnose } from "../../src/index.ts";
import { timeOf } from "./measure.ts";

/** Times may grow by this power of the text's length. */
export const STEEPEST = 1.2;
/** A megabyte of the worst text may take so long. */
export const SLOWEST_SECONDS_A_MEGABYTE = 5;
const KILO = 1024;
const SIZES = [64 * KILO, 256 * KILO, 1024 * KILO];

export interface Hostile {
  readonly name: string;
  readonly make: (length: number) => string;
}

export interface Result {
  readonly name: string;
  readonly times: readonly number[];
  readonly exponent: number;
  readonly ok: boolean;
}

/** `noise`: milliseconds below which a steep line means nothing. */
export function runWhole(text: Hostile, sizes: readonly number[] = SIZES, noise = 200): Result {
  const times: number[] = [];
  for (const size of sizes) {
    const limit = (SLOWEST_SECONDS_A_MEGABYTE * 1000 * size) / (1024 * KILO) + 1500;
    const given = text.make(size);
    let ms = timeOf(() => diagnose([{ source: "-", text: given }]), limit);
    if (ms < limit)
      ms = Math.min(
        ms,
        timeOf(() => diagnose([{ source: "-", text: given }]), limit),
      );
    times.push(ms);
    if (ms > limit) return { name: text.name, times, exponent: Number.POSITIVE_INFINITY, ok: false };
  }
  const [last = 0, before = 1] = [times.at(-1), times.at(-2)];
  const exponent = Math.log(last / Math.max(before, 1)) / Math.log((sizes.at(-1) ?? 2) / (sizes.at(-2) ?? 1));
  return { name: text.name, times, exponent, ok: exponent <= STEEPEST || last < noise };
}

// biome-ignore format: one word after the other reads better than one a line
const FRAGMENTS = [
  '"', "a", "a/", "[", " ", "(", ")", ":", "\\", "\\n", '\\"', "|", "│", "> ", "\t", "\r", "&lt;", "<br>", "<p ", "0",
  "1. ", "-", "--- ", ".", "=", "@", "{", "}", "…", "é", "\u200b", "\u001b[", "\u001b]", "\ue000", "->", "%25", "a b ",
  "Error: ", ": aborted", "eyJ", "sha256:", "http://", "https://a/v2/", "a@b.c ", "5m (x3 over ", "Name: ", "Events:",
  "Warning  Failed  ", "a  Normal  Abc  ", "spec.containers{", "code = ", "read tcp ", "lookup a on ", "[rpc error: ",
  "] [", ", Error ", "(Mirrors also failed: ", 'Failed to pull image "', "reading manifest ", "unexpected status to ",
  "404 Not Found ", '{"errors":[', "kubectl describe pod -n ", "docker pull --a ", "authorization: bearer ",
];

const EVENT = '  Warning  Failed   5m (x3 over 6m)  kubelet  Failed to pull image "nginx": ';
const fill = (part: string, length: number): string => part.repeat(Math.ceil(length / part.length)).slice(0, length);
const rows = (row: (index: number) => string, length: number): string => {
  const all: string[] = [];
  for (let size = 0; size < length; size += (all.at(-1) ?? "").length + 1) all.push(row(all.length));
  return all.join("\n");
};

/**
 * The fragments in every place that a text has for them, and honest tables that are very long. `few`: each fragment
 * in one place only.
 */
export function hostileTexts(few = false): Hostile[] {
  const shapes: readonly (readonly [string, (part: string, length: number) => string])[] = [
    ["one line", fill],
    ["behind an error", (part, length) => `Failed to pull image "nginx": ${fill(part, length)}`],
    ["in an event row", (part, length) => `Events:\n${EVENT}${fill(part, length)}`],
    ["many lines", (part, length) => fill(`${fill(part, 70)}\n`, length)],
    ["lines of an error", (part, length) => `Failed to pull image "nginx":\n${fill(`x ${fill(part, 60)}\n`, length)}`],
    ["lines of a row", (part, length) => `Events:\n${EVENT}\n${fill(`x ${fill(part, 60)}\n`, length)}`],
    ["many rows", (part, length) => `Events:\n${fill(`${EVENT}${fill(part, 60)}\n`, length)}`],
    [
      "a long line, then short ones",
      (part, length) => `${EVENT}${fill(part, length / 2)}!\n${fill("b c\n", length / 2)}`,
    ],
  ];
  const made = FRAGMENTS.flatMap((part, index) =>
    (few ? shapes.slice(index % shapes.length).slice(0, 1) : shapes).map(([shape, make]) => ({
      name: `${JSON.stringify(part)} ${shape}`,
      make: (length: number) => make(part, length),
    })),
  );
  return [...manyThings(), ...made];
}

/** Nothing hostile in them but their number. */
function manyThings(): Hostile[] {
  const error = (index: number): string => `Failed to pull image "repo/x${index}:1": not found`;
  const kinds: Readonly<Record<string, (index: number) => string>> = {
    "messages apart": (index) => `${error(index)}\n`,
    "messages together": error,
    "rows of pods": (index) => `pod-${index}   0/1   ImagePullBackOff   0   5m`,
    "rows of events": (index) => `5m  Warning  Failed  pod/p${index}  ${error(index)}`,
    "rows of one pod": (index) => `  Warning  Failed  5m  kubelet  ${error(index)}`,
    "scheduler's rows": (index) => `5m  Normal  Scheduled  default-scheduler  Successfully assigned d/p${index} to n`,
    "described pods": (index) =>
      `Name: p${index}\nNamespace: d\nContainers:\n  c:\n    Image: repo/x${index}:1\n    State: Waiting\n      Reason: ImagePullBackOff\nEvents:\n  Warning  Failed  5m  kubelet  ${error(index)}\n`,
    "log lines": (index) =>
      `E1122 10:00:00.000000 1 kuberuntime.go:1] "PullImage failed" image="repo/x${index}:1" err="not found"`,
    "rows with new lines": (index) => `5m  Warning  Failed  pod/p${index}  ${error(index)}:\n  try\n  again`,
  };
  return Object.entries(kinds).map(([name, row]) => ({
    name: `many ${name}`,
    make: (length) => rows(row, length),
  }));
}
