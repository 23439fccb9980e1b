/** The last step of `npm run build`: tells the built program which source it is of. */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { sourceStamp, stampText } from "./source-stamp.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const built = `${root}dist/cli/version.js`;

const stamp = await sourceStamp(root);
if (stamp !== null) {
  // tsc has just written the file anew, so there is never a second one.
  await writeFile(
    built,
    `const PULLCHECK_SOURCE = ${JSON.stringify(stampText(stamp))};\n${await readFile(built, "utf8")}`,
  );
}
