/** A change as one line: of text for people and grep, of JSON for programs. */
import type { PullChange, PullReport } from "../report.ts";
import { imageName, nameOf } from "./phrases.ts";
import { escapeHidden, harmless, oneLine, pairedEscape } from "./plain.ts";
import { quietLine } from "./quiet.ts";

/** `2026-11-22T10:00:00Z failing   shop/web-0[web] nginx:lates tag-not-found "not found"` */
export function changeLine(change: PullChange): string {
  return `${change.time.replace(/\.\d+Z$/, "Z")} ${change.change.padEnd(WIDEST)} ${changeWords(change)}`;
}

const WIDEST = "recovered".length;

/** `failing   shop/web-0 tag-not-found`, for a screen that shows images and words elsewhere. */
export function shortChange({ change, failure, was }: PullChange): string {
  const name = nameOf(harmless(failure), true);
  const cause =
    change === "failing" ? failure.cause : change === "changed" ? `${failure.cause} (was ${was})` : `(was ${was})`;
  return `${change.padEnd(WIDEST)} ${name} ${cause}`;
}

function changeWords({ change, failure, was }: PullChange): string {
  const clean = harmless(failure);
  switch (change) {
    case "failing":
      return quietLine(clean);
    case "changed":
      return `${quietLine(clean)} (was ${was})`;
    case "recovered":
    case "gone": {
      const { container } = clean;
      const place = nameOf(clean, true) + (container === null || clean.pod === null ? "" : `[${container}]`);
      return [place, clean.pod === null ? null : imageName(clean), `(was ${was})`]
        .filter((word) => word !== null)
        .join(" ");
    }
    default:
      return change satisfies never;
  }
}

/** One object on one line; hidden characters are escapes in it. */
export function jsonLine(value: PullChange | PullReport): string {
  return escapeHidden(JSON.stringify(value), pairedEscape);
}

/** The pod's name, as `-o name` prints it, where something begins to fail. */
export function changeName({ change, failure }: PullChange): string | null {
  if (change !== "failing") return null;
  return failure.pod === null ? oneLine(failure.image?.raw ?? "") || null : `pod/${oneLine(failure.pod)}`;
}
