/** A piece → the records in it. Only the records stay; the text is let go of before the next one is read. */
import { openText } from "../../diagnose/open-text.ts";
import { readObjects } from "../../read/objects.ts";
import type { Reading } from "../../read/records.ts";
import { decodeStream } from "../decode.ts";
import { empty, Refused, tooLong, unreadable } from "./complaints.ts";
import { innerPath, type Piece } from "./piece.ts";
import type { Session } from "./session.ts";
import { Tidy } from "./tidy.ts";
import { type Hint, relevance } from "./worth-reading.ts";

export interface ReadPiece {
  readonly path: string;
  readonly hint: Hint;
  readonly reading: Reading;
}

/** Null where it could not be read, which is noted in the session. */
export async function readPiece(piece: Piece, session: Session): Promise<ReadPiece | null> {
  session.budget.takeFile(session.given);
  const source = session.sourceOf(piece.path);
  const { hint } = relevance(innerPath(piece.path));
  const text = openText(source);
  let isEmpty = true;
  let isWhole = true;
  try {
    for await (const part of decodeStream(metered(piece, session))) {
      isEmpty &&= part === "";
      text.write(part);
      if (text.length > session.limits.text) throw tooLong(source, session.limits.text);
    }
  } catch (error) {
    isWhole = false;
    session.complain(unreadable(source, error, { found: !piece.asked }));
    if (error instanceof Refused) return null;
  }
  if (isEmpty && isWhole && piece.asked) session.complain(empty(source));
  // What came before the fault is as true as it was.
  if (isEmpty) return null;
  return { path: piece.path, hint, reading: text.end((dump) => readKindless(source, dump, hint.kind)) };
}

async function* metered(piece: Piece, { budget, given }: Session): AsyncGenerator<Uint8Array> {
  const tidy = new Tidy();
  for await (const chunk of piece.bytes) {
    budget.takeBytes(given, chunk.length);
    yield chunk;
    tidy.after(chunk.length);
  }
  tidy.end();
}

/** Older collectors wrote the items of a list without their kind; the name of the file tells it. */
function readKindless(source: string, text: string, kind: Hint["kind"]): Reading | null {
  if (kind === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    // YAML, or cut off: the core reads both.
    return null;
  }
  const list = Array.isArray(value) ? { items: value } : value;
  return typeof list === "object" && list !== null && "items" in list && Array.isArray(list.items)
    ? readObjects(source, { ...list, kind: `${kind}List` })
    : null;
}
