import { maskSecrets } from "../diagnose/mask-secrets.ts";
import { cleanLine } from "../text/clean.ts";
import type { UserError } from "./user-error.ts";
import type { World } from "./world.ts";

/** One sentence on what happened, one on what to do; then the words of who said so. */
export function writeError({ message, hint, said }: UserError, { stderr }: Pick<World, "stderr">): void {
  stderr.write(`error: ${harmlessLine(`${message} ${hint}`)}\n`);
  if (said !== null) stderr.write(`       ${harmlessLine(said)}\n`);
}

/** A name in it may be anything: a file's name, words of kubectl's. */
function harmlessLine(text: string): string {
  return maskSecrets(cleanLine(text)).replace(/\p{Surrogate}/gu, "\ufffd");
}
