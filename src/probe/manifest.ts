/**
 * A manifest as a registry sends it → what may be said of it.
 *
 * Sources: opencontainers/image-spec manifest.md, image-index.md and config.md; distribution's manifest schema 2; Docker's
 * deprecated schema 1.
 */
import { fieldsOf, parseObject } from "../text/json-object.ts";
import type { ManifestSummary, Platform } from "./report.ts";

export const INDEX_TYPES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
] as const;

export const IMAGE_TYPES = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
] as const;

/** Named last, so that a registry with something better gives that. */
export const SCHEMA1_TYPES = [
  "application/vnd.docker.distribution.manifest.v1+prettyjws",
  "application/vnd.docker.distribution.manifest.v1+json",
] as const;

export const ACCEPTED = [...INDEX_TYPES, ...IMAGE_TYPES, ...SCHEMA1_TYPES].join(", ");

const CONFIG_TYPES = ["application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json"];

export interface Manifest extends Omit<ManifestSummary, "digest"> {
  /** Where the platform of a single image stands; null for anything else. */
  readonly config: { readonly digest: string; readonly size: number } | null;
  /** What it is where no runtime can run it: the media type of its content. */
  readonly artifact: string | null;
}

/** Of what no runtime would take. Entries beyond it are not shown. */
const MOST_PLATFORMS = 200;

/** Null for what is no manifest. `contentType` is the header, which counts where the body does not say. */
export function readManifest(body: string, contentType: string): Manifest | null {
  const value = parseObject(body);
  if (value === null) return null;
  const mediaType = typeOf(value, contentType);
  const none = { mediaType, platforms: [], config: null, artifact: null };
  if (value["schemaVersion"] === 1 || isOneOf(SCHEMA1_TYPES, mediaType)) {
    return { ...none, kind: "schema1", mediaType: mediaType === "" ? SCHEMA1_TYPES[1] : mediaType };
  }
  const { manifests, config } = value;
  if (isOneOf(INDEX_TYPES, mediaType) && Array.isArray(manifests)) {
    return { ...none, kind: "index", platforms: manifests.flatMap(platformOf).slice(0, MOST_PLATFORMS) };
  }
  if (isOneOf(IMAGE_TYPES, mediaType)) {
    const { mediaType: type, digest, size } = fieldsOf(config);
    if (typeof type === "string" && CONFIG_TYPES.includes(type) && isDigest(digest) && typeof size === "number")
      return { ...none, kind: "image", config: { digest, size } };
    return { ...none, kind: "other", artifact: typeof type === "string" ? typeName(type) : null };
  }
  return { ...none, kind: "other" };
}

/** The platform that an image's config is for; null where it says none. */
export function readConfig(body: string): Platform | null {
  const value = parseObject(body);
  return value === null ? null : toPlatform(value);
}

export function isDigest(value: unknown): value is string {
  return typeof value === "string" && /^sha(?:256:[0-9a-f]{64}|384:[0-9a-f]{96}|512:[0-9a-f]{128})$/.test(value);
}

/** "text/html; charset=utf-8" → "text/html". */
export function typeName(contentType: string): string {
  const name = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  return /^[a-z0-9!#$&^_.+/-]{1,127}$/.test(name) ? name : "";
}

/** "linux/arm64/v8" */
export function spellPlatform({ os, architecture, variant, osVersion }: Platform): string {
  return (
    [os, architecture, ...(variant === null ? [] : [variant])].join("/") + (osVersion === null ? "" : ` ${osVersion}`)
  );
}

/** Null for what is no platform. Spelled as Docker and containerd take it: OS/ARCH[/VARIANT]. */
export function parsePlatform(text: string): Platform | null {
  const [, os, architecture, variant] =
    /^([a-z0-9]{1,20})\/([a-z0-9_]{1,20})(?:\/([a-z0-9.]{1,20}))?$/i.exec(text) ?? [];
  if (os === undefined || architecture === undefined) return null;
  return normal({
    os: os.toLowerCase(),
    architecture: architecture.toLowerCase(),
    variant: variant?.toLowerCase() ?? null,
    osVersion: null,
  });
}

/**
 * Whether an image for `offered` runs on `wanted`. A variant that either leaves out decides nothing, an older ARM runs on a
 * newer one (containerd/platforms, compare.go), and the build of Windows is not judged here.
 */
export function runsOn(offered: Platform, wanted: Platform): boolean {
  const [a, b] = [normal(offered), normal(wanted)];
  if (a.os !== b.os || a.architecture !== b.architecture) return false;
  if (a.variant === null || b.variant === null || a.variant === b.variant) return true;
  const [own, other] = [a.variant, b.variant].map((variant) => Number(/^v(\d)$/.exec(variant)?.[1]));
  return own !== undefined && other !== undefined && own <= other;
}

/** Names that mean the same, as containerd/platforms (database.go) reads them. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  x86_64: "amd64",
  "x86-64": "amd64",
  i386: "386",
  aarch64: "arm64",
  armhf: "arm",
  armel: "arm",
};

function normal(platform: Platform): Platform {
  const architecture = ARCHITECTURES[platform.architecture] ?? platform.architecture;
  // There is one arm64, and it is v8.
  const variant = architecture === "arm64" && platform.variant === "v8" ? null : platform.variant;
  return { ...platform, architecture, variant };
}

/** None for what is no image: an attestation has the platform unknown/unknown (docs.docker.com, "Attestation storage"). */
function platformOf(entry: unknown): Platform[] {
  const platform = toPlatform(fieldsOf(fieldsOf(entry)["platform"]));
  return platform === null || platform.os === "unknown" ? [] : [platform];
}

function toPlatform(value: Readonly<Record<string, unknown>>): Platform | null {
  const { os, architecture, variant, "os.version": osVersion } = value;
  if (!isWord(os) || !isWord(architecture)) return null;
  return {
    os,
    architecture,
    variant: isWord(variant) ? variant : null,
    osVersion: isWord(osVersion) ? osVersion : null,
  };
}

function isWord(value: unknown): value is string {
  return typeof value === "string" && /^[\w.+-]{1,40}$/.test(value);
}

/** The body's own word counts; without it (OCI leaves it optional) the header's, and then what it has. */
function typeOf(value: Readonly<Record<string, unknown>>, contentType: string): string {
  const { mediaType, manifests, layers } = value;
  if (typeof mediaType === "string" && mediaType !== "") return typeName(mediaType);
  const named = typeName(contentType);
  if ([...INDEX_TYPES, ...IMAGE_TYPES, ...SCHEMA1_TYPES].some((one) => one === named)) return named;
  if (Array.isArray(manifests)) return INDEX_TYPES[0];
  return Array.isArray(layers) ? IMAGE_TYPES[0] : named;
}

function isOneOf(types: readonly string[], mediaType: string): boolean {
  return types.includes(mediaType);
}
