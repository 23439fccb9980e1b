import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

/**
 * Who may import whom: texts flow from left to right, so a folder knows only those before it. cli/ is the only one that
 * touches the world.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  text: [],
  image: [],
  suggest: ["image"],
  error: ["report"],
  read: ["text", "error"],
  pull: ["report", "text", "image", "error", "read"],
  catalogue: ["report", "image", "suggest", "error", "pull"],
  redact: ["report", "image", "error", "catalogue"],
  probe: ["report", "text", "image", "catalogue"],
  facts: ["report", "image", "suggest", "read", "pull", "catalogue", "redact"],
  diagnose: ["report", "text", "image", "suggest", "error", "read", "pull", "catalogue", "redact", "probe", "facts"],
  own: ["report", "text", "error", "read", "catalogue", "diagnose"],
  render: ["report", "text", "catalogue", "diagnose", "error", "probe"],
  book: ["report", "error", "pull", "catalogue", "diagnose", "render"],
  cli: [
    "report",
    "text",
    "image",
    "suggest",
    "error",
    "read",
    "pull",
    "catalogue",
    "redact",
    "facts",
    "probe",
    "diagnose",
    "own",
    "render",
    "book",
    "index",
  ],
  report: ["catalogue", "probe"],
  index: ["report", "text", "image", "error", "read", "pull", "catalogue", "redact", "diagnose", "render"],
};

/** Packages that the pure core may use: they only turn strings into strings. */
const PURE_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  text: ["leven", "strip-ansi"],
  suggest: ["leven"],
  read: ["yaml"],
  own: ["yaml"],
  probe: ["ipaddr.js"],
  render: ["cli-table3", "string-width", "yaml"],
};

const SOURCE = new URL("../src/", import.meta.url).pathname;

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(path) : entry.name.endsWith(".ts") ? [path] : [];
  });
}

function roomOf(path: string): string {
  return (path.slice(SOURCE.length).split("/")[0] as string).replace(/\.ts$/, "");
}

describe("the house", () => {
  for (const path of sourceFiles(SOURCE)) {
    const room = roomOf(path);
    const imports = [
      ...readFileSync(path, "utf8").matchAll(/(?:^|\n)(?:import|export) (?:[\w*{},\s$]+ from )?"([^"]+)";/g),
    ].map((found) => found[1] as string);

    it(`${path.slice(SOURCE.length)} looks only upstream`, () => {
      expect(Object.keys(MAY_IMPORT), "a room that no rule knows").to.include(room);
      for (const specifier of imports) {
        if (specifier.startsWith(".")) {
          const target = roomOf(new URL(specifier, `file://${path}`).pathname);
          if (target !== room) expect(MAY_IMPORT[room], `${room} may not import ${target}`).to.include(target);
        } else if (room !== "cli") {
          expect(PURE_PACKAGES[room] ?? [], `${room} may not use ${specifier}`).to.include(specifier);
        }
      }
    });
  }
});
