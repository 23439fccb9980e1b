/** The generated parts of README.md, docs/report.md and docs/adding-a-cause.md. */
import { readFileSync } from "node:fs";
import { chapters } from "../../src/book/page.ts";
import { STATUSES } from "../../src/cli/exit-status.ts";
import { FLAGS } from "../../src/cli/flags.ts";
import { run } from "../../src/cli/run.ts";
import { prose } from "../../src/render/markdown-text.ts";
import { between, table } from "./markers.ts";
import { fieldTables } from "./report-fields.ts";

/** The command whose output the README shows. */
const SHOWN = ["-f", "fixtures/kubectl/1.36/a-describe-pod.txt"];

export async function readme(text: string): Promise<string> {
  const parts = { output: await output(SHOWN), flags: flags(), statuses: statuses(), causes: causes() };
  return Object.entries(parts).reduce((page, [name, content]) => between(page, name, content), text);
}

export function reportPage(text: string): string {
  const schema = JSON.parse(readFileSync(new URL("../../src/report.schema.json", import.meta.url), "utf8"));
  return between(text, "fields", fieldTables(schema));
}

/** The walk through a cause shows a real one. */
export function walkThrough(text: string): string {
  const source = readFileSync(new URL("../../src/catalogue/causes/network-unreachable.ts", import.meta.url), "utf8");
  const [start, fixes, origins] = ["export default", "  fixes: (facts)", "  origins: ["].map((one) =>
    source.indexOf(one),
  );
  const shown = `${source.slice(start, fixes)}  // fixes: (facts) => …\n${source.slice(origins).trim()}`;
  return between(text, "cause", `\`\`\`ts\n${shown}\n\`\`\``);
}

/** What the program prints, 80 columns wide and without colours. */
async function output(argv: readonly string[]): Promise<string> {
  let printed = "";
  const world = {
    stdin: (async function* () {})(),
    stdout: { write: (text: string) => (printed += text) },
    stderr: { write: (text: string) => (printed += text) },
    env: {},
  };
  await run(argv, world, { stdinIsTerminal: true });
  return `\`\`\`console\n$ kubectl pullcheck ${argv.join(" ")}\n${printed}\`\`\``;
}

function flags(): string {
  const own = FLAGS.filter(({ group }) => group !== "kubectl");
  const rows = own.map(({ name, short, value, about, choices }) => [
    `\`${short === undefined ? "" : `-${short}, `}--${name}${value === null ? "" : ` ${value}`}\``,
    prose(`${about}${choices === undefined ? "" : ` One of ${choices.join(", ")}.`}`),
  ]);
  const handedOn = FLAGS.filter(({ group }) => group === "kubectl").map(({ name }) => `\`--${name}\``);
  return `${table(["flag", "what it does"], rows)}\n\nkubectl gets these as they are: ${handedOn.join(", ")}.`;
}

function statuses(): string {
  return table(["status", "it means"], Object.entries(STATUSES));
}

function causes(): string {
  const rows = chapters().map(({ title, ids }) => [
    title,
    ids.map((id) => `[\`${id}\`](docs/causes/${id}.md)`).join(", "),
  ]);
  return table(["about", "causes"], rows);
}
