/**
 * All that a value of a dump says of pods, events and pulls, whatever it is: a whole List, the half of a pod, a line of
 * a JSON log, an Argo CD application, another program's envelope around any of these. Known shapes become records;
 * of the rest, the words that speak of a pull are handed on with the place they were said of.
 */
import { isAboutSomethingElse, speaksOfPull } from "./bare.ts";
import { readLooseJson } from "./loose-json.ts";
import { KEYLESS } from "./loose-map.ts";
import { containersOf, isObject, type Json, list, object, text, toContainer, toEvent, toPod } from "./objects.ts";
import type { ContainerRecord, EventRecord, PodRecord } from "./records.ts";

export interface Harvest {
  readonly pods: PodRecord[];
  readonly events: EventRecord[];
  readonly told: Told[];
}

export interface Place {
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly container: string | null;
  readonly image: string | null;
}

/** Words about a pull that stand in no event and no named pod. */
export interface Told extends Place {
  readonly text: string;
  /** A container's state: its message or, where that is gone, its reason. Other words may need reading themselves. */
  readonly isState: boolean;
  /** The words stood in an entry of a log. */
  readonly log: boolean;
}

export const NOWHERE: Place = { namespace: null, pod: null, container: null, image: null };

export function harvest(source: string, value: unknown): Harvest {
  const found = { pods: [], events: [], told: [] };
  new Harvester(source, found).visit(value, NOWHERE, 0);
  return found;
}

export function isEmptyHarvest({ pods, events, told }: Harvest): boolean {
  return pods.length + events.length + told.length === 0;
}

/** No dump is nested deeper, and what is, is nested to do harm. */
const MAX_DEPTH = 60;
/** What people and programs wrote for somebody else to carry out, and who changed which field. */
const NOT_SAID =
  /^(?:managedFields|annotations|labels|env|args|command|templates?|(?:string|binary)?[dD]ata|lastState)$/;
const STATUSES = ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"] as const;

class Harvester {
  private readonly source: string;
  private readonly found: Harvest;
  private readonly seen = new Set<string>();

  constructor(source: string, found: Harvest) {
    this.source = source;
    this.found = found;
  }

  visit(value: unknown, place: Place, depth: number): void {
    if (depth > MAX_DEPTH) return;
    if (Array.isArray(value)) for (const one of value) this.visit(one, place, depth + 1);
    else if (typeof value === "string") this.visitString(value, place, depth);
    else if (isObject(value)) this.visitMap(value, place, depth);
  }

  private visitMap(map: Json, outer: Place, depth: number): void {
    if (isEvent(map)) {
      const event = toEvent(this.source, withSubject(map));
      if (event.message !== "" || event.reason !== null) this.found.events.push(event);
      return;
    }
    if (isPod(map)) return this.visitPod(withMetadata(map), outer);
    const place = placeIn(map, outer);
    if (STATUSES.some((key) => Array.isArray(map[key]))) return this.tellContainers(containersOf({}, map), place);
    if (isContainerStatus(map)) return this.tellContainers([toContainer({}, map, "main")], place);
    if (isObject(map["waiting"])) return this.tellContainers([toContainer({}, { state: map }, "main")], place);
    this.tellWords(map, place, depth);
    for (const [key, child] of Object.entries(map)) {
      if (typeof child === "object" && !NOT_SAID.test(key)) this.visit(child, place, depth + 1);
    }
  }

  private visitPod(map: Json, outer: Place): void {
    const pod = toPod(this.source, map);
    if (pod !== null) this.found.pods.push(pod);
    else this.tellContainers(containersOf(object(map["spec"]), object(map["status"])), outer);
  }

  private tellContainers(containers: readonly ContainerRecord[], place: Place): void {
    for (const { name, image, reason, message } of containers) {
      const failing = IMAGE_STATE.test(reason ?? "") || (message !== null && isOfPull(message));
      const words = message ?? (reason === null ? null : `reason: ${reason}`);
      if (!failing || words === null) continue;
      this.tell({ ...place, container: name === "" ? place.container : name, image: image ?? place.image }, words, {
        isState: true,
        log: false,
      });
    }
  }

  /**
   *   {"ts":…,"msg":"PullImage from image service failed","err":"rpc error: …","image":"nginx:lates"}
   *          └ says that it is a pull ──────────────────┘ └ says why ──────┘
   */
  private tellWords(map: Json, place: Place, depth: number): void {
    const log = Object.keys(map).some((key) => LOG_KEY.test(key));
    const own = Object.entries(map).flatMap(([key, value]): [string, string][] =>
      typeof value === "string" && WORDS_KEY.test(key) ? [[key, value]] : [],
    );
    const reasons = own.filter(([key]) => REASON_KEY.test(key)).map(([, value]) => value);
    const told = reasons.some(isOfPull);
    for (const [key, value] of own) {
      if (isNested(value)) this.visitString(value, place, depth);
      else if (REASON_KEY.test(key) || (told && log)) this.tellIfOfPull(value, REASON_KEY.test(key), place, log);
      else {
        const why = log && isOfPull(value) && !isComplete(value) ? reasons[0] : undefined;
        this.tellIfOfPull(why === undefined ? value : `${value}: ${why}`, true, place, log);
      }
    }
    for (const [key, value] of Object.entries(map)) {
      if (typeof value === "string" && !WORDS_KEY.test(key) && !NOT_SAID.test(key) && isNested(value))
        this.visitString(value, place, depth);
    }
  }

