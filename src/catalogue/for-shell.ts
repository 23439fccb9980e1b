/** What causes advise → what a report says, in the shell of whoever reads it. */
import type { Fix } from "../report.ts";
import type { Command, Cure } from "./commands.ts";
import { proseToPowerShell, toPowerShell } from "./powershell.ts";

/** The shell of the machine that the report is read on. What is typed on a node is always for sh. */
export type Shell = "sh" | "powershell";

export function fixFor(shell: Shell, { title, commands, note, own }: Cure): Fix {
  return {
    title,
    commands: commands.map((command) => ({ run: runFor(shell, command), effect: command.effect })),
    note: note === null || shell === "sh" ? note : proseToPowerShell(note),
    ...(own !== undefined && { own }),
  };
}

/** The text to paste. */
export function runFor(shell: Shell, { run, anywhere }: Command): string {
  return shell === "sh" || anywhere === null ? run : toPowerShell(anywhere);
}
