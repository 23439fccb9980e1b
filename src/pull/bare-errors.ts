/** Messages without a table or a pod around them → failures, their own or those that the tables told of. */
import { type HttpRequest, type PullError, parsePullErrors } from "../error/pull-error.ts";
import { imageKey, sameImage } from "../image/reference.ts";
import { isOfAnotherProgram } from "../read/bare.ts";
import type { BareError } from "../read/records.ts";
import { IMAGE_STATES } from "./classify-event.ts";
import { NO_FAILURE, type PullFailure, runtimeOf, type Sighting } from "./failure.ts";
import { append } from "./views.ts";

/**
 * Messages that stand alone. One that names a pod or an image already known adds to that failure; others are failures
 * of their own.
 */
export function addBareErrors(
  failures: readonly PullFailure[],
  errors: readonly BareError[],
  structured: boolean,
): PullFailure[] {
  const all = [...failures];
  const index = new FailureIndex();
  const unexplained = failures.filter(({ sightings, image }) => sightings.length === 0 && image === null);
  for (const [at, failure] of all.entries()) index.add(failure, at);
  // Words that only by themselves suggest a pull count where the text has nothing better: no pod, no event.
  const strong = errors.filter((one) => one.aboutPull);
  for (const bare of strong.length > 0 || structured ? strong : errors.filter(mayBeOfAPull)) {
    const sighting: Sighting = {
      errors: parsePullErrors(bare.text),
      event: null,
      from: "text",
      reason: null,
      block: bare.block,
      log: bare.log,
      cap: bare.aboutPull ? null : "likely",
    };
    const at =
      index.near(bare).find((place) => belongs(all[place] as PullFailure, bare, sighting, unexplained.length === 1)) ??
      all.length;
    const known = all[at];
    all[at] = known === undefined ? fromBare(bare, sighting) : withSighting(known, bare, sighting);
    index.add(all[at], at);
  }
  return all;
}

function mayBeOfAPull({ text }: BareError): boolean {
  if (isOfAnotherProgram(text)) return false;
  return parsePullErrors(text).every(
    (error) =>
      (error.request === null ? urlsMayBeOfARegistry(text) : mayBeToARegistry(error.request)) &&
      !isAnyAnswer(error, text),
  );
}

