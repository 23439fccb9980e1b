/** Small images, pushed through a registry's own API. */
import { createHash } from "node:crypto";
import { request } from "node:http";
import { request as requestSecurely } from "node:https";

export interface Pusher {
  /** "http://localhost:5000" */
  readonly origin: string;
  readonly authorization?: string;
  readonly ca?: string;
}

export interface PushedPlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly "os.version"?: string;
}

const LINUX: PushedPlatform = { os: "linux", architecture: "amd64" };

const TYPES = {
  oci: {
    manifest: "application/vnd.oci.image.manifest.v1+json",
    index: "application/vnd.oci.image.index.v1+json",
    config: "application/vnd.oci.image.config.v1+json",
    layer: "application/vnd.oci.image.layer.v1.tar+gzip",
  },
  docker: {
    manifest: "application/vnd.docker.distribution.manifest.v2+json",
    index: "application/vnd.docker.distribution.manifest.list.v2+json",
    config: "application/vnd.docker.container.image.v1+json",
    layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
  },
} as const;

export type Family = keyof typeof TYPES;

/** The digest of what was pushed. */
export async function pushImage(
  to: Pusher,
  repository: string,
  tag: string,
  { family = "oci" as Family, platform = LINUX, configType = "" } = {},
): Promise<string> {
  const layer = await pushBlob(to, repository, Buffer.from("a layer that nobody may ask for"));
  const config = Buffer.from(JSON.stringify({ ...platform, rootfs: { type: "layers", diff_ids: [] }, config: {} }));
  const configBlob = await pushBlob(to, repository, config);
  const types = TYPES[family];
  return pushManifest(to, repository, tag, types.manifest, {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: { mediaType: configType || types.config, ...configBlob },
    layers: [{ mediaType: types.layer, ...layer }],
  });
}

export async function pushIndex(
  to: Pusher,
  repository: string,
  tag: string,
  platforms: readonly PushedPlatform[],
  family: Family = "oci",
): Promise<string> {
  const types = TYPES[family];
  const manifests = [];
  for (const [index, platform] of platforms.entries()) {
    const digest = await pushImage(to, repository, `part-${tag}-${index}`, { family, platform });
    manifests.push({ mediaType: types.manifest, digest, size: 500, platform });
  }
  return pushManifest(to, repository, tag, types.index, { schemaVersion: 2, mediaType: types.index, manifests });
}

export async function pushManifest(
  to: Pusher,
  repository: string,
  tag: string,
  type: string,
  manifest: object,
): Promise<string> {
  const body = Buffer.from(JSON.stringify(manifest));
  await send(to, "PUT", `/v2/${repository}/manifests/${tag}`, body, type);
  return digestOf(body);
}

async function pushBlob(to: Pusher, repository: string, blob: Buffer): Promise<{ digest: string; size: number }> {
  const digest = digestOf(blob);
  const location = await send(to, "POST", `/v2/${repository}/blobs/uploads/`, Buffer.alloc(0));
  const url = new URL(location ?? "", to.origin);
  url.searchParams.set("digest", digest);
  await send(to, "PUT", url.pathname + url.search, blob, "application/octet-stream");
  return { digest, size: blob.length };
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Gives the Location of the answer. */
function send(to: Pusher, method: string, path: string, body: Buffer, type?: string): Promise<string | undefined> {
  const { origin, authorization, ca } = to;
  const ask = origin.startsWith("https:") ? requestSecurely : request;
  return new Promise((resolve, reject) => {
    const headers = {
      "content-length": String(body.length),
      ...(type !== undefined && { "content-type": type }),
      ...(authorization !== undefined && { authorization }),
    };
    const sent = ask(new URL(path, origin), { method, headers, ...(ca !== undefined && { ca }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        if ((response.statusCode ?? 0) < 300) resolve(response.headers.location);
        else reject(new Error(`${method} ${path}: ${response.statusCode} ${Buffer.concat(chunks).toString()}`));
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
