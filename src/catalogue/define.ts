/**
 * What a cause is made of. Each lives in a file of its own under causes/, named after its id; the file holds its
 * recognition, its words, its cures and its examples, and nothing else has to be touched to add one.
 */
import type { Endpoint, PullError } from "../error/pull-error.ts";
import type { ImageReference } from "../image/reference.ts";
import type { PullFailure } from "../pull/failure.ts";
import type { Confidence } from "../report.ts";
import type { NamePart } from "../suggest/suggestion.ts";
import type { Command, Cure } from "./commands.ts";
import type { CauseId } from "./ids.ts";

/** What a signal may look at: one error of a failure, and the failure around it. */
export interface Facts {
  readonly error: PullError;
  readonly failure: PullFailure;
  /** Null where the failure names no image, or no valid one. */
  readonly image: ImageReference | null;
  /**
   * Where words are looked for. The leaf first; only when no cause recognises it the whole error, names hidden, since
   * an unknown program may have put more words behind the decisive ones.
   */
  readonly scope: "leaf" | "whole";
}

/** A half-open range of `error.prepared.text`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a signal looks at, for whoever wants to tell it in words (book/recognition.ts). */
export type Sign =
  | { readonly at: "words" | "registry"; readonly pattern: string }
  | { readonly at: "layer" | "state"; readonly names: readonly string[] }
  | {
      readonly at: "status";
      readonly statuses: readonly (number | readonly [number, number])[];
      /** Empty where any endpoint counts. */
      readonly endpoints: readonly Endpoint[];
    }
  | { readonly at: "code"; readonly code: string; readonly pattern: string | null };

/** The decisive words, or null where the facts do not speak for the cause. */
export interface See {
  (facts: Facts): Span | null;
  /** The vocabulary of signals.ts sets it; a function of a cause's own says what it sees with `given`. */
  readonly sign?: Sign & { readonly isConditional: boolean };
}

export interface Signal {
  readonly means: Confidence;
  readonly see: See;
  /** In words, what has to be true beside the sign, as the end of a sentence: "where …". */
  readonly given?: string;
}

export interface CouldBe {
  readonly cause: CauseId;
  /** One sentence: what in this wording leaves the other cause open. */
  readonly why: string;
  /** The command that settles it, with the real names; null where no single command does. */
  readonly check?: (facts: Facts) => Command | null;
  /** Where given, the alternative is named only when this holds. */
  readonly when?: (facts: Facts) => boolean;
}

export interface Cause {
  readonly group: "reference" | "auth" | "limits" | "network" | "tls" | "content" | "node" | "other";
  /** A few words for a heading and a table. */
  readonly title: string;
  /** One sentence: what was seen. */
  readonly what: string;
  /** A paragraph: how it comes about. */
  readonly why: string;
  readonly signals: readonly Signal[];
  /** Causes that give way when both are recognised in one error; the comment beside it says why. */
  readonly outranks?: readonly CauseId[];
  /** True for a trouble that passes and hides the lasting one: an older error of the same pull is then preferred. */
  readonly passing?: true;
  /** The parts of the image's name that may be misspelt where this is the cause; names that are near come first. */
  readonly mayBeMisspelt?: readonly NamePart[];
  /** What the same words may hide. */
  readonly couldBe?: readonly CouldBe[];
  /** What one act would mend: all failures of a registry, of an image, ... */
  readonly scope: "registry" | "namespace" | "image" | "node";
  readonly fixes: (facts: Facts) => readonly Cure[];
  /** Where the wording comes from: `repository path` or a URL. */
  readonly origins: readonly string[];
  readonly examples: {
    /** Messages that have this cause. */
    readonly is: readonly string[];
    /** Look-alikes, each with the cause that it really has. */
    readonly isNot: readonly (readonly [message: string, cause: CauseId])[];
  };
}

export function defineCause(cause: Cause): Cause {
  return cause;
}
