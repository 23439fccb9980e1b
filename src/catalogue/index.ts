// Generated from the files in causes/ by `npm run gen`. Do not edit.

import accessDenied from "./causes/access-denied.ts";
import connectionInterrupted from "./causes/connection-interrupted.ts";
import connectionRefused from "./causes/connection-refused.ts";
import connectionTimeout from "./causes/connection-timeout.ts";
import corruptImage from "./causes/corrupt-image.ts";
import credentialPluginFailed from "./causes/credential-plugin-failed.ts";
import dnsFailure from "./causes/dns-failure.ts";
import imageInspectFailed from "./causes/image-inspect-failed.ts";
import imageNeverPull from "./causes/image-never-pull.ts";
import imageNotFound from "./causes/image-not-found.ts";
import imageRemoved from "./causes/image-removed.ts";
import invalidImageName from "./causes/invalid-image-name.ts";
import kubeletPullThrottled from "./causes/kubelet-pull-throttled.ts";
import missingCredentials from "./causes/missing-credentials.ts";
import networkUnreachable from "./causes/network-unreachable.ts";
import nodeDiskFull from "./causes/node-disk-full.ts";
import nodeFilesystemError from "./causes/node-filesystem-error.ts";
import nodeRegistryConfig from "./causes/node-registry-config.ts";
import platformMismatch from "./causes/platform-mismatch.ts";
import proxyError from "./causes/proxy-error.ts";
import pullInterrupted from "./causes/pull-interrupted.ts";
import pullSecretNotFound from "./causes/pull-secret-not-found.ts";
import registryPolicyDenied from "./causes/registry-policy-denied.ts";
import registryRateLimited from "./causes/registry-rate-limited.ts";
import registryUnavailable from "./causes/registry-unavailable.ts";
import rejectedCredentials from "./causes/rejected-credentials.ts";
import repositoryNotFound from "./causes/repository-not-found.ts";
import runtimeUnavailable from "./causes/runtime-unavailable.ts";
import shortNameUnresolved from "./causes/short-name-unresolved.ts";
import signatureRejected from "./causes/signature-rejected.ts";
import tagNotFound from "./causes/tag-not-found.ts";
import tlsCertificateInvalid from "./causes/tls-certificate-invalid.ts";
import tlsHandshakeFailed from "./causes/tls-handshake-failed.ts";
import tlsHttpMismatch from "./causes/tls-http-mismatch.ts";
import tlsUntrustedCa from "./causes/tls-untrusted-ca.ts";
import unexpectedRegistryResponse from "./causes/unexpected-registry-response.ts";
import unrecognized from "./causes/unrecognized.ts";
import unsupportedManifest from "./causes/unsupported-manifest.ts";
import type { Cause } from "./define.ts";
import type { CauseId } from "./ids.ts";

export const CATALOGUE: Readonly<Record<CauseId, Cause>> = {
  "access-denied": accessDenied,
  "connection-interrupted": connectionInterrupted,
  "connection-refused": connectionRefused,
  "connection-timeout": connectionTimeout,
  "corrupt-image": corruptImage,
  "credential-plugin-failed": credentialPluginFailed,
  "dns-failure": dnsFailure,
  "image-inspect-failed": imageInspectFailed,
  "image-never-pull": imageNeverPull,
  "image-not-found": imageNotFound,
  "image-removed": imageRemoved,
  "invalid-image-name": invalidImageName,
  "kubelet-pull-throttled": kubeletPullThrottled,
  "missing-credentials": missingCredentials,
  "network-unreachable": networkUnreachable,
  "node-disk-full": nodeDiskFull,
  "node-filesystem-error": nodeFilesystemError,
  "node-registry-config": nodeRegistryConfig,
  "platform-mismatch": platformMismatch,
  "proxy-error": proxyError,
  "pull-interrupted": pullInterrupted,
  "pull-secret-not-found": pullSecretNotFound,
  "registry-policy-denied": registryPolicyDenied,
  "registry-rate-limited": registryRateLimited,
  "registry-unavailable": registryUnavailable,
  "rejected-credentials": rejectedCredentials,
  "repository-not-found": repositoryNotFound,
  "runtime-unavailable": runtimeUnavailable,
  "short-name-unresolved": shortNameUnresolved,
  "signature-rejected": signatureRejected,
  "tag-not-found": tagNotFound,
  "tls-certificate-invalid": tlsCertificateInvalid,
  "tls-handshake-failed": tlsHandshakeFailed,
  "tls-http-mismatch": tlsHttpMismatch,
  "tls-untrusted-ca": tlsUntrustedCa,
  "unexpected-registry-response": unexpectedRegistryResponse,
  "unrecognized": unrecognized,
  "unsupported-manifest": unsupportedManifest,
};
