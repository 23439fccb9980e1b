/** The bytes of a file. A short one is read at once: a stream takes longer to be set up than such a file to be read. */
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";

const SHORT = 1024 * 1024;

export async function* fileBytes(file: string): AsyncGenerator<Uint8Array> {
  const stats = await stat(file);
  // Pipes, devices and the files of /proc say that they have no length.
  if (stats.isFile() && stats.size > 0 && stats.size <= SHORT) yield await readFile(file);
  else yield* createReadStream(file);
}
