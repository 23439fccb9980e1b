/**
 * `npm run gen`: writes what follows from something else in this repository: the catalogue's index from its files, the
 * documentation from the catalogue, the flags and the schema. `--check` only compares, and says what does not match.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { catalogueFiles } from "./gen/catalogue.ts";
import type { Generated } from "./gen/generated.ts";

const ROOT = new URL("../", import.meta.url);
const isCheck = process.argv.includes("--check");
const CAUSES = "docs/causes/";

/** Empty where there is no such file yet. */
function read(path: string): string {
  const url = new URL(path, ROOT);
  return existsSync(url) ? readFileSync(url, "utf8") : "";
}

function settle(files: Generated): void {
  for (const [path, text] of Object.entries(files)) {
    if (read(path) === text) continue;
    if (isCheck) complain(`${path} is not what npm run gen writes.`);
    else {
      mkdirSync(new URL("./", new URL(path, ROOT)), { recursive: true });
      writeFileSync(new URL(path, ROOT), text);
    }
  }
}

function complain(sentence: string): void {
  console.error(`${sentence} Run: npm run gen`);
  process.exitCode = 1;
}

/** A page whose cause is gone. */
function dropOthers(folder: string, files: Generated): void {
  for (const name of readdirSync(new URL(folder, ROOT))) {
    if (Object.hasOwn(files, folder + name)) continue;
    if (isCheck) complain(`${folder}${name} belongs to no cause.`);
    else unlinkSync(new URL(folder + name, ROOT));
  }
}

settle(catalogueFiles(readdirSync(new URL("src/catalogue/causes/", ROOT))));
// From here on the catalogue is what its files say.
const { ownCausesSchema } = await import("../src/own/schema.ts");
settle({ "src/own-causes.schema.json": `${JSON.stringify(ownCausesSchema(), null, 2)}\n` });
const { causePages } = await import("./gen/cause-pages.ts");
const pages = causePages(CAUSES);
settle(pages);
dropOthers(CAUSES, pages);
const { readme, reportPage, walkThrough } = await import("./gen/marked.ts");
settle({
  "README.md": await readme(read("README.md")),
  "docs/report.md": reportPage(read("docs/report.md")),
  "docs/adding-a-cause.md": walkThrough(read("docs/adding-a-cause.md")),
});
