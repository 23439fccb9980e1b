/** Arguments → a `Request`. Pure: nothing is read, run or printed here, and what makes no sense is a `UserError`. */
import { Parser as parse } from "yargs/helpers";
import { parsePlatform } from "../probe/manifest.ts";
import { COMPLETION_WORDS, type CompletionWord } from "./completion/words.ts";
import { COLOR_CHOICES, FLAGS, FORMATS, PROBE_AUTHS } from "./flags.ts";
import type { Connection, Follow, ProbeSettings, Request, ShowOptions } from "./request.ts";
import { spellOut } from "./spell-out.ts";
import { parseTargets } from "./targets.ts";
import { UserError } from "./user-error.ts";

export interface Surroundings {
  /** Where standard input is no terminal and nothing is named, it is what is to be read. */
  readonly stdinIsTerminal: boolean;
}

export function parseArgs(argv: readonly string[], { stdinIsTerminal }: Surroundings): Request {
  // Half a command line: the rest of this file would find fault with it.
  if (argv[0] === "__complete" || argv[0] === "__completeNoDesc") {
    return { kind: "complete", words: argv.slice(1), explains: argv[0] === "__complete" };
  }
  const given = parseFlags(argv);
  if (given.on("help") || (given.words.length === 1 && given.words[0] === "help")) return helpOn(given.words[0]);
  if (given.on("version")) return { kind: "version" };

  const show: ShowOptions = {
    format: oneOf(FORMATS, given.last("output") ?? "table", "-o"),
    color: oneOf(COLOR_CHOICES, given.last("color") ?? "auto", "--color"),
    quiet: given.on("quiet"),
    verbose: given.on("verbose"),
    ...(given.on("redact") && { redact: true as const }),
  };
  const ownFiles = given.all("causes");
  if (ownFiles.length > 0 && show.redact) throw ownAndRedact();
  const own = ownFiles.length > 0 && { causes: ownFiles };
  const [first, ...others] = given.words;
  if (first === "completion") return { kind: "completion", what: completionWord(others) };
  if (first === "causes" && others[0] === "lint") return { kind: "lint-causes", files: lintedFiles(others.slice(1)) };
  if (first === "causes") {
    if (others.length > 1) throw tooManyIds(others);
    return { kind: "causes", id: others[0] ?? null, ...own, show };
  }

  if (first === "probe") return { kind: "probe", images: imagesOf(others, given), ...probeSettings(given), show };
  const asks = given.on("probe");
  for (const { name } of FLAGS.filter(({ group }) => group === "probe"))
    if (given.mentions(name) && !asks) throw onlyForProbe(name);
  if (asks && given.on("redact")) throw redactedProbe();

  const files = given.all("filename");
  const container = given.last("container");
  const selects = given.on("all-namespaces") || given.mentions("selector") || given.mentions("field-selector");
  if (files.length > 0 && (selects || given.words.length > 0)) throw filesAndCluster(given.words);
  const follow = followOf(given, show);
  if (files.length > 0 && follow !== null) throw followsText(follow);
  if (asks && follow !== null) throw followsProbe(follow);
  // A text does not change, so whoever follows something means the cluster, also where no terminal is there, as in CI.
  const isText = files.length > 0 || (given.words.length === 0 && !selects && !stdinIsTerminal && follow === null);
  if (isText && given.on("check-secrets")) throw secretsOfText("--check-secrets");
  const probe = asks ? probeSettings(given) : null;
  if (isText && probe?.auth === "pull-secrets") throw secretsOfText("--probe-auth=pull-secrets");
  if (isText) {
    const named = files.length > 0 ? [...new Set(files)] : ["-"];
    return { kind: "files", files: named, container, ...own, ...(probe !== null && { probe }), show };
  }

  const targets = parseTargets(given.words);
  if (targets.length > 0 && selects) throw namesAndSelectors();
  return {
    kind: "cluster",
    targets,
    allNamespaces: given.on("all-namespaces"),
    selector: given.last("selector"),
    fieldSelector: given.last("field-selector"),
    container,
    ...(given.on("check-secrets") && { checkSecrets: true as const }),
    ...(follow !== null && { follow }),
    ...(probe !== null && { probe }),
    connection: connectionOf(given),
    ...own,
    show,
  };
}