  private tellIfOfPull(value: string, wanted: boolean, place: Place, log: boolean): void {
    if (wanted && (isOfPull(value) || HOLDS_OUTPUT.test(value))) this.tell(place, value, { isState: false, log });
  }

  private tell(place: Place, words: string, kind: Pick<Told, "isState" | "log">): void {
    // An application says the same in its health, its conditions and its last operation.
    const key = JSON.stringify([words, place]);
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.found.told.push({ ...place, text: words, ...kind });
  }

  /** A dump inside a string: an envelope around it, or an entry of a log that holds another. */
  private visitString(value: string, place: Place, depth: number): void {
    if (isNested(value)) this.visit(readLooseJson(value, value.search(/[[{]/)).value, place, depth + 10);
    else if (depth > 0) this.tellIfOfPull(value, true, place, false);
  }
}

const IMAGE_STATE =
  /^(?:ErrImage\w{1,20}|ImagePullBackOff|InvalidImageName|ImageInspectError|RegistryUnavailable|SignatureValidationFailed)$/;
const LOG_KEY = /^(?:ts|time|timestamp|@timestamp|eventTime|level|lvl|severity|log|stream|MESSAGE|PRIORITY)$/;
const WORDS_KEY =
  /^(?:message|MESSAGE|msg|log|text|textPayload|description|details?|body|note|summary|content|std(?:out|err)|output|value|title|err|error|errors|cause|exception|reason)$/;
const REASON_KEY = /^(?:err|error|cause|exception)$/;
/** Output of kubectl with its line ends. */
const HOLDS_OUTPUT = /\n[^\n]{0,200}(?:Normal|Warning) {1,40}[A-Z]|\n *(?:Events:|containerStatuses:|involvedObject:)/;

function isOfPull(words: string): boolean {
  return speaksOfPull(words) && !isAboutSomethingElse(words);
}

/** The words go on behind what is being done, so that they say why themselves. */
function isComplete(words: string): boolean {
  return /: \S/.test(words.replace(/"[^"]{0,400}"/g, ""));
}

function isNested(value: string): boolean {
  return /^\s{0,20}[[{]\s{0,20}\\{0,8}["{[]/.test(value);
}

function isEvent(map: Json): boolean {
  if (map["kind"] === "Event" || isObject(map["involvedObject"]) || isObject(map["regarding"])) return true;
  // Cut off above: what is left must be an event's and nothing else's.
  const said = text(map["reason"]) !== null && (text(map["message"]) ?? text(map["note"])) !== null;
  return said && (/^(?:Normal|Warning)$/.test(String(map["type"])) || "lastTimestamp" in map);
}

/** The object that an event is about, where its key was cut off. */
function withSubject(map: Json): Json {
  if (isObject(map["involvedObject"]) || isObject(map["regarding"])) return map;
  const about = keyless(map).find((one) => text(one["name"]) !== null && text(one["kind"]) !== null);
  return about === undefined ? map : { ...map, involvedObject: about };
}

/** A Deployment's template and a manifest that somebody wrote have no status: nobody saw such a pod. */
function isPod(map: Json): boolean {
  const status = object(map["status"]);
  if (STATUSES.some((key) => Array.isArray(status[key]))) return true;
  return map["kind"] === "Pod" && isObject(map["metadata"]) && (text(status["phase"]) !== null || isStored(map));
}

function isStored(map: Json): boolean {
  const metadata = object(map["metadata"]);
  return text(metadata["uid"]) !== null || text(metadata["creationTimestamp"]) !== null;
}

/** A dump can begin in the middle of its metadata. */
function withMetadata(map: Json): Json {
  if (isObject(map["metadata"])) return map;
  const metadata = keyless(map).find((one) => text(one["name"]) !== null && "resourceVersion" in one);
  return metadata === undefined ? map : { ...map, metadata };
}

function keyless(map: Json): Json[] {
  return list(map[KEYLESS]);
}

function isContainerStatus(map: Json): boolean {
  return isObject(map["state"]) && isObject(map["state"]["waiting"]);
}

/** Where a map says that it happened: `"pod":{"name":…,"namespace":…}`, `"pod":"shop/web-0"`, `kind: Pod, name: web-0`. */
function placeIn(map: Json, outer: Place): Place {
  const metadata = object(map["metadata"]);
  const pod = map["pod"] ?? map["Pod"];
  const [, inNamespace = null, named = null] =
    /^(?:([a-z0-9-]{1,63})\/)?([a-z0-9][a-z0-9.-]{0,252})$/.exec(text(pod) ?? "") ?? [];
  const self = map["kind"] === "Pod" ? (text(map["name"]) ?? text(metadata["name"])) : null;
  return {
    namespace:
      text(object(pod)["namespace"]) ??
      inNamespace ??
      text(map["namespace"]) ??
      text(metadata["namespace"]) ??
      outer.namespace,
    pod: text(object(pod)["name"]) ?? named ?? text(map["podName"]) ?? self ?? outer.pod,
    container: text(map["containerName"]) ?? text(map["container"]) ?? outer.container,
    image: text(map["image"]) ?? outer.image,
  };
}
