/** The catalogue's index, so that a new cause is one new file. */
import type { Generated } from "./generated.ts";

const HEAD = "// Generated from the files in causes/ by `npm run gen`. Do not edit.\n";

/** `names` are those of the files in src/catalogue/causes. */
export function catalogueFiles(names: readonly string[]): Generated {
  const ids = names
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.slice(0, -3))
    .sort();
  const each = (line: (id: string) => string): string => ids.map((id) => `${line(id)}\n`).join("");
  return {
    "src/catalogue/ids.ts": `${HEAD}
export const CAUSE_IDS = [
${each((id) => `  "${id}",`)}] as const;

export type CauseId = (typeof CAUSE_IDS)[number];
`,
    "src/catalogue/index.ts": `${HEAD}
${each((id) => `import ${variable(id)} from "./causes/${id}.ts";`)}import type { Cause } from "./define.ts";
import type { CauseId } from "./ids.ts";

export const CATALOGUE: Readonly<Record<CauseId, Cause>> = {
${each((id) => `  "${id}": ${variable(id)},`)}};
`,
  };
}

function variable(id: string): string {
  return id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
