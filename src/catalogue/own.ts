/**
 * The catalogue that a diagnosis is made with: the built-in causes and, beside them, what a team has written down about
 * its own registries. The built-in ones are looked for first and without a thought of the others; an own cause comes
 * behind them, but for those that it says it outranks.
 */
import type { Confidence } from "../report.ts";
import { type AnyCauseId, isOwn, type OwnCauseId } from "./any-id.ts";
import type { Cure } from "./commands.ts";
import type { Cause, Facts, Span } from "./define.ts";
import type { CauseId } from "./ids.ts";
import { CATALOGUE } from "./index.ts";

/** The built-in cause of an error, and its decisive words. */
export interface BuiltInAnswer {
  readonly cause: CauseId;
  readonly span: Span;
}

/** The words that speak for it, or null. `answer` is null where no built-in cause is recognised. */
export type SeeOwn = (facts: Facts, answer: BuiltInAnswer | null) => Span | null;

export interface OwnCause extends Omit<Cause, "signals" | "outranks" | "origins" | "examples"> {
  readonly id: OwnCauseId;
  /** The name of the file that it stands in, without its folder. */
  readonly file: string;
  /** The same with its folder, as it was named or found. */
  readonly path: string;
  readonly links: readonly string[];
  /** How sure the team is where `see` finds something. */
  readonly means: Confidence;
  readonly see: SeeOwn;
  readonly outranks: readonly AnyCauseId[];
}

/** What a team adds to a built-in cause. */
export interface Advice {
  readonly file: string;
  readonly for: readonly CauseId[];
  readonly when: SeeOwn;
  readonly cure: (facts: Facts) => Cure;
}

export interface Catalogue {
  readonly causes: Readonly<Record<CauseId, Cause>>;
  readonly own: ReadonlyMap<OwnCauseId, OwnCause>;
  readonly advice: readonly Advice[];
}

export const BUILT_IN: Catalogue = { causes: CATALOGUE, own: new Map(), advice: [] };

/** What every cause has, whoever wrote it. */
export type AnyCause = Omit<Cause, "signals" | "outranks" | "origins" | "examples">;

export function causeOf({ causes, own }: Catalogue, id: AnyCauseId): AnyCause {
  return isOwn(id) ? (own.get(id) ?? causes.unrecognized) : causes[id];
}

export function outranks({ causes, own }: Catalogue, a: AnyCauseId, b: AnyCauseId): boolean {
  const below: readonly AnyCauseId[] | undefined = isOwn(a) ? own.get(a)?.outranks : causes[a].outranks;
  return below?.includes(b) ?? false;
}
