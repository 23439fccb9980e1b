import { cleanLine } from "../text/clean.ts";
import type { UserError } from "./user-error.ts";
import type { World } from "./world.ts";

/** One sentence on what happened, one on what to do; then the words of who said so. */
export function writeError({ message, hint, said }: UserError, { stderr }: Pick<World, "stderr">): void {
  stderr.write(`error: ${cleanLine(message)} ${cleanLine(hint)}\n`);
  if (said !== null) stderr.write(`       ${cleanLine(said)}\n`);
}