/** An answer to a request of which only the address is told: where none of the addresses is a registry's, it is not. */
function urlsMayBeOfARegistry(text: string): boolean {
  const urls = [...text.matchAll(/\bhttps?:\/\/[^\s"'<>()[\]]{1,2000}/gi)].map(([url]) => url);
  return urls.length === 0 || urls.some((url) => hasPathOfARegistry(url));
}

/** `this responds with 503 Service Unavailable`: every web server has such answers, and nothing else speaks of a pull. */
function isAnyAnswer({ http, layers }: PullError, text: string): boolean {
  const [only, ...more] = layers;
  if (http === null || only === undefined || more.length > 0 || !/^\d/.test(only.text)) return false;
  return text.length > only.text.length + SHORT_LEAD && !/image|pull|regist|docker|layer|blob|manifest/i.test(text);
}

/** `Error: HTTP `, and not a sentence. */
const SHORT_LEAD = 24;

/** Pulls only read, but for the login; and what they read has a path that a registry, its login or its storage has. */
function mayBeToARegistry({ method, url, endpoint }: HttpRequest): boolean {
  if (endpoint === "token") return true;
  if (method !== null && !/^(?:HEAD|GET)$/.test(method)) return false;
  return hasPathOfARegistry(url);
}

function hasPathOfARegistry(url: string): boolean {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, "");
  return path.length < 2 || /^\/v[12]\/|sha256|blob|layer|manifest|registry|docker|image/i.test(path);
}

/** Finds what a message may belong to by its image, its pod and the lines around it; a log has thousands of them. */
class FailureIndex {
  private readonly byKey = new Map<string, number[]>();

  add(failure: PullFailure, at: number): void {
    const keys = [
      ...(failure.image === null ? [] : [`image ${imageKey(failure.image)}`]),
      ...(failure.pod === null ? [] : [`pod ${failure.pod}`]),
      ...(failure.sightings.length === 0 ? ["unexplained"] : []),
      ...new Set(failure.sightings.flatMap(({ block }) => (block === null ? [] : [`block ${block}`]))),
    ];
    for (const key of keys) if (this.byKey.get(key)?.includes(at) !== true) append(this.byKey, key, at);
  }

  /** A superset of what `belongs` says yes to, in the order in which the failures were found. */
  near(bare: BareError): number[] {
    const keys = [
      ...(bare.image === null ? [] : [`image ${imageKey(bare.image)}`]),
      ...(bare.pod === null ? [] : [`pod ${bare.pod}`]),
      "unexplained",
      `block ${bare.block}`,
    ];
    const places = keys.flatMap((key) => (this.byKey.get(key) ?? []).slice(-MOST_NEAR));
    return [...new Set(places)].sort((a, b) => a - b);
  }
}

/** A log repeats its lines for hours; the newest of them say it all. */
const MOST_SIGHTINGS = 32;

/** No person lists more failures than this between two blank lines. */
const MOST_NEAR = 64;

/** `alone`: no second pod is there of which only its state is known. */
function belongs(failure: PullFailure, bare: BareError, sighting: Sighting, alone: boolean): boolean {
  if (failure.source !== bare.source) return false;
  if (bare.pod !== null && failure.pod !== null && bare.pod !== failure.pod) return false;
  const bothNamed = bare.image !== null && failure.image !== null;
  if (bothNamed && !sameImage(bare.image, failure.image)) return false;
  if (failure.sightings.some(({ from }) => from !== "text"))
    return bothNamed || (bare.pod !== null && failure.pod === bare.pod);
  // One pod of which only its state is known, and a message that names no pod: one belongs to the other. Of several
  // pods nobody can say which.
  if (failure.sightings.length === 0) return bothNamed || failure.pod === bare.pod || (alone && failure.image === null);
  // Messages that somebody lists apart are apart, even when they name the same image.
  const together = failure.sightings.some(({ block }) => block === sighting.block);
  if (bare.log) return together || bothNamed;
  // `Back-off pulling image "x"` above or below an error that names no image: the same pull, told in two lines.
  const completes = failure.sightings.every(isBoilerplate) !== isBoilerplate(sighting);
  // The same where both lines name the pod, however far apart they stand: `kubectl logs`, then `docker pull`.
  const ofOnePod = bare.pod !== null && failure.pod === bare.pod;
  return (together && (bothNamed || completes)) || (ofOnePod && completes);
}

/** Says which pull fails and nothing of the reason. */
function isBoilerplate({ errors }: Sighting): boolean {
  return errors.every(
    ({ leaf, layers }) =>
      leaf.text === "" &&
      layers.every(({ step }) => /^(?:back-off|pull-image|pull-policies|waiting|field-path|combined)$/.test(step)),
  );
}

function withSighting(failure: PullFailure, bare: BareError, sighting: Sighting): PullFailure {
  // Of free-standing lines the later one is the newer; an event row is better than either.
  const newest = failure.sightings.every(({ from }) => from === "text");
  const told = newest ? [sighting, ...failure.sightings] : [...failure.sightings, sighting];
  const sightings = told.slice(0, MOST_SIGHTINGS);
  return {
    ...failure,
    image: failure.image ?? bare.image,
    container: failure.container ?? bare.container,
    namespace: failure.namespace ?? bare.namespace,
    pod: failure.pod ?? bare.pod,
    sightings,
    runtime: failure.runtime === "unknown" ? runtimeOf(sightings) : failure.runtime,
    evidenceGone: false,
  };
}

function fromBare(bare: BareError, sighting: Sighting): PullFailure {
  const named = STATE_IN_TEXT.exec(bare.text)?.[1];
  return {
    ...NO_FAILURE,
    source: bare.source,
    namespace: bare.namespace,
    pod: bare.pod,
    container: bare.container,
    node: bare.node,
    image: bare.image,
    state: named !== undefined && IMAGE_STATES.has(named) ? named : null,
    runtime: runtimeOf([sighting]),
    sightings: [sighting],
  };
}

const STATE_IN_TEXT =
  /\b(?:Error|Reason|with|waiting to start|image "[^"]{1,400}"):? (\w+(?:Pull|BackOff|Name|Error|Failed|Unavailable))\b/;
