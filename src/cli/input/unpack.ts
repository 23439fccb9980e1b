/**
 * A piece → the texts in it: itself, what it unpacks to, or the members of an archive, and theirs once more. Nothing is
 * written to disk. What is wrong with one member is noted, and the next one is read.
 */
import { otherArchive, tooNested, unreadable } from "./complaints.ts";
import { gunzip } from "./gunzip.ts";
import { isHidden, memberName } from "./member-name.ts";
import { peek } from "./peek.ts";
import { innerPath, type Piece } from "./piece.ts";
import type { Session } from "./session.ts";
import { HEAD, isBinary, packingOf } from "./sniff.ts";
import { tarMembers } from "./tar.ts";
import { isContainerLog, relevance } from "./worth-reading.ts";
import { zipMembers } from "./zip.ts";

interface Nesting {
  /** Archives around the piece. */
  readonly archives: number;
  /** Gzips around it since the last archive. */
  readonly gzips: number;
}

/** A bundle, and the archives of logs that it carries. */
const MOST_ARCHIVES = 2;

export function textsIn(piece: Piece, session: Session): AsyncGenerator<Piece> {
  return unpack(piece, session, { archives: 0, gzips: 0 });
}

async function* unpack(piece: Piece, session: Session, nesting: Nesting): AsyncGenerator<Piece> {
  const { head, bytes, close } = await peek(piece.bytes, HEAD);
  const source = session.sourceOf(piece.path);
  try {
    const packing = packingOf(head);
    switch (packing.kind) {
      case "gzip":
        if (nesting.gzips > 0) throw tooNested(source);
        yield* unpack({ ...piece, bytes: gunzip(bytes, source, session), file: null }, session, {
          ...nesting,
          gzips: 1,
        });
        return;
      case "tar":
      case "zip":
        if (nesting.archives >= MOST_ARCHIVES) throw tooNested(source);
        yield* unpackMembers({ ...piece, bytes }, packing.kind, session, { archives: nesting.archives + 1, gzips: 0 });
        return;
      case "other":
        if (piece.asked) throw otherArchive(source, packing.name);
        session.pass("other-archive");
        return;
      case "plain":
        if (isBinary(head) && !piece.asked) session.pass("binary");
        else if (isContainerLog(head) && !piece.asked) session.pass("container-log");
        else yield { ...piece, bytes };
        return;
      default:
        packing satisfies never;
    }
  } catch (error) {
    session.complain(unreadable(source, error, { found: !piece.asked }));
  } finally {
    await close();
  }
}

async function* unpackMembers(
  piece: Piece,
  kind: "tar" | "zip",
  session: Session,
  nesting: Nesting,
): AsyncGenerator<Piece> {
  const source = session.sourceOf(piece.path);
  const members = kind === "tar" ? tarMembers(piece.bytes, source) : zipMembers(piece, source, session);
  for await (const { name: raw, type, bytes } of members) {
    session.budget.takeEntry(session.given);
    if (type === "folder") continue;
    const name = memberName(raw);
    if (name === null) session.pass("unsafe");
    else if (type === "link") session.pass("link");
    else if (type === "special") session.pass("special");
    else if (!isHidden(name)) {
      const path = `${piece.path}!${name}`;
      const skipped = relevance(innerPath(path)).skip;
      if (skipped !== null) session.pass(skipped);
      else yield* unpack({ path, bytes, file: null, asked: false }, session, nesting);
    }
  }
}
