/** What `kubectl krew install` needs to know of a release (https://krew.sigs.k8s.io/docs/developer-guide/plugin-manifest/). */
import { stringify } from "yaml";
import type { Product } from "./bill-of-materials.ts";
import type { Target } from "./targets.ts";

/** At most 50 characters, and no "Kubernetes" or "kubectl": the index's reviewers ask for both. */
const SHORT = "Explain why an image cannot be pulled";

/** At most 80 columns, and nothing about usage: that is what --help is for. */
const DESCRIPTION = `A pod sits in ImagePullBackOff. This tells which cause it is, the words that
prove it, and the commands that fix it.

The error is taken apart layer by layer (kubelet, gRPC, runtime, registry,
network, TLS) for containerd, CRI-O and dockerd, and every answer quotes the
words that it rests on. Where they do not say why, so does the answer, and it
names the command that settles the question.

Besides a live cluster it reads what was saved of one: the output of kubectl,
events tables, logs, support bundles, or an error message pasted from a ticket.
Reports come as text, Markdown, JSON or YAML, with secrets masked. It only ever
reads: nothing in the cluster is changed, and nothing leaves the machine.
`;

export function krewManifest(
  { version, homepage }: Pick<Product, "version" | "homepage">,
  archives: readonly { readonly target: Target; readonly sha256: string }[],
): string {
  const manifest = {
    apiVersion: "krew.googlecontainertools.github.com/v1alpha2",
    kind: "Plugin",
    metadata: { name: "pullcheck" },
    spec: {
      version: `v${version}`,
      homepage,
      shortDescription: SHORT,
      description: DESCRIPTION,
      platforms: archives.map(({ target: { os, arch, archive, executable }, sha256 }) => ({
        selector: { matchLabels: { os, arch } },
        uri: `${homepage}/releases/download/v${version}/${archive}`,
        sha256,
        bin: executable,
      })),
    },
  };
  return stringify(manifest, { lineWidth: 0 });
}
