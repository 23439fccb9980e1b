/** The completion scripts of the shells, for the program called directly; each does no more than ask `__complete`. */
import { BASH } from "./bash.ts";
import { FISH } from "./fish.ts";
import { POWERSHELL } from "./powershell.ts";
import type { Shell } from "./words.ts";
import { ZSH } from "./zsh.ts";

export const SCRIPTS = { bash: BASH, zsh: ZSH, fish: FISH, powershell: POWERSHELL } as const satisfies Record<
  Shell,
  string
>;
