/** The first bytes of a stream, and the stream as if nobody had looked. */
export interface Peeked {
  readonly head: Uint8Array;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Lets go of what the bytes come from, whether or not they were read. */
  readonly close: () => Promise<void>;
}

export async function peek(bytes: AsyncIterable<Uint8Array>, length: number): Promise<Peeked> {
  const iterator = bytes[Symbol.asyncIterator]();
  const close = async (): Promise<void> => {
    await iterator.return?.();
  };
  const chunks: Uint8Array[] = [];
  let have = 0;
  // What went wrong early on is told where the bytes are read, and not here.
  let failure: { readonly error: unknown } | null = null;
  while (have < length && failure === null) {
    try {
      const next = await iterator.next();
      if (next.done === true) break;
      chunks.push(next.value);
      have += next.value.length;
    } catch (error) {
      failure = { error };
    }
  }
  const head = chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
  return { head: head.subarray(0, length), bytes: again(chunks, failure, iterator), close };
}

async function* again(
  chunks: readonly Uint8Array[],
  failure: { readonly error: unknown } | null,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
    if (failure !== null) throw failure.error;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
