/** What was passed over, told briefly. */
import { cleanLine } from "../../text/clean.ts";
import type { Reason } from "./session.ts";

const WORDS: Readonly<Record<Reason, readonly [one: string, several: string]>> = {
  link: ["link", "links"],
  unsafe: ["name that leads out of the archive", "names that lead out of the archive"],
  special: ["device, pipe or other special file", "devices, pipes or other special files"],
  binary: ["file that is no text", "files that are no texts"],
  "container-log": ["container's own log (what runs has its image)", "containers' own logs (what runs has its image)"],
  "other-objects": ["dump of other things than pods and events", "dumps of other things than pods and events"],
  "other-archive": ["archive that is neither tar, gzip nor zip", "archives that are neither tar, gzip nor zip"],
  twice: ["member that a later one of the same name replaces", "members that later ones of the same name replace"],
};

/** Null where everything was read. */
export function passedOver(given: string, passed: ReadonlyMap<Reason, number>): string | null {
  if (passed.size === 0) return null;
  const told = [...passed].map(([reason, count]) => `${count} ${WORDS[reason][count === 1 ? 0 : 1]}`);
  return `In "${cleanLine(given)}" these were not read: ${told.join(", ")}.`;
}

/** Of a long text not every row is kept. */
export function onlyCounted(given: string): string {
  const name = given === "-" ? "Standard input" : `"${cleanLine(given)}"`;
  return `${name} is long: pods in which no pull fails were counted, and their events are not listed.`;
}
