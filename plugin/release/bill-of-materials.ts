/** What a release is made of, for those who scan: CycloneDX 1.6 (https://cyclonedx.org), the same for all six executables. */
import { createHash } from "node:crypto";
import type { Package } from "./packages.ts";
import { BUN_VERSION, TARGETS, type Target } from "./targets.ts";

export interface Product {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly homepage: string;
}

export function billOfMaterials(product: Product, packages: readonly Package[], date: Date): string {
  const { name, version, description, license, homepage } = product;
  const root = purl(name, version);
  const components = [...packages.map(componentOf), ...TARGETS.map(runtimeOf)];
  const bill = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      timestamp: date.toISOString(),
      component: {
        "bom-ref": root,
        type: "application",
        name,
        version,
        description,
        licenses: [{ license: { id: license } }],
        purl: root,
        externalReferences: [{ type: "website", url: homepage }],
      },
    },
    components,
    dependencies: [{ ref: root, dependsOn: components.map((component) => component["bom-ref"]) }],
  };
  return `${JSON.stringify({ ...bill, serialNumber: `urn:uuid:${uuidOf(JSON.stringify(bill))}` }, null, 2)}\n`;
}

function componentOf({ name, version, license, integrity }: Omit<Package, "licenseText">) {
  const ref = purl(name, version);
  return {
    "bom-ref": ref,
    type: "library",
    name,
    version,
    hashes: [{ alg: "SHA-512", content: hexOf(integrity) }],
    licenses: [/[ ()]/.test(license) ? { expression: license } : { license: { id: license } }],
    purl: ref,
  };
}

function runtimeOf({ bun, integrity }: Target) {
  const licenses = [{ expression: "MIT AND LGPL-2.0-or-later AND LGPL-2.1-only" }];
  return {
    ...componentOf({ name: `@oven/bun-${bun}`, version: BUN_VERSION, license: "", integrity }),
    type: "platform",
    licenses,
  };
}

/** https://github.com/package-url/purl-spec: only a scope's "@" needs its escape. */
function purl(name: string, version: string): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

function hexOf(integrity: string): string {
  return Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex");
}

/** Of what it names, as version 8 allows: the same bill has the same number. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
