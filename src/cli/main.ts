/**
 * Where the program meets the world. A status is set and the rest is left to Node, since what was written to a pipe may
 * still be on its way; ended by a signal we end by that signal, and execa takes kubectl along.
 */
import { isatty } from "node:tty";
import { versionLine } from "./version.ts";

await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on("error", stopWriting);
  // Where even the complaint cannot be written, the status is all that is left to say.
  process.stderr.on("error", () => {});
  // Asked by krew and by bug reports; it needs nothing of all the rest.
  if (argv.length === 1 && argv[0] === "--version") {
    process.stdout.write(versionLine());
    return;
  }
  try {
    const { run } = await import("./run.ts");
    process.exitCode = await run(argv, process, { stdinIsTerminal: isatty(0) });
  } catch (error) {
    process.exitCode = 2;
    await complain(error, argv);
  }
}

/** A reader that has seen enough (`| head -1`) is no error, and the status stays what it is; a full disk is one. */
function stopWriting(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") return;
  process.exitCode = 2;
  process.stderr.write(`error: The report could not be written. Check that there is room for it. (${error.code})\n`);
}

async function complain(error: unknown, argv: readonly string[]): Promise<void> {
  if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") {
    process.stderr.write("error: Parts of kubectl-pullcheck are missing. Run npm ci in the folder that it is in.\n");
    return;
  }
  const [{ UserError }, { writeError }] = await Promise.all([import("./user-error.ts"), import("./write-error.ts")]);
  if (error instanceof UserError) return writeError(error, process);
  process.stderr.write(
    "error: kubectl-pullcheck has a fault of its own. Please report it, with what the same command prints with -v.\n",
  );
  if (argv.includes("-v") || argv.includes("--verbose")) {
    const [{ maskSecrets }, { cleanLine }] = await Promise.all([
      import("../diagnose/mask-secrets.ts"),
      import("../text/clean.ts"),
    ]);
    // The message may quote what was read.
    const lines = (error instanceof Error ? (error.stack ?? error.message) : String(error)).split("\n");
    process.stderr.write(`${maskSecrets(lines.map(cleanLine).join("\n"))}\n`);
  }
}
