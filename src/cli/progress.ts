/** A line on standard error that tells how far the reading of a cluster is; only on a terminal, and gone at the end. */
import type { Terminal } from "./world.ts";

export interface ListProgress {
  /** A page has come with so many objects. */
  page(resource: "pods" | "events", objects: number): void;
  /** Takes the line away. */
  end(): void;
}

export const NO_PROGRESS: ListProgress = { page() {}, end() {} };

/** Milliseconds: who waits less than that need not be told. */
const QUIET_AT_FIRST = 1000;

/** `now` is a clock in milliseconds. */
export function makeProgress(stderr: Terminal, now: () => number = () => performance.now()): ListProgress {
  if (stderr.isTTY !== true) return NO_PROGRESS;
  const began = now();
  const seen = { pages: 0, pods: 0, events: 0 };
  let isShown = false;
  const show = (): void => {
    const line = `Reading the cluster: ${phrase(seen)}`;
    // A line that wraps could not be taken away again.
    stderr.write(`\r\u001b[K${line.slice(0, (stderr.columns || 80) - 1)}`);
    isShown = true;
  };
  const timer = setTimeout(show, QUIET_AT_FIRST);
  timer.unref();
  return {
    page(resource, objects) {
      seen.pages++;
      seen[resource] += objects;
      if (now() - began >= QUIET_AT_FIRST) show();
    },
    end() {
      clearTimeout(timer);
      if (isShown) stderr.write("\r\u001b[K");
      isShown = false;
    },
  };
}

function phrase({ pages, pods, events }: Readonly<Record<"pages" | "pods" | "events", number>>): string {
  if (pages === 0) return "waiting for the first page …";
  const counts = [count(pages, "page"), count(pods, "pod"), ...(events > 0 ? [count(events, "event")] : [])];
  return `${counts.join(", ")} …`;
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en-US")} ${what}${number === 1 ? "" : "s"}`;
}
