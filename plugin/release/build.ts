/** Sources → `build/`: executables, archives, their sums, the bill of materials, the krew manifest. */
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { gzip, tarOf } from "./archive.ts";
import { billOfMaterials, type Product } from "./bill-of-materials.ts";
import { compile } from "./compile.ts";
import { krewManifest } from "./krew-manifest.ts";
import { badPages, signAdHoc } from "./mach-o.ts";
import { thirdPartyNotices } from "./notices.ts";
import { runtimePackages } from "./packages.ts";
import { platformOf } from "./platform-of.ts";
import { fetchHostRuntime, fetchRuntime } from "./runtime.ts";
import { type SourceStamp, stampText } from "./source-stamp.ts";
import { hostTarget, TARGETS, type Target } from "./targets.ts";

export interface Release {
  /** A checkout with its packages installed; everything is written below it. */
  readonly root: string;
  readonly targets: readonly Target[];
  readonly stamp: SourceStamp;
}

/** Gives the text of SHA256SUMS. `build/` is made anew, so that it holds what its sums name and nothing older. */
export async function build({ root, targets, stamp }: Release): Promise<string> {
  const folder = join(root, "build");
  await rm(folder, { recursive: true, force: true });
  const product = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as Product;
  const packages = runtimePackages(root);
  const legal = [
    { path: "LICENSE", mode: 0o644, content: await readFile(join(root, "LICENSE")) },
    { path: "THIRD-PARTY-NOTICES", mode: 0o644, content: Buffer.from(thirdPartyNotices(packages)) },
  ] as const;

  const bun = await fetchHostRuntime();
  const archives = [];
  for (const target of targets) {
    const content = await executable({ root, targets, stamp }, target, bun);
    const tar = tarOf([...legal, { path: target.executable, mode: 0o755, content }], stamp.date);
    const archive = await gzip(bun, tar);
    await writeFile(join(folder, target.archive), archive);
    archives.push({ target, sha256: sha256(archive) });
  }

  const bill = billOfMaterials(product, packages, stamp.date);
  await writeFile(join(folder, BILL), bill);
  const manifest = krewManifest(product, archives);
  await writeFile(join(folder, MANIFEST), manifest);
  // That of some machines only would lead the others nowhere.
  if (targets.length === TARGETS.length) await writeFile(join(root, MANIFEST), manifest);
  const sums = [...archives.map(({ target, sha256: sum }) => `${sum}  ${target.archive}`), `${sha256(bill)}  ${BILL}`];
  await writeFile(join(folder, "SHA256SUMS"), `${sums.join("\n")}\n`);
  return `${sums.join("\n")}\n`;
}

const BILL = "pullcheck.cdx.json";
const MANIFEST = "krew-manifest.yaml";

async function executable({ root, stamp }: Release, target: Target, bun: string): Promise<Buffer> {
  const outfile = join(root, "build", target.name, target.executable);
  const runtime = target === hostTarget() ? bun : await fetchRuntime(target);
  await compile({ root, target, bun, runtime, stamp, outfile });
  let content: Buffer = await readFile(outfile);
  if (platformOf(content) !== target.name) throw new Error(`${outfile} is not a program for ${target.name}.`);
  if (target.os === "darwin" && badPages(content)?.length !== 0) {
    content = signAdHoc(content, target.executable);
    if (badPages(content)?.length !== 0) throw new Error(`${outfile} could not be signed.`);
    await writeFile(outfile, content);
  }
  if (target === hostTarget()) await tryOut(outfile, stamp);
  return content;
}

/** What runs here is run: a file can be whole and yet not start. */
async function tryOut(outfile: string, stamp: SourceStamp): Promise<void> {
  const { stdout } = await execa(outfile, ["--version"]);
  if (!stdout.includes(stampText(stamp))) throw new Error(`${outfile} --version says "${stdout}".`);
}

function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}
