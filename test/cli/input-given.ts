/** What the tests of input give: a folder of their own, small texts, archives. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { Header, type HeaderData } from "tar";
import type { Answer } from "../../src/cli/answer.ts";
import type { Limits } from "../../src/cli/input/limits.ts";
import { type Inputs, readInputs } from "../../src/cli/input.ts";
import { answerFromTexts } from "../../src/cli/saved-text.ts";

/** The events of a pod whose tag does not exist. */
export function ticket(pod: string, image = `docker.io/library/${pod}:nope`): string {
  return `Name:             ${pod}
Namespace:        shop
Status:           Pending
Containers:
  main:
    Image:          ${image}
    State:          Waiting
      Reason:       ErrImagePull
Events:
  Type     Reason   Age   From     Message
  ----     ------   ----  ----     -------
  Warning  Failed   25s   kubelet  Failed to pull image "${image}": rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found
`;
}

export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "pullcheck-input-"));

  at(name: string): string {
    return join(this.path, name);
  }

  /** The path of the new file. */
  put(name: string, content: string | Uint8Array): string {
    mkdirSync(dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), content);
    return this.at(name);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export interface Given {
  readonly limits?: Partial<Limits>;
  readonly stdin?: Uint8Array;
}

export function read(files: readonly string[], { limits = {}, stdin = Buffer.alloc(0) }: Given = {}): Promise<Inputs> {
  const world = { stdin: Readable.from([stdin]), stderr: { write: () => true } };
  return readInputs(files, world, { stdinIsTerminal: false, limits });
}

export async function answer(files: readonly string[], given: Given = {}): Promise<Answer> {
  return answerFromTexts(await read(files, given), null);
}

/** `source: pod cause`, one a failure. */
export function failuresOf({ report }: Answer): string[] {
  return report.failures.map(({ source, namespace, pod, cause }) => `${source}: ${namespace}/${pod} ${cause}`);
}

export function complaintsOf({ unreadable }: Inputs): string[] {
  return unreadable.map(({ message }) => message);
}

export function notesOf({ asked }: Inputs): string[] {
  return asked.flatMap(({ notes }) => notes);
}

export interface Member extends Pick<HeaderData, "type" | "linkpath"> {
  readonly path: string;
  readonly body?: string | Uint8Array;
}

/** Made header by header, since no honest program writes what hostile archives hold. */
export function tarOf(members: readonly Member[]): Buffer {
  const blocks: Uint8Array[] = [];
  for (const { path, type = "File", linkpath, body = "" } of members) {
    const bytes = Buffer.from(body);
    const header = new Header({
      path,
      type,
      mode: 0o644,
      size: bytes.length,
      ...(linkpath !== undefined && { linkpath }),
    });
    header.encode();
    blocks.push(header.block as Buffer, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export function tgzOf(members: readonly Member[]): Buffer {
  return gzipSync(tarOf(members));
}

/** Bytes by which the process grew at most while `work` ran. */
export async function growthDuring(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 5);
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  return Math.max(most, process.memoryUsage.rss()) - before;
}
