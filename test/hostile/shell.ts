/** Commands given to a real shell: to be read only, or to be run among programs that do nothing but note that they ran. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/** The commands that `sh -n` does not accept. One shell reads them all, each for itself: a quote may not close another's. */
export async function unreadable(commands: readonly string[]): Promise<string[]> {
  return inFolder(async (folder) => {
    commands.forEach((command, index) => {
      writeFileSync(join(folder, `${index}`), `${command}\n`);
    });
    const { stdout } = await execa("sh", ["-c", 'for f in *; do sh -n "$f" 2>/dev/null || echo "$f"; done'], {
      cwd: folder,
    });
    return stdout
      .split("\n")
      .filter(Boolean)
      .map((index) => commands[Number(index)] as string);
  });
}

export interface Ran {
  readonly command: string;
  /** Program and arguments, in no order where they ran side by side. */
  readonly programs: readonly (readonly string[])[];
}

export interface Run {
  readonly ran: readonly Ran[];
  /** Files that were not there before. */
  readonly created: readonly string[];
}

/** Each command by a shell of its own, in an empty folder, with these programs on PATH and no others. */
export async function runAmongStubs(commands: readonly string[], programs: readonly string[]): Promise<Run> {
  return inFolder(async (folder) => {
    const [bin, scripts, notes, home] = ["bin", "scripts", "notes", "home"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
      string,
    ];
    for (const one of [bin, scripts, notes, home]) mkdirSync(one);
    for (const program of programs) {
      // A file for each run, since programs of a pipe write at the same time.
      writeFileSync(join(bin, program), `#!/bin/sh\nprintf '%s\\0' "\${0##*/}" "$@" > "$NOTES.$$"\n`);
      chmodSync(join(bin, program), 0o755);
    }
    commands.forEach((command, index) => {
      writeFileSync(join(scripts, `${index}`), `${command}\n`);
    });
    const driver = `cd "$HOME"; for f in "$SCRIPTS"/*; do NOTES="$ALL/\${f##*/}" PATH="$STUBS" /bin/sh "$f" </dev/null >/dev/null 2>&1; done; exit 0`;
    await execa("/bin/sh", ["-c", driver], {
      env: { HOME: home, SCRIPTS: scripts, ALL: notes, STUBS: bin, PATH: "/usr/bin:/bin" },
      extendEnv: false,
    });
    const noted = readdirSync(notes);
    return {
      created: readdirSync(home, { recursive: true }).map(String),
      ran: commands.map((command, index) => ({
        command,
        programs: noted
          .filter((name) => name.startsWith(`${index}.`))
          .map((name) => readFileSync(join(notes, name), "utf8").split("\0").slice(0, -1)),
      })),
    };
  });
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "pullcheck-hostile-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
