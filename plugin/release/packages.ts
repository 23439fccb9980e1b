/** The npm packages inside the executables: those of package-lock.json that are not for development, as they are installed. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Package {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly license: string;
  /** `sha512-` and base64, as npm checked it. */
  readonly integrity: string;
  readonly licenseText: string;
}

interface Lock {
  readonly packages: Readonly<Record<string, Locked>>;
}

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
}

/** By name and version, each once; throws where one does not say what its licence is. */
export function runtimePackages(root: string): Package[] {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Lock;
  const found = new Map<string, Package>();
  for (const [path, { version, license, integrity, dev }] of Object.entries(packages)) {
    if (path === "" || dev) continue;
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    if (!license || !integrity) throw new Error(`package-lock.json lacks the licence or the integrity of ${name}.`);
    const licenseText = licenseTextIn(join(root, path));
    found.set(`${name}@${version}`, { name, version, license, integrity, licenseText });
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function licenseTextIn(folder: string): string {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)([.-]|$)/i.test(name));
  if (names.length === 0) throw new Error(`There is no licence text in ${folder}.`);
  return names
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8").trim())
    .join("\n\n");
}
