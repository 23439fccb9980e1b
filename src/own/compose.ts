/** Several files of own causes → the catalogue that a diagnosis is made with. */
import { isOwn, type OwnCauseId } from "../catalogue/any-id.ts";
import { type Advice, BUILT_IN, type Catalogue, type OwnCause } from "../catalogue/own.ts";
import type { OwnFile, TestedCause } from "./own-file.ts";
import type { Problem } from "./yaml-text.ts";

export interface Composed {
  readonly catalogue: Catalogue;
  /** Files of which nothing was taken, each with what is wrong with it. */
  readonly refused: readonly { readonly file: OwnFile; readonly problems: readonly Problem[] }[];
}

const MOST_CAUSES = 500;

/**
 * Files come in the order in which they count. Of a file that has a problem nothing is taken: half a runbook is worse
 * than none. `replaceable` files give way where an earlier file has a cause of the same id, so that a new version can be
 * tried before it is put into its place.
 */
export function compose(files: readonly OwnFile[], replaceable: readonly OwnFile[] = []): Composed {
  const own = new Map<OwnCauseId, OwnCause>();
  const advice: Advice[] = [];
  const refused: { file: OwnFile; problems: readonly Problem[] }[] = [];
  const add = (file: OwnFile, causes: readonly TestedCause[]): void => {
    const problems =
      file.problems.length > 0 ? file.problems : clashes(causes, own, advice.length + file.advice.length);
    if (problems.length > 0) {
      refused.push({ file, problems });
      return;
    }
    for (const cause of causes) own.set(cause.id, cause);
    advice.push(...file.advice);
  };
  for (const file of files) add(file, file.causes);
  const named = new Set(own.keys());
  for (const file of replaceable)
    add(
      file,
      file.causes.filter(({ id }) => !named.has(id)),
    );
  return { catalogue: { ...BUILT_IN, own, advice }, refused };
}

function clashes(causes: readonly TestedCause[], own: ReadonlyMap<OwnCauseId, OwnCause>, advice: number): Problem[] {
  const known = new Map(own);
  const problems: Problem[] = [];
  for (const cause of causes) {
    const { id, place } = cause;
    const { line, column, field } = place;
    const complain = (message: string): number => problems.push({ line, column, field, message });
    const other = known.get(id);
    if (other !== undefined) complain(`${id} is there already, in ${other.file}. Give it another name.`);
    known.set(id, cause);
    const circle = circleFrom(id, known);
    if (circle !== null) complain(`${circle.join(" outranks ")}: that goes round in a circle. Leave out one of them.`);
  }
  if (known.size + advice > MOST_CAUSES)
    problems.push({
      line: 1,
      column: 1,
      field: null,
      message: `With this file there are more than ${MOST_CAUSES} own causes and pieces of advice.`,
    });
  return problems;
}

/** The way back to a cause by what outranks what; null where there is none. */
function circleFrom(id: OwnCauseId, known: ReadonlyMap<OwnCauseId, OwnCause>): OwnCauseId[] | null {
  const seen = new Set<OwnCauseId>();
  const paths: OwnCauseId[][] = [[id]];
  for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
    for (const next of known.get(path.at(-1) as OwnCauseId)?.outranks ?? []) {
      if (next === id) return [...path, id];
      if (!isOwn(next) || seen.has(next)) continue;
      seen.add(next);
      paths.push([...path, next]);
    }
  }
  return null;
}
