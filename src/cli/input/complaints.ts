/** What can go wrong with what was given, each as one sentence and what to do about it. */
import { cleanLine } from "../../text/clean.ts";
import { UserError } from "../user-error.ts";
import type { Limits } from "./limits.ts";

/** A limit on all that is read together: nothing more is read of what was given. */
export class LimitReached extends UserError {}

/** A limit on one text: nothing of it is read, and the next one is. */
export class Refused extends UserError {}

export function nameOf(source: string): string {
  return source === "-" ? "Standard input" : `The file "${cleanLine(source)}"`;
}

export function empty(source: string): UserError {
  const hint =
    source === "-"
      ? 'Name a pod (kubectl pullcheck POD), choose pods with -A or -l (-l "" takes all of the namespace), or give a text: kubectl pullcheck -f FILE'
      : "Save the output of kubectl describe pod POD in it, and try again.";
  return new UserError(`${nameOf(source)} is empty.`, { hint });
}

export function nothingInside(given: string, what: "folder" | "archive"): UserError {
  return new UserError(`The ${what} "${cleanLine(given)}" holds no text that could be read.`, {
    hint: "Save the output of kubectl describe pod POD, and give that.",
  });
}

export function noMatch(pattern: string): UserError {
  return new UserError(`No file matches "${cleanLine(pattern)}".`, { hint: "Check the pattern and the folder." });
}

export function tooLong(source: string, limit: number): Refused {
  return new Refused(`${nameOf(source)} is longer than ${mib(limit)}.`, {
    hint: "Save the part that is about the failing pods, and give that.",
  });
}

export function tooManyFiles(given: string, { files }: Limits): LimitReached {
  return new LimitReached(`"${cleanLine(given)}" leads to more than ${count(files)} texts; the rest was not read.`, {
    hint: "Give the part that matters, for example the folder of one namespace.",
  });
}

export function tooManyEntries(given: string, { entries }: Limits): LimitReached {
  return new LimitReached(`"${cleanLine(given)}" holds more than ${count(entries)} names; the rest was not read.`, {
    hint: "Give the part that matters, for example the folder of one namespace.",
  });
}

export function tooManyBytes(given: string, { bytes }: Limits): LimitReached {
  return new LimitReached(`"${cleanLine(given)}" holds more than ${mib(bytes)} of text; the rest was not read.`, {
    hint: "Give the part that matters, for example the folder of one namespace.",
  });
}

export function tooMuchUnpacked(given: string, { unpacked }: Limits): LimitReached {
  return new LimitReached(`"${cleanLine(given)}" unpacks to more than ${mib(unpacked)}; the rest was not read.`, {
    hint: "Unpack it, and give the part that matters, for example the folder of one namespace.",
  });
}

export function suspiciousRatio(source: string, { ratio }: Limits): Refused {
  return new Refused(
    `${archive(source)} unpacks to more than ${ratio} times its size, as something made to do harm would; the rest was not read.`,
    { hint: "If it is known to be good, unpack it, and give the text." },
  );
}

export function zipTooLong(source: string, { heldZip }: Limits): UserError {
  return new UserError(`${archive(source)} is a zip longer than ${mib(heldZip)} that is not a file of its own.`, {
    hint: "Save it as a file, and give that.",
  });
}

export function cutOff(source: string): UserError {
  return new UserError(`${archive(source)} is cut off; what could be read of it counts.`, {
    hint: "Copy it again in full.",
  });
}

export function damaged(source: string): UserError {
  return new UserError(`${archive(source)} is damaged; what could be read of it counts.`, {
    hint: "Copy it again, and compare its checksum.",
  });
}

export function locked(source: string): UserError {
  return new UserError(`${archive(source)} is protected by a password.`, {
    hint: "Unpack it, and give the folder.",
  });
}

export function otherArchive(source: string, kind: string): UserError {
  return new UserError(`${archive(source)} is packed as ${kind}, which cannot be read here.`, {
    hint: "Unpack it, and give the folder; tar, gzip and zip are read as they are.",
  });
}

export function tooNested(source: string): UserError {
  return new UserError(`${archive(source)} is packed too many times over.`, {
    hint: "Unpack it, and give the folder.",
  });
}

export function tooDeep(given: string, { depth }: Limits): UserError {
  return new UserError(`"${cleanLine(given)}" has folders more than ${depth} deep, which were not read.`, {
    hint: "Give the inner folder.",
  });
}

/** Whatever the system gave as its reason is no fault of ours either: a broken disk, a vanished share. */
export function unreadable(source: string, error: unknown, { found }: { found: boolean }): UserError {
  if (error instanceof UserError) return error;
  const name = nameOf(source);
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT" && found) {
    return new UserError(`${name} vanished before it could be read.`, { hint: "Try again once nothing changes it." });
  }
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new UserError(`${name} does not exist.`, { hint: "Check the name and the folder." });
  }
  if (code === "EACCES" || code === "EPERM") {
    return new UserError(`${name} may not be read by this user.`, { hint: "Check its permissions: ls -l" });
  }
  return new UserError(`${name} could not be read.`, {
    hint: "Copy it to another place and try again.",
    said: `The system said: ${cleanLine(error instanceof Error ? error.message : String(error))}`,
  });
}

function archive(source: string): string {
  return source === "-" ? "The archive on standard input" : `The archive "${cleanLine(source)}"`;
}

function mib(bytes: number): string {
  const whole = Math.round(bytes / 1024 / 1024);
  return whole >= 1024 && whole % 1024 === 0 ? `${whole / 1024} GiB` : `${whole} MiB`;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