function followOf(given: Given, { format, redact }: ShowOptions): Follow | null {
  const waits = given.mentions("wait");
  if (!given.on("watch")) {
    return waits ? { until: "mended", seconds: parseTime(given.last("wait") ?? "", "--wait") ?? 0 } : null;
  }
  if (waits) throw watchAndWait();
  if (format === "yaml" || format === "markdown")
    throw watchAs(`-o ${format}`, "Choose one of table, wide, json, name.");
  if (redact === true) throw watchAs("--redact", "Share a report instead: the same without --watch.");
  return { until: "stopped" };
}

function helpOn(word: string | undefined): Request {
  return word === "causes" || word === "completion" || word === "probe"
    ? { kind: "help", topic: word }
    : { kind: "help" };
}

function completionWord(words: readonly string[]): CompletionWord {
  const found = COMPLETION_WORDS.find((one) => one === words[0]);
  if (found !== undefined && words.length === 1) return found;
  throw new UserError(`"completion" is followed by one of ${COMPLETION_WORDS.join(", ")}.`, {
    hint: "See what each is for: kubectl pullcheck completion --help",
  });
}

interface Given {
  readonly words: readonly string[];
  on(name: string): boolean;
  /** The last value that is not empty, as kubectl takes it; null where there is none. */
  last(name: string): string | null;
  all(name: string): readonly string[];
  /** True also where the value is empty: `-l ""` chooses every pod. */
  mentions(name: string): boolean;
}

/** By the parser of yargs: its help and its messages we have our own of, and they start slowly. */
function parseFlags(argv: readonly string[]): Given {
  const named = (takesValue: boolean) =>
    FLAGS.filter(({ value }) => (value !== null) === takesValue).map(({ name }) => name);
  const parsed: Readonly<Record<string, unknown>> = parse([...spellOut(argv)], {
    boolean: named(false),
    string: named(true),
    configuration: {
      "boolean-negation": false,
      "camel-case-expansion": false,
      "dot-notation": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
    },
  });
  const all = (name: string): unknown[] => [parsed[name] ?? []].flat();
  return {
    words: [parsed["_"] ?? []].flat().map(String),
    on: (name) => all(name).at(-1) === true,
    last: (name) => all(name).map(String).at(-1) || null,
    all: (name) => all(name).map(String).filter(Boolean),
    mentions: (name) => all(name).length > 0,
  };
}

function imagesOf(words: readonly string[], given: Given): readonly string[] {
  if (given.on("redact")) throw redactedProbe();
  if (given.last("probe-auth") === "pull-secrets") throw noPod();
  if (words.length > 0) return words;
  throw new UserError('"probe" is followed by the images to ask for.', {
    hint: "Write for example: kubectl pullcheck probe nginx:1.27",
  });
}

function probeSettings(given: Given): ProbeSettings {
  const platform = given.last("platform");
  const auth = given.last("probe-auth");
  return {
    platform: platform === null ? null : platformOf(platform),
    allowsPrivate: given.on("probe-private"),
    auth: auth === null ? null : oneOf(PROBE_AUTHS, auth, "--probe-auth"),
    plainHttp: given.all("plain-http").map(hostOf),
  };
}

function platformOf(text: string): NonNullable<ProbeSettings["platform"]> {
  const platform = parsePlatform(text);
  if (platform !== null) return platform;
  throw new UserError(`"${text}" is no platform.`, { hint: "Write for example linux/arm64 or linux/arm/v7." });
}

/** A scheme or a path in front of or behind the host is what people copy with it. */
function hostOf(text: string): string {
  const host = /^(?:http:\/\/)?([\w.-]{1,253}(?::\d{1,5})?|\[[\da-f:.]{2,45}\](?::\d{1,5})?)(?:\/.{0,300})?$/i.exec(
    text,
  )?.[1];
  if (host !== undefined) return host.toLowerCase();
  throw new UserError(`"${text}" is no host for --plain-http.`, { hint: "Write for example registry.lan:5000." });
}

