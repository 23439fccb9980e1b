/** The report as JSON, in the order of its fields. */
import type { PullReport } from "../report.ts";
import { escapeHidden, pairedEscape } from "./plain.ts";

export function renderJson(report: PullReport): string {
  // Outside its strings JSON.stringify writes nothing but line breaks and blanks, so every hidden character is in one.
  return `${escapeHidden(JSON.stringify(report, null, 2), pairedEscape)}\n`;
}
