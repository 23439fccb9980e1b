/** A piece → the records in it. Only the records stay; the text is let go of before the next one is read. */
import { stat } from "node:fs/promises";
import { readObjects } from "../../read/objects.ts";
import { readText } from "../../read/read-text.ts";
import type { Reading } from "../../read/records.ts";
import { decodeText } from "../decode.ts";
import { empty, Refused, tooLong, unreadable } from "./complaints.ts";
import { innerPath, type Piece } from "./piece.ts";
import type { Session } from "./session.ts";
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
  const text = await textOf(piece, source, session);
  if (text === null) return null;
  const { hint } = relevance(innerPath(piece.path));
  const reading = (hint.kind === null ? null : readKindless(source, text, hint.kind)) ?? readText(source, text);
  return { path: piece.path, hint, reading: text.length < DETACH_FROM ? reading : detached(reading) };
}

async function textOf(piece: Piece, source: string, session: Session): Promise<string | null> {
  const { limits, budget, given } = session;
  const chunks: Uint8Array[] = [];
  let length = 0;
  let isWhole = true;
  try {
    // Known before a byte is read, where the system knows it.
    if (piece.file !== null && (await stat(piece.file)).size > limits.text) throw tooLong(source, limits.text);
    for await (const chunk of piece.bytes) {
      length += chunk.length;
      if (length > limits.text) throw tooLong(source, limits.text);
      budget.takeBytes(given, chunk.length);
      chunks.push(chunk);
    }
  } catch (error) {
    isWhole = false;
    session.complain(unreadable(source, error, { found: !piece.asked }));
    if (error instanceof Refused) return null;
  }
  if (length === 0 && isWhole && piece.asked) session.complain(empty(source));
  // What came before the fault is as true as it was.
  return length === 0 ? null : decodeText(Buffer.concat(chunks));
}

/** Older collectors wrote the items of a list without their kind; the name of the file tells it. */
function readKindless(source: string, text: string, kind: "Pod" | "Event"): Reading | null {
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

const DETACH_FROM = 1024 * 1024;

/** The engine keeps a whole text for the sake of one word cut out of it; a copy of the word sets it free. */
function detached(reading: Reading): Reading {
  return JSON.parse(JSON.stringify(reading)) as Reading;
}
