/**
 * A cause as a page of the book: everything that the catalogue knows of it, as a value. text.ts writes it for a terminal,
 * markdown.ts for the documentation, and `-o json` prints it as it is.
 */

import { type AnyCauseId, isOwn } from "../catalogue/any-id.ts";
import type { Cause, Facts } from "../catalogue/define.ts";
import { curesOf } from "../catalogue/fixes/finish.ts";
import { fixFor, runFor, type Shell } from "../catalogue/for-shell.ts";
import { CAUSE_IDS, type CauseId } from "../catalogue/ids.ts";
import { CATALOGUE } from "../catalogue/index.ts";
import { BUILT_IN, type Catalogue, causeOf } from "../catalogue/own.ts";
import { diagnose } from "../diagnose/diagnose.ts";
import { parsePullErrors } from "../error/pull-error.ts";
import { NO_FAILURE } from "../pull/failure.ts";
import type { Fix } from "../report.ts";
import { type Recognition, recognitionsOf } from "./recognition.ts";

export interface CausePage {
  readonly id: AnyCauseId;
  readonly group: Cause["group"];
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly recognised: readonly Recognition[];
  /** Causes that give way where both are recognised in one error. */
  readonly outranks: readonly AnyCauseId[];
  /** Causes that the same words can hide; `check` is the command that tells, null where no single one does. */
  readonly couldBe: readonly { readonly cause: CauseId; readonly why: string; readonly check: string | null }[];
  /** With words in CAPITALS where a report would have names. */
  readonly fixes: readonly Fix[];
  /** What a report advises where the first example is all that it has. */
  readonly example: { readonly message: string; readonly fixes: readonly Fix[] };
  /** Messages that have this cause. */
  readonly examples: readonly string[];
  /** Messages that look like it, and the cause that they really have. */
  readonly lookAlikes: readonly { readonly message: string; readonly cause: CauseId }[];
  /** As the catalogue has them; origins.ts takes them apart. Of a team's own cause its file and its links. */
  readonly origins: readonly string[];
}

/** `shell` is the one that the commands are for. */
export function pageOf(id: AnyCauseId, shell: Shell, catalogue: Catalogue = BUILT_IN): CausePage {
  const cause = causeOf(catalogue, id);
  const { group, title, what, why, couldBe = [] } = cause;
  const fixes = curesOf(cause, NO_FACTS).map((cure) => fixFor(shell, cure));
  return {
    id,
    group,
    title,
    what,
    why: why.replace(/\s+/g, " "),
    couldBe: couldBe.map(({ cause: other, why: because, check }) => {
      const command = check?.(NO_FACTS) ?? null;
      return { cause: other, why: because, check: command === null ? null : runFor(shell, command) };
    }),
    fixes,
    ...(isOwn(id) ? sourcesOfOwn(id, catalogue, fixes) : sourcesOf(CATALOGUE[id], shell)),
  };
}

type Sources = Pick<CausePage, "recognised" | "outranks" | "example" | "examples" | "lookAlikes" | "origins">;

function sourcesOf(cause: Cause, shell: Shell): Sources {
  const { outranks = [], examples, origins } = cause;
  const [message = ""] = examples.is;
  return {
    recognised: recognitionsOf(cause),
    outranks,
    example: { message, fixes: diagnose([{ source: "-", text: message }], shell).failures[0]?.fixes ?? [] },
    examples: examples.is,
    lookAlikes: examples.isNot.map(([text, other]) => ({ message: text, cause: other })),
    origins,
  };
}

/** How it is recognised stands in the team's file, which `causes lint` tests against its own examples. */
function sourcesOfOwn(id: AnyCauseId, { own }: Catalogue, fixes: readonly Fix[]): Sources {
  const cause = isOwn(id) ? own.get(id) : undefined;
  return {
    recognised: [],
    outranks: cause?.outranks ?? [],
    example: { message: "", fixes },
    examples: [],
    lookAlikes: [],
    origins: cause === undefined ? [] : [`your team's own ${cause.path}`, ...cause.links],
  };
}

const NO_FACTS: Facts = {
  error: parsePullErrors("")[0] as Facts["error"],
  failure: NO_FAILURE,
  image: null,
  scope: "leaf",
};

export interface Chapter {
  readonly title: string;
  readonly ids: readonly AnyCauseId[];
}

/** In the order in which a pull meets them. */
const CHAPTERS: Readonly<Record<Cause["group"], string>> = {
  reference: "The image's name",
  auth: "Logins and rights",
  limits: "Limits",
  network: "The way to the registry",
  tls: "TLS and certificates",
  content: "What the registry delivers",
  node: "The node",
  other: "Not told",
};

/** The whole catalogue: by group, then by name; a team's own causes last. */
export function chapters({ own }: Catalogue = BUILT_IN): Chapter[] {
  const builtIn = (Object.keys(CHAPTERS) as Cause["group"][]).map((group) => ({
    title: CHAPTERS[group],
    ids: CAUSE_IDS.filter((id) => CATALOGUE[id].group === group),
  }));
  return own.size === 0 ? builtIn : [...builtIn, { title: "Your team's own", ids: [...own.keys()] }];
}
