/**
 * Registries in which everything is public, so that a login is never what lacks.
 *
 *  - MCR: learn.microsoft.com/azure/container-registry/container-registry-firewall-access-rules (its data host)
 *  - registry.k8s.io: kubernetes/registry.k8s.io README.md: which hosts it redirects to may change at any time
 */
import { connectsTo, type Registry, SOME_LOGIN } from "./registry.ts";

export const mcr: Registry = {
  login: () => SOME_LOGIN,
  hosts: () => connectsTo("mcr.microsoft.com and *.data.mcr.microsoft.com"),
  tagsPage: ({ image }) =>
    image === null
      ? null
      : `A browser shows the tags at https://mcr.microsoft.com/artifact/mar/${image.repository}/tags.`,
  statusPage: () => "https://azure.status.microsoft",
};

export const kubernetes: Registry = {
  login: () => SOME_LOGIN,
  hosts: () =>
    connectsTo("registry.k8s.io, *.pkg.dev and the storage that it redirects to, which may change at any time"),
  isPublic: true,
};
