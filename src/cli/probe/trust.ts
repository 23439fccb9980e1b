/**
 * Whose certificates are believed: the authorities that Node brings, those of the system, and those that the user names, by
 * the variables that Go's programs (crane, skopeo, containerd) and Node's follow.
 *
 * Source: Go's crypto/x509 root_unix.go and root_linux.go; Node's documentation of NODE_EXTRA_CA_CERTS.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as tls from "node:tls";
import type { World } from "../world.ts";

/** Where Linux distributions keep the bundle; the first that is there counts. */
const SYSTEM_BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

export interface Trust {
  readonly context: tls.SecureContext;
  /** Files that were named and could not be used. */
  readonly warnings: readonly string[];
}

export async function loadTrust(env: World["env"]): Promise<Trust> {
  const warnings: string[] = [];
  const named = env["SSL_CERT_FILE"] || null;
  const folder = env["SSL_CERT_DIR"] || null;
  const bundles = await Promise.all([
    named === null && folder === null ? firstOf(SYSTEM_BUNDLES) : "",
    ...[named, env["NODE_EXTRA_CA_CERTS"] || null].map(async (file) => (file === null ? "" : read(file, warnings))),
    ...(folder ?? "")
      .split(":")
      .filter(Boolean)
      .map((one) => readFolder(one, warnings)),
  ]);
  const certificates = new Set(
    [...tls.rootCertificates, ...systemStore(), ...bundles.flatMap(split)].map((one) => one.trim()),
  );
  return { context: contextOf([...certificates], warnings), warnings };
}

/** One certificate that OpenSSL cannot read must not cost us all others. */
function contextOf(certificates: readonly string[], warnings: string[]): tls.SecureContext {
  try {
    return tls.createSecureContext({ ca: [...certificates] });
  } catch {
    // Looked for one by one, which is slow, and happens to nobody whose files are whole.
    const good = certificates.filter((one) => isReadable(one));
    warnings.push("Some certificates of this machine's authorities could not be read and are left out.");
    return tls.createSecureContext({ ca: good });
  }
}

function isReadable(certificate: string): boolean {
  try {
    tls.createSecureContext({ ca: certificate });
    return true;
  } catch {
    // Not a certificate, then.
    return false;
  }
}

/** Node 22.15 and the executable know the system's store also on macOS and Windows. */
function systemStore(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: "system") => readonly string[] };
  if (process.platform === "linux") return [];
  try {
    return getCACertificates?.("system") ?? [];
  } catch {
    // A store that cannot be opened is one that adds nothing.
    return [];
  }
}

function split(bundle: string): string[] {
  return bundle.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

async function firstOf(files: readonly string[]): Promise<string> {
  for (const file of files) {
    const text = await readFile(file, "utf8").catch(() => null);
    if (text !== null) return text;
  }
  return "";
}

async function read(file: string, warnings: string[]): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    warnings.push(`The certificates in ${file} could not be read.`);
    return "";
  }
}

async function readFolder(folder: string, warnings: string[]): Promise<string> {
  try {
    const names = (await readdir(folder)).filter((name) => /\.(?:pem|crt|cer|0)$/.test(name)).slice(0, MOST_FILES);
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8").catch(() => "")));
    return texts.join("\n");
  } catch {
    warnings.push(`The certificates in ${folder} could not be read.`);
    return "";
  }
}

const MOST_FILES = 2000;
