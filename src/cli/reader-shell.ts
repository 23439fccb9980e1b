/** The shell that the report's commands are for: that of whoever reads it, which is seen from where the program runs. */
import type { Shell } from "../catalogue/for-shell.ts";
import type { World } from "./world.ts";

/** PowerShell on Windows, except under Git Bash, MSYS2 and Cygwin, which set these. */
export function readerShell({ env, platform }: Pick<World, "env" | "platform">): Shell {
  return platform === "win32" && !env["MSYSTEM"] && !env["SHELL"] ? "powershell" : "sh";
}