function onlyForProbe(name: string): UserError {
  return new UserError(`--${name} is for --probe, which asks registries.`, {
    hint: "Add --probe, or see how an image is asked for without a pod: kubectl pullcheck probe --help",
  });
}

/** What registries answer names hosts that nothing else does. */
function redactedProbe(): UserError {
  return new UserError("--redact cannot replace the names of all that a probe asks.", {
    hint: "Leave one of them out.",
  });
}

function noPod(): UserError {
  return new UserError("Pull secrets belong to pods, and none is named.", {
    hint: "Write kubectl pullcheck POD --probe --probe-auth=pull-secrets, or --probe-auth=docker-config.",
  });
}

function connectionOf(given: Given): Connection {
  const flags: string[] = [];
  for (const { name, value, repeats } of FLAGS.filter(({ handedOn }) => handedOn)) {
    if (value === null) flags.push(...(given.on(name) ? [`--${name}`] : []));
    else flags.push(...(repeats ? given.all(name) : [given.last(name) ?? []].flat()).map((one) => `--${name}=${one}`));
  }
  return {
    namespace: given.last("namespace"),
    flags,
    requestTimeout: parseTime(given.last("request-timeout"), "--request-timeout"),
  };
}

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** Seconds; a bare number is seconds too. kubectl refuses the rest, so it is refused here, before anything runs. */
function parseTime(text: string | null, flag: string): number | null {
  if (text === null) return null;
  if (/^\d+$/.test(text)) return Number(text);
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) {
    throw new UserError(`"${text}" is no time for ${flag}.`, { hint: "Write for example 5s, 2m or 0." });
  }
  let seconds = 0;
  for (const [, number, unit] of text.matchAll(/([\d.]{1,20})(ms|s|m|h)/g)) {
    seconds += Number(number) * (SECONDS[unit as string] as number);
  }
  return seconds;
}

function oneOf<T extends string>(choices: readonly T[], value: string, flag: string): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new UserError(`${flag} cannot be "${value}".`, { hint: `Choose one of ${choices.join(", ")}.` });
}

function lintedFiles(files: readonly string[]): readonly string[] {
  if (files.length > 0) return files;
  throw new UserError("There is no file to test.", { hint: "Write: kubectl pullcheck causes lint FILE" });
}

function ownAndRedact(): UserError {
  return new UserError("--causes and --redact cannot go together: the words of your team would be in what is shared.", {
    hint: "Leave out one of the two.",
  });
}

function tooManyIds(ids: readonly string[]): UserError {
  return new UserError("Only one cause can be shown at a time.", { hint: `Write: kubectl pullcheck causes ${ids[0]}` });
}

function filesAndCluster(words: readonly string[]): UserError {
  const named = words.length > 0 ? `"${words.join(" ")}"` : "A choice of pods";
  return new UserError(`${named} and -f cannot go together: a saved text is read without the cluster.`, {
    hint: "Give either files or pods. Several files need -f each.",
  });
}

function secretsOfText(flag: string): UserError {
  return new UserError(`${flag} asks the cluster, and a saved text is read without it.`, {
    hint: "Leave it out, or name a pod; -l '' stands for every pod of the namespace.",
  });
}

function followsProbe({ until }: Follow): UserError {
  return new UserError(`--${until === "stopped" ? "watch" : "wait"} looks again and again, and --probe asks once.`, {
    hint: "Leave out one of the two.",
  });
}

function followsText({ until }: Follow): UserError {
  return new UserError(
    `--${until === "stopped" ? "watch" : "wait"} follows the cluster, and a saved text does not change.`,
    {
      hint: "Leave out one of the two.",
    },
  );
}

function watchAndWait(): UserError {
  return new UserError("--watch goes on until it is stopped, --wait ends by itself.", {
    hint: "Leave out one of the two.",
  });
}

function watchAs(flag: string, hint: string): UserError {
  return new UserError(`${flag} is for a report that is whole, and --watch goes on.`, { hint });
}

function namesAndSelectors(): UserError {
  return new UserError("Pods are either named or chosen by -A, -l and --field-selector, not both.", {
    hint: "Leave out one of the two.",
  });
}
