/** The members of a tar, one after the other, out of a stream. */
import type { Parser, ReadEntry } from "tar";
import { cutOff, damaged } from "./complaints.ts";

export interface TarMember {
  /** As it stands in the archive. */
  readonly name: string;
  readonly type: "file" | "folder" | "link" | "special";
  /** Read before the next member is asked for; what is not read is passed over. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** `source` names the archive in what is thrown. */
export async function* tarMembers(bytes: AsyncIterable<Uint8Array>, source: string): AsyncGenerator<TarMember> {
  // Loading it takes longer than most texts take to be read.
  const { Parser: TarParser } = await import("tar/parse");
  const feeder = new Feeder(bytes, new TarParser({ zstd: false, brotli: false }));
  try {
    for (let entry = await feeder.next(); entry !== null; entry = await feeder.next()) {
      const reading = new EntryReading(entry, feeder);
      yield { name: entry.path, type: typeOf(entry), bytes: reading.bytes() };
      await reading.passOver();
    }
    if (feeder.fault !== null) throw feeder.fault === "cut off" ? cutOff(source) : damaged(source);
  } finally {
    await feeder.stop();
  }
}

const TYPES: Readonly<Record<string, TarMember["type"]>> = {
  File: "file",
  OldFile: "file",
  ContiguousFile: "file",
  Directory: "folder",
  GNUDumpDir: "folder",
  Link: "link",
  SymbolicLink: "link",
};

function typeOf({ type }: ReadEntry): TarMember["type"] {
  return TYPES[type] ?? "special";
}

/** Gives the parser one chunk at a time, when somebody waits for what it makes of it. */
class Feeder {
  fault: "cut off" | "damaged" | null = null;
  private readonly parser: Parser;
  private readonly source: AsyncIterator<Uint8Array>;
  private readonly entries: ReadEntry[] = [];
  private ended = false;
  private atEnd = false;

  constructor(bytes: AsyncIterable<Uint8Array>, parser: Parser) {
    this.parser = parser;
    this.source = bytes[Symbol.asyncIterator]();
    this.parser.on("entry", (entry: ReadEntry) => this.entries.push(entry));
    this.parser.on("eof", () => {
      this.atEnd = true;
    });
    this.parser.on("warn", (_code: string, message: string | Error) => {
      this.fault ??= /^Truncated input/.test(String(message)) ? "cut off" : "damaged";
    });
  }

  async next(): Promise<ReadEntry | null> {
    while (this.entries.length === 0) if (!(await this.feed())) break;
    return this.entries.shift() ?? null;
  }

  /** False at the end. */
  async feed(): Promise<boolean> {
    if (this.ended) return false;
    const { done, value } = await this.fetch();
    if (done === true) {
      this.ended = true;
      this.parser.end();
    } else if (!this.atEnd) {
      // Behind the end there is padding only. It is still fetched, since a broken compression shows at its end.
      this.parser.write(Buffer.from(value.buffer, value.byteOffset, value.length));
    }
    return true;
  }

  private async fetch(): Promise<IteratorResult<Uint8Array>> {
    try {
      return await this.source.next();
    } catch (error) {
      // That the tar ends early is no news then.
      this.ended = true;
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.source.return?.();
  }
}

class EntryReading {
  private readonly feeder: Feeder;
  private readonly entry: ReadEntry;
  private readonly chunks: Uint8Array[] = [];
  private over = false;
  private wanted = false;
  private listening = false;

  constructor(entry: ReadEntry, feeder: Feeder) {
    this.entry = entry;
    this.feeder = feeder;
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    this.wanted = true;
    this.listen();
    try {
      do {
        while (this.chunks.length > 0) yield this.chunks.shift() as Uint8Array;
      } while (!this.over && (await this.feeder.feed()));
      yield* this.chunks.splice(0);
    } finally {
      this.wanted = false;
      this.chunks.length = 0;
    }
  }

  async passOver(): Promise<void> {
    this.wanted = false;
    this.chunks.length = 0;
    this.listen();
    while (!this.over) if (!(await this.feeder.feed())) break;
  }

  private listen(): void {
    if (this.listening) return;
    this.listening = true;
    this.entry.on("end", () => {
      this.over = true;
    });
    this.entry.on("data", (chunk: Uint8Array) => {
      if (this.wanted) this.chunks.push(chunk);
    });
  }
}
