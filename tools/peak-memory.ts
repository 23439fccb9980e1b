import { readFileSync } from "node:fs";

const MB = 1e6;

/** High-water mark of a process's resident set in MB, proc(5); null without a Linux, or once the process has ended. */
export function peakOf(pid: number | undefined): number | null {
  try {
    const kib = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kib === undefined ? null : (Number(kib) * 1024) / MB;
  } catch {
    return null;
  }
}
