/** The npm package as it would be published, from the program that is built. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const root = fileURLToPath(new URL("../", import.meta.url));

/** The path of the tarball. Nothing is built here: whoever else reads `dist` meanwhile must find it whole. */
export async function pack(into: string): Promise<string> {
  mkdirSync(into, { recursive: true });
  const { stdout } = await execa("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", into], {
    cwd: root,
  });
  return join(into, stdout.trim().split("\n").at(-1) as string);
}
