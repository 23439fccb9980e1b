/**
 * `__complete`, asked by shells and by kubectl while somebody types. Never a complaint: whatever goes wrong, the
 * command line on the screen stays as it is, and there is merely nothing to choose from.
 */
import { FLAGS, type Flag } from "../flags.ts";
import { type Kubectl, makeKubectl } from "../kubectl.ts";
import type { CompleteRequest, Target } from "../request.ts";
import { kindOf, parseTargets, TARGET_KINDS } from "../targets.ts";
import type { World } from "../world.ts";
import { type Candidate, type Candidates, completionText, NONE, oneOf } from "./candidates.ts";
import { containerNames, kubeconfigNames, objectNames, podNames } from "./cluster-names.ts";
import { type Cursor, findCursor } from "./cursor.ts";
import { COMPLETION_WORDS } from "./words.ts";

/** Seconds; whoever waits for a Tab waits no longer. */
const LIMIT = 2;

type Surroundings = Pick<World, "env" | "platform">;

export async function complete({ words, explains }: CompleteRequest, world: Surroundings): Promise<string> {
  return completionText(await candidatesFor(words, world).catch(() => NONE), explains);
}

async function candidatesFor(words: readonly string[], world: Surroundings): Promise<Candidates> {
  const cursor = findCursor(words);
  const handedOn = FLAGS.filter((flag) => flag.handedOn).map(({ name }) => `--${name}=`);
  const flags = cursor.flags.filter((flag) => handedOn.some((start) => flag.startsWith(start)));
  const kubectl = makeKubectl({ connection: { flags, requestTimeout: null }, env: world.env, limit: LIMIT });
  const found = await everythingAt(cursor, kubectl, world);
  return { ...found, candidates: found.candidates.filter(({ text }) => text.startsWith(cursor.typed)) };
}

async function everythingAt(cursor: Cursor, kubectl: Kubectl, world: Surroundings): Promise<Candidates> {
  if (cursor.wants === "flag") return oneOf(flagsAt(cursor));
  if (cursor.wants !== "word") return valuesOf(cursor.wants.valueOf, cursor, kubectl);
  const [first, ...others] = cursor.words;
  if (first === "causes" && others[0] === "lint") return { ...NONE, elsewhere: "files" };
  if (first === "causes") return others.length === 0 ? oneOf(await causes(cursor, world)) : NONE;
  if (first === "completion") return others.length === 0 ? oneOf(named(COMPLETION_WORDS)) : NONE;
  // No list of images is to be had.
  if (first === "probe") return NONE;
  // Pods are named or chosen, and a saved text is read without them.
  const choosesOtherwise = ["all-namespaces=true", "selector=", "field-selector=", "filename="].some((start) =>
    cursor.flags.some((flag) => flag.startsWith(`--${start}`)),
  );
  return choosesOtherwise ? NONE : oneOf(await targets(cursor, kubectl));
}

/** Flags that may still be given; short ones only where a single dash is all that is typed. */
function flagsAt({ flags, typed, words }: Cursor): Candidate[] {
  const fitting = FLAGS.filter(({ group }) =>
    words[0] === "probe" ? group === "probe" || group === "show" : group !== "probe",
  );
  const free = fitting.filter(({ name, repeats }) => repeats || !flags.some((flag) => flag.startsWith(`--${name}=`)));
  return free.flatMap(({ name, short, about }) => [
    { text: `--${name}`, about },
    ...(short !== undefined && typed === "-" ? [{ text: `-${short}`, about }] : []),
  ]);
}

async function valuesOf({ choices, completes }: Flag, { words }: Cursor, kubectl: Kubectl): Promise<Candidates> {
  if (choices !== undefined) return oneOf(named(choices));
  switch (completes) {
    case undefined:
      return NONE;
    case "file":
      return { ...NONE, elsewhere: "files" };
    case "folder":
      return { ...NONE, elsewhere: "folders" };
    case "namespace":
      return oneOf(named(await objectNames(kubectl, "namespace")));
    case "container": {
      const target = parseTargets(words).at(-1);
      return target === undefined ? NONE : oneOf(named(await containerNames(kubectl, target)));
    }
    case "contexts":
    case "clusters":
    case "users":
      return oneOf(named(await kubeconfigNames(kubectl, completes)));
    default:
      return completes satisfies never;
  }
}

async function causes({ flags }: Cursor, world: Surroundings): Promise<Candidate[]> {
  const named = flags.filter((flag) => flag.startsWith("--causes=")).map((flag) => flag.slice("--causes=".length));
  const { catalogueFor } = await import("../own-causes.ts");
  const { catalogue } = await catalogueFor({ causes: named }, world);
  return [
    { text: "lint", about: "Test a file of your own causes" },
    ...[...Object.entries(catalogue.causes), ...catalogue.own].map(([id, { title }]) => ({ text: id, about: title })),
  ];
}

/**
 *   demo-pod
 *   deployment/web
 *   pod web-0 web-1
 */
async function targets(cursor: Cursor, kubectl: Kubectl): Promise<Candidate[]> {
  const { words, typed } = cursor;
  const start = typed.slice(0, typed.indexOf("/") + 1);
  const kind = kindOf(start === "" ? (words[0] ?? "") : start.slice(0, -1));
  if (kind !== null) return targetsOf(kind, start, cursor, kubectl);
  if (start !== "") return [];
  const pods = await targetsOf("pod", "", cursor, kubectl);
  // Where one pod fails, one Tab names it: nothing else is in the way before a letter is typed.
  if (typed === "" && (words.length > 0 || pods.some(({ about }) => about !== undefined))) return pods;
  const kinds = TARGET_KINDS.map((one) => ({ text: `${one}/`, about: `A ${one} by its name` }));
  return [...pods, ...kinds, ...(words.length === 0 ? COMMANDS : [])];
}

const COMMANDS: readonly Candidate[] = [
  { text: "causes", about: "The causes that are known" },
  { text: "completion", about: "Completion for your shell" },
  { text: "probe", about: "Ask registries for images" },
];

/** Of the pods that fit, and are not named yet, those that fail; where none of them does, all. */
async function targetsOf(
  kind: Target["kind"],
  start: string,
  { words, typed }: Cursor,
  kubectl: Kubectl,
): Promise<Candidate[]> {
  const fits = ({ text }: Candidate): boolean => text.startsWith(typed) && !words.includes(text);
  // What needs no cluster is offered also where there is none.
  if (kind !== "pod") return named(await objectNames(kubectl, kind).catch(() => []), start).filter(fits);
  const pods = (await podNames(kubectl).catch(() => []))
    .map(({ name, state }) => ({ text: start + name, ...(state !== null && { about: state }) }))
    .filter(fits);
  const failing = pods.filter(({ about }) => about !== undefined);
  return failing.length > 0 ? failing : pods;
}

function named(texts: readonly string[], start = ""): Candidate[] {
  return texts.map((text) => ({ text: start + text }));
}
