/** `kubectl pullcheck completion …`: a script for a shell, or kubectl's own way installed or removed. */
import type { World } from "../world.ts";
import type { CompletionWord } from "./words.ts";

/** What to print. */
export async function completion(what: CompletionWord, { env }: Pick<World, "env">): Promise<string> {
  if (what === "install" || what === "uninstall") {
    const { installCompletion, uninstallCompletion } = await import("./install.ts");
    return what === "install" ? installCompletion(env) : uninstallCompletion(env);
  }
  const { SCRIPTS } = await import("./shells.ts");
  return SCRIPTS[what];
}
