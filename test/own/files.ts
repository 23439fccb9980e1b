/** Files of own causes for tests, and texts that they are about. */
import { readFileSync } from "node:fs";
import { examine } from "../../src/diagnose/diagnose.ts";
import { compose } from "../../src/own/compose.ts";
import { type OwnFile, readOwnFile } from "../../src/own/own-file.ts";
import { readText } from "../../src/read/read-text.ts";
import type { PullReport } from "../../src/report.ts";

/** The worked examples of the documentation, in their order. */
export const WORKED = [
  ...readFileSync(new URL("../../docs/own-causes.md", import.meta.url), "utf8").matchAll(
    /```yaml\n(apiVersion[\s\S]*?)```/g,
  ),
].map(([, text]) => text as string);

/** An error that a gate of the team's answers with; `words` is the gate's body. */
export function pullError(words: string, image = "registry.corp.example/shop/web:7"): string {
  const [registry = "", ...rest] = image.split(":")[0]?.split("/") ?? [];
  const url = `https://${registry}/v2/${rest.join("/")}/manifests/7`;
  return `Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to resolve reference "${image}": unexpected status from HEAD request to ${url}: ${words}`;
}

/** One cause, with lines changed or added. */
export function oneCause(fields: Readonly<Record<string, string>> = {}): string {
  const all: Record<string, string> = {
    id: "team/gate",
    title: "The gate",
    what: "The gate holds it.",
    confidence: "likely",
    when: "{ words: held by gate }",
    examples: "{ is: [one] }",
    ...fields,
  };
  const lines = Object.entries(all).map(([name, value], index) => `${index === 0 ? "  - " : "    "}${name}: ${value}`);
  return `apiVersion: pullcheck/v1\nkind: OwnCauses\ncauses:\n${lines.join("\n")}\n`;
}

export function own(...texts: readonly string[]): OwnFile[] {
  return texts.map((text, index) => {
    const file = readOwnFile(`/etc/team/file-${index + 1}.yaml`, text);
    if (file.problems.length > 0) throw new Error(JSON.stringify(file.problems));
    return file;
  });
}

/** A text, diagnosed with these files. */
export function reportWith(files: readonly OwnFile[], text: string): PullReport {
  return examine([readText("-", text)], [], { catalogue: compose(files).catalogue }).report;
}
