/** Packed bytes → what they unpack to, chunk by chunk, as long as the limits allow. */
import { cutOff, damaged, suspiciousRatio } from "./complaints.ts";
import type { Session } from "./session.ts";

/** `source` names the packed file in what is thrown: a `UserError`, or whatever reading the packed bytes throws. */
export async function* gunzip(
  bytes: AsyncIterable<Uint8Array>,
  source: string,
  session: Session,
): AsyncGenerator<Uint8Array> {
  const [{ pipeline, Readable }, { createGunzip }] = await Promise.all([import("node:stream"), import("node:zlib")]);
  let packed = 0;
  const counted = Readable.from(
    (async function* () {
      for await (const chunk of bytes) {
        packed += chunk.length;
        yield chunk;
      }
    })(),
    { objectMode: true, highWaterMark: 1 },
  );
  const unzip = createGunzip({ chunkSize: 64 * 1024 });
  // The error comes out of the iteration below.
  pipeline(counted, unzip, () => {});
  try {
    yield* withinLimits(unzip, () => packed, source, session);
  } catch (error) {
    throw explained(error, source);
  } finally {
    unzip.destroy();
  }
}

/** Also for the members of a zip, whose packed size is known. */
export async function* withinLimits(
  bytes: AsyncIterable<Uint8Array>,
  packed: () => number,
  source: string,
  { budget, given, limits }: Session,
): AsyncGenerator<Uint8Array> {
  let unpacked = 0;
  for await (const chunk of bytes) {
    unpacked += chunk.length;
    if (unpacked > limits.ratioFrom && unpacked > packed() * limits.ratio) throw suspiciousRatio(source, limits);
    budget.takeUnpacked(given, chunk.length);
    yield chunk;
  }
}

export function explained(error: unknown, source: string): unknown {
  const code = String((error as NodeJS.ErrnoException).code);
  if (code === "Z_BUF_ERROR") return cutOff(source);
  return code.startsWith("Z_") ? damaged(source) : error;
}
