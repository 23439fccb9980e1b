/**
 * The door for other programs, a browser's too: text in, report out. Nothing behind it reads a file, runs a program or
 * asks a network; what does is in cli/.
 */

export type { AnyCauseId, OwnCauseId } from "./catalogue/any-id.ts";
export type { Cause } from "./catalogue/define.ts";
export type { Shell } from "./catalogue/for-shell.ts";
export { CAUSE_IDS, type CauseId } from "./catalogue/ids.ts";
export { CATALOGUE } from "./catalogue/index.ts";
export { diagnose, type Examination, examine, type Input } from "./diagnose/diagnose.ts";
export type { Diagnosis } from "./diagnose/judge.ts";
export { openText } from "./diagnose/open-text.ts";
export { type PullError, parsePullErrors } from "./error/pull-error.ts";
export { type ImageReference, parseReference } from "./image/reference.ts";
export { readObjects } from "./read/objects.ts";
export { readText } from "./read/read-text.ts";
export type { Reading } from "./read/records.ts";
export { type RenderOptions, render } from "./render/render.ts";
export type * from "./report.ts";
