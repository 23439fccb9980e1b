/**
 * Every regular expression of the program, with the place that it comes from. Literals are read from the sources;
 * those that are built from strings are taken down while the modules are loaded and while a few texts are diagnosed.
 */
import { pathToFileURL } from "node:url";
import { findPatterns, type Site, SOURCES } from "./source.ts";

export interface Pattern {
  /** `src/read/age.ts:27`, and the line that asked for it where one function builds many. */
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

export interface Collection {
  readonly patterns: readonly Pattern[];
  /** Places that build a pattern and did not run: what they build is unknown, so it cannot be judged. */
  readonly unseen: readonly string[];
}

/** Texts that reach the places which build a pattern only when they are called. */
const EXERCISE = [
  'Failed to pull image "nginx:lates": not found',
  'Name: a\nNamespace: b\nEvents:\n  Warning  Failed  5s  kubelet  Failed to pull image "x": denied: no',
];

export async function collectPatterns(): Promise<Collection> {
  const { literals, sites } = findPatterns();
  const built = await recordBuilt(sites);
  const all: Pattern[] = literals.map(({ file, line, source, flags }) => ({
    where: `src/${file}:${line}`,
    source,
    flags,
  }));
  const unseen: string[] = [];
  for (const site of sites) {
    const mine = built.filter(({ frames }) => frames.some((frame) => isAt(frame, site)));
    if (mine.length === 0) unseen.push(`src/${site.file}:${site.line}`);
    for (const { source, flags, frames } of mine) {
      const caller = frames.find((frame) => frame.file === site.file && !isAt(frame, site));
      const from = caller === undefined ? "" : ` (for line ${caller.line})`;
      all.push({ where: `src/${site.file}:${site.line}${from}`, source, flags });
    }
  }
  return { patterns: withoutTwins(all), unseen };
}

interface Frame {
  readonly file: string;
  readonly line: number;
}

interface Built {
  readonly source: string;
  readonly flags: string;
  readonly frames: readonly Frame[];
}

function isAt(frame: Frame, site: Site): boolean {
  return frame.file === site.file && frame.line >= site.line && frame.line <= site.lastLine;
}

async function recordBuilt(sites: readonly Site[]): Promise<Built[]> {
  const built: Built[] = [];
  const Original = globalThis.RegExp;
  const depth = Error.stackTraceLimit;
  let recording = false;
  const take = (made: RegExp): RegExp => {
    // Reading a stack builds patterns itself.
    if (recording) return made;
    recording = true;
    const frames = framesOf(new Error().stack ?? "");
    if (frames.length > 0) built.push({ source: made.source, flags: made.flags, frames });
    recording = false;
    return made;
  };
  Error.stackTraceLimit = 40;
  globalThis.RegExp = new Proxy(Original, {
    construct: (target, args, self) => take(Reflect.construct(target, args, self) as RegExp),
    apply: (target, self, args) => take(Reflect.apply(target, self, args) as RegExp),
  });
  try {
    // A fresh copy of every module, also where a test has loaded it before.
    const stamp = `?patterns=${Date.now()}`;
    for (const file of new Set(sites.map((site) => site.file))) {
      await import(`${pathToFileURL(SOURCES + file).href}${stamp}`);
    }
    // Built when a message is about them, and no message is about all.
    const { LAYER_RULES } = (await import(`${pathToFileURL(SOURCES).href}error/layers.ts${stamp}`)) as {
      LAYER_RULES: readonly { readonly pattern: RegExp }[];
    };
    for (const rule of LAYER_RULES) void rule.pattern;
    const { diagnose, render } = await import("../../src/index.ts");
    const { redact } = await import("../../src/redact/redact.ts");
    for (const text of EXERCISE) {
      const report = diagnose([{ source: "-", text }]);
      redact(report);
      for (const format of ["table", "wide"] as const) {
        render(report, { format, color: false, width: 100, verbose: true, quiet: false, looked: "a text" });
      }
    }
  } finally {
    globalThis.RegExp = Original;
    Error.stackTraceLimit = depth;
  }
  return built;
}

function framesOf(stack: string): Frame[] {
  return [...stack.matchAll(/\/src\/([\w./-]{1,200}\.ts)(?:\?[\w=.&-]{0,80})?:(\d{1,6}):\d{1,6}/g)].map((found) => ({
    file: found[1] as string,
    line: Number(found[2]),
  }));
}

/** The same pattern of the same place, built again and again. */
function withoutTwins(patterns: readonly Pattern[]): Pattern[] {
  return [...new Map(patterns.map((one) => [`${one.where}/${one.source}/${one.flags}`, one])).values()];
}

/** What many places write alike is judged once, and then named with all of its places. */
export function merged(patterns: readonly Pattern[]): Pattern[] {
  const places = new Map<string, Pattern>();
  for (const one of patterns) {
    const key = `${one.source}/${one.flags}`;
    const same = places.get(key);
    places.set(key, same === undefined ? one : { ...one, where: `${same.where}, ${one.where}` });
  }
  return [...places.values()];
}
