/** What an own cause is recognised by: the same parsed facts that the built-in causes look at. */

import { isScalar } from "yaml";
import type { Facts, Span } from "../catalogue/define.ts";
import { CAUSE_IDS, type CauseId } from "../catalogue/ids.ts";
import type { BuiltInAnswer, SeeOwn } from "../catalogue/own.ts";
import { hostOf } from "../catalogue/signals.ts";
import type { PullError } from "../error/pull-error.ts";
import { about, either, number, oneOf, record, type Shape, some, text } from "./shape.ts";
import { findIn, isAll, LONGEST_PATTERN, parseWildcard, small, wrongWords } from "./wildcard.ts";

export interface Condition {
  readonly cause?: readonly CauseId[];
  readonly registry?: readonly string[];
  readonly repository?: readonly string[];
  readonly host?: readonly string[];
  readonly namespace?: readonly string[];
  readonly node?: readonly string[];
  readonly runtime?: readonly string[];
  readonly status?: readonly (number | string)[];
  readonly code?: readonly string[];
  readonly words?: readonly string[];
}

const NAME = some(
  text({
    longest: LONGEST_PATTERN,
    pattern: /^(?!\.\*)[^\\^$()|+?\s]+$/,
    like: 'a plain name in which * stands for anything, such as "*.corp.example"',
  }),
);
const PLACES = {
  registry: about('The host in the image, as in "*.corp.example"; docker.io where the image names none.', NAME),
  repository: about('The path behind the registry, without tag: "platform/*".', NAME),
  host: about("The host that the failing request went to; the registry where the error names none.", NAME),
  namespace: about("The namespace of the pod.", NAME),
  node: about("The node of the pod.", NAME),
  runtime: about("The container runtime.", some(oneOf(["containerd", "docker", "cri-o"]))),
};
const WORDS = {
  cause: about("The built-in cause that the error has without your own ones.", some(oneOf(CAUSE_IDS))),
  status: about(
    'The HTTP status, or a range: 403, "500-599".',
    some(
      either(
        (node) => isScalar(node) && typeof node.value === "number",
        number(100, 599),
        text({
          longest: 7,
          pattern: /^[1-5]\d\d-[1-5]\d\d$/,
          like: 'a status such as 403, or a range such as "500-599"',
        }),
      ),
    ),
  ),
  code: about(
    "The registry's own error code: DENIED, MANIFEST_UNKNOWN, …",
    some(text({ longest: 64, pattern: /^[A-Z][A-Z0-9_]*$/, like: "a code in capitals such as DENIED" })),
  ),
  words: about(
    "Words of the error, with * for anything; names in the error are hidden from them.",
    some(text({ longest: LONGEST_PATTERN, wrong: wrongWords })),
  ),
};

const TELLING = Object.keys(WORDS);

/** Of a cause: every field must hold, of a list in a field any one. A place alone recognises nothing. */
export const CAUSE_WHEN: Shape<readonly Condition[]> = some(
  record({}, { ...WORDS, ...PLACES } as const, {
    schema: { anyOf: TELLING.map((name) => ({ required: [name] })) },
    wrong: (names) =>
      TELLING.some((name) => names.has(name))
        ? null
        : `At least one of ${TELLING.join(", ")} must be there: a place alone would claim every failure in it.`,
  }),
  20,
);

/** Of advice, whose cause is recognised already. */
export const ADVICE_WHEN: Shape<readonly Condition[]> = some(record({}, { ...WORDS, ...PLACES } as const), 20);

/** Any of the conditions. */
export function seeAny(conditions: readonly Condition[]): SeeOwn {
  const all = conditions.map(seeAll);
  return (facts, answer) => {
    for (const see of all) {
      const span = see(facts, answer);
      if (span !== null) return span;
    }
    return null;
  };
}

function seeAll(condition: Condition): SeeOwn {
  const { cause, runtime, code } = condition;
  const names = (patterns: readonly string[] | undefined): ((name: string | null) => boolean) => {
    const wildcards = patterns?.map(parseWildcard);
    return (name) => wildcards === undefined || (name !== null && wildcards.some((one) => isAll(one, name)));
  };
  const registry = names(condition.registry);
  const repository = names(condition.repository);
  const host = names(condition.host);
  const namespace = names(condition.namespace);
  const node = names(condition.node);
  const words = condition.words?.map(parseWildcard);
  const status = condition.status?.map(rangeOf);
  return (facts, answer) => {
    const { error, failure, image } = facts;
    const { http } = error;
    if (cause !== undefined && !cause.includes(answer?.cause ?? "unrecognized")) return null;
    if (!registry(image?.registry ?? null) || !repository(image?.repository ?? null) || !host(hostOf(facts)))
      return null;
    if (!namespace(failure.namespace) || !node(failure.node)) return null;
    const runtimes = [error.runtime, failure.runtime];
    if (runtime !== undefined && !runtime.some((one) => runtimes.some((known) => known === one))) return null;
    if (
      status !== undefined &&
      (http === null || !status.some(([from, to]) => from <= http.status && http.status <= to))
    )
      return null;
    const said = error.registry.find((one) => one.code !== null && code?.includes(one.code));
    if (code !== undefined && said === undefined) return null;
    if (words === undefined) return said ?? (status === undefined ? null : http) ?? spanOf(facts, answer);
    for (const one of words) {
      const found = findIn(one, wordsOf(error));
      if (found !== null) return { start: error.start + found.start, end: error.start + found.end };
    }
    return null;
  };
}

/** The whole of the error in small letters, names hidden. */
function wordsOf(error: PullError): string {
  const known = read.get(error);
  if (known !== undefined) return known;
  const words = small(error.prepared.masked.slice(error.start, error.end));
  read.set(error, words);
  return words;
}

/** Hundreds of own causes look at one error. */
const read = new WeakMap<PullError, string>();

/** Where nothing in the error is asked for by itself, the words that told the built-in cause decide here too. */
function spanOf({ error: { leaf } }: Facts, answer: BuiltInAnswer | null): Span {
  return answer?.span ?? { start: leaf.start, end: leaf.end };
}

function rangeOf(status: number | string): readonly [number, number] {
  if (typeof status === "number") return [status, status];
  const [from = "", to = ""] = status.split("-");
  return [Number(from), Number(to)];
}
