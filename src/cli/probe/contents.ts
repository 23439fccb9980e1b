/** The body of an answer → the manifest or the config in it, once it fits its digest. */
import { createHash } from "node:crypto";
import { INDEX_TYPES, isDigest, type Manifest, readConfig, readManifest, typeName } from "../../probe/manifest.ts";
import { isWebPage } from "../../probe/registry-error.ts";
import type { ManifestSummary, Platform } from "../../probe/report.ts";
import type { Heard } from "./client.ts";
import { odd, ProbeFault } from "./fault.ts";

/** `asked` is the digest by which it was asked for, which counts more than what the registry says. */
export function manifestIn(heard: Heard, asked: string | null): Manifest {
  const body = Buffer.from(heard.body).toString("utf8");
  const manifest = readManifest(body, heard.header("content-type") ?? "");
  if (manifest === null) {
    throw odd(
      isWebPage(body)
        ? `${heard.url.host} answered with a web page instead of a manifest.`
        : `${heard.url.host} answered with something that is no manifest.`,
    );
  }
  // The digest of schema 1 leaves its signatures out.
  if (manifest.kind !== "schema1") demandDigest(heard, asked ?? digestSaid(heard), "manifest");
  return manifest;
}

/** Null where it does not say. */
export function platformIn(heard: Heard, digest: string): Platform | null {
  demandDigest(heard, digest, "config");
  return readConfig(Buffer.from(heard.body).toString("utf8"));
}

/** What a HEAD says of a manifest that was not read. */
export function manifestBehind(head: Heard): ManifestSummary {
  const mediaType = typeName(head.header("content-type") ?? "");
  const isIndex = INDEX_TYPES.some((one) => one === mediaType);
  return { mediaType, kind: isIndex ? "index" : "image", platforms: [], digest: digestSaid(head) };
}

export function digestSaid(heard: Heard): string | null {
  const digest = heard.header("docker-content-digest");
  return isDigest(digest) ? digest : null;
}

/** The grammar of references has no other algorithms than those that `isDigest` knows. */
function demandDigest({ body, url }: Heard, digest: string | null, what: string): void {
  if (!isDigest(digest)) return;
  const [algorithm = "", expected] = digest.split(":");
  if (createHash(algorithm).update(body).digest("hex") === expected) return;
  throw new ProbeFault(
    `${url.host} sent a ${what} that does not fit its digest: it was changed on the way, or is broken.`,
    { step: "http", kind: "odd", causeId: "corrupt-image" },
  );
}
