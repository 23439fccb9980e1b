/**
 * Writes src/catalogue/ids.ts and index.ts from the files in src/catalogue/causes, and src/own-causes.schema.json from the
 * shapes in src/own; `--check` only compares.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = new URL("../src/catalogue/", import.meta.url);
const ids = readdirSync(new URL("causes/", folder))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -3))
  .sort();

const head = "// Generated from the files in causes/ by `npm run gen`. Do not edit.\n";
const variable = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const files = {
  "ids.ts": `${head}\nexport const CAUSE_IDS = [\n${ids.map((id) => `  "${id}",\n`).join("")}] as const;\n\nexport type CauseId = (typeof CAUSE_IDS)[number];\n`,
  "index.ts": `${head}\n${ids.map((id) => `import ${variable(id)} from "./causes/${id}.ts";\n`).join("")}import type { Cause } from "./define.ts";\nimport type { CauseId } from "./ids.ts";\n\nexport const CATALOGUE: Readonly<Record<CauseId, Cause>> = {\n${ids.map((id) => `  "${id}": ${variable(id)},\n`).join("")}};\n`,
};

for (const [name, text] of Object.entries(files)) settle(`catalogue/${name}`, text);
// Only now, since it reads the ids.
const { ownCausesSchema } = await import("../src/own/schema.ts");
settle("own-causes.schema.json", `${JSON.stringify(ownCausesSchema(), null, 2)}\n`);

function settle(name: string, text: string): void {
  const path = new URL(`../src/${name}`, import.meta.url);
  if (!process.argv.includes("--check")) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, "utf8") !== text) {
    console.error(`src/${name} does not match what it is made from. Run: npm run gen`);
    process.exitCode = 1;
  }
}
