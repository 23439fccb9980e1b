/**
 * What krew and the reviewers of its index demand of a manifest, each broken rule a sentence. The first part is what
 * krew's own validation refuses (v0.5.0, internal/index/validation and cmd/validate-krew-manifest), the second what
 * reviewers ask for (krew-index, and the developer guide's best practices).
 */

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly version: string;
    readonly homepage: string;
    readonly shortDescription: string;
    readonly description: string;
    readonly platforms: readonly Platform[];
  };
}

export interface Platform {
  readonly selector: { readonly matchLabels: { readonly os: string; readonly arch: string } };
  readonly uri: string;
  readonly sha256: string;
  readonly bin: string;
}

const SUPPORTED = {
  windows: ["386", "amd64", "arm64"],
  linux: ["386", "amd64", "arm", "arm64", "ppc64le"],
  darwin: ["386", "amd64", "arm64"],
} as const;

const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;
const SEMVER_WITH_V =
  /^v(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[\da-z-]+(?:\.[\da-z-]+)*)?(?:\+[\da-z-]+(?:\.[\da-z-]+)*)?$/i;

export function brokenRules({ apiVersion, kind, metadata: { name }, spec }: Manifest): string[] {
  const lines = spec.description.split("\n");
  const rules: Record<string, boolean> = {
    "apiVersion is krew's": apiVersion === "krew.googlecontainertools.github.com/v1alpha2",
    "kind is Plugin": kind === "Plugin",
    "the name is letters, digits, dashes": /^[\w-]+$/.test(name) && !WINDOWS_DEVICE.test(name),
    "the version is semantic and begins with v": SEMVER_WITH_V.test(spec.version),
    "there is a short description of one line": /^.+$/.test(spec.shortDescription),
    "there is a platform": spec.platforms.length > 0,
    "no machine matches two platforms": areDistinct(spec.platforms.map(machineOf)),

    "the name is lower case, without kube": /^[a-z][a-z-]*$/.test(name) && !name.includes("kube"),
    "the short description has at most 50 characters": spec.shortDescription.length <= 50,
    "the short description names neither Kubernetes nor kubectl": !/kube/i.test(spec.shortDescription),
    "the short description does not end in a full stop": !spec.shortDescription.endsWith("."),
    "the description is wrapped at 80": lines.every((line) => line.length <= 80 && line === line.trimEnd()),
    "the description is no usage": !/kubectl +pullcheck|usage:|\$ |\s--?[a-z]/i.test(spec.description),
    "the homepage is a web page": spec.homepage.startsWith("https://"),
  };
  const broken = Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [rule]));
  return [...broken, ...spec.platforms.flatMap((platform) => brokenPlatformRules(platform))];
}

function brokenPlatformRules(platform: Platform): string[] {
  const { selector, uri, sha256, bin } = platform;
  const { os, arch } = selector.matchLabels;
  const machines: readonly string[] = SUPPORTED[os as keyof typeof SUPPORTED] ?? [];
  const rules: Record<string, boolean> = {
    "the selector has os and arch, and nothing else":
      Object.keys(selector).join() === "matchLabels" && Object.keys(selector.matchLabels).sort().join() === "arch,os",
    "the machine is one that krew knows": machines.includes(arch),
    "the archive comes over https": uri.startsWith("https://"),
    "sha256 is 64 lower case digits": /^[a-f0-9]{64}$/.test(sha256),
    "bin is a clean relative path": /^[\w-]+(?:\/[\w-]+)*(?:\.exe)?$/.test(bin),
    "bin ends in .exe on Windows, and only there": bin.endsWith(".exe") === (os === "windows"),
    "there is no files field, which defaults to everything": !("files" in platform),
  };
  return Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [`${os}-${arch}: ${rule}`]));
}

function machineOf({ selector }: Platform): string {
  const { os, arch } = selector.matchLabels;
  return `${os}-${arch}`;
}

function areDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
