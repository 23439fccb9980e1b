/**
 * The repository's name: components between slashes.
 */

import type { Broken } from "./broken.ts";
import { broken } from "./broken.ts";
import { firstOutside, nameCharacter, only, quote } from "./characters.ts";

export interface Path {
  readonly host: string | null;
  readonly path: string;
  /** The whole reference, for repairs. */
  readonly text: string;
}

export function readPath({ host, path, text }: Path): Broken | null {
  if (path === "") {
    return broken("missing-name", `After the registry ${quote(host ?? "")} there is no repository name.`);
  }
  if (path.startsWith("/") || path.includes("//")) {
    const repair = text.replace(/\/+/g, "/");
    return broken("double-slash", "Two slashes follow each other; a part of the name may be missing.", repair);
  }
  if (path.endsWith("/")) {
    // "team/" without its slash would be an official image of Docker Hub, which nobody meant.
    const isWhole = host !== null || path.slice(0, -1).includes("/");
    const repair = isWhole && text.endsWith("/") ? text.slice(0, -1) : null;
    return broken("trailing-slash", `The repository name ${quote(path)} ends with a slash.`, repair);
  }
  if (/[A-Z]/.test(path)) {
    const start = host === null ? 0 : host.length + 1;
    return upperCase(path, text.slice(0, start) + path.toLowerCase() + text.slice(start + path.length));
  }
  return firstBroken(path.split("/"), text);
}

export function upperCase(name: string, repair: string): Broken {
  const why = `The repository name ${quote(name)} has capital letters; only lower case is allowed.`;
  return broken("upper-case-repository", why, repair);
}

/** Separators inside a component: one dot, one or two underscores, or any number of hyphens. */
export function checkComponent(component: string, text: string): Broken | null {
  const strange = firstOutside(component, /[a-z0-9._-]/);
  if (strange !== null) {
    const repair = strange === "\\" ? text.replaceAll("\\", "/") : null;
    return broken("bad-character", `A repository name cannot contain ${nameCharacter(strange)}.`, repair);
  }
  const [first, last] = [component.charAt(0), component.slice(-1)];
  if (!/[a-z0-9]/.test(first)) {
    return broken("bad-start", `${quote(component)} begins with "${first}"; a name begins with a letter or a digit.`);
  }
  if (!/[a-z0-9]/.test(last)) {
    return broken("bad-end", `${quote(component)} ends with "${last}"; a name ends with a letter or a digit.`);
  }
  const run = component.split(/[a-z0-9]+/).find((separator) => !isSeparator(separator));
  return run === undefined
    ? null
    : broken("bad-separator", `${quote(component)} has "${run}", and only ".", "_", "__" or hyphens may join words.`);
}

function isSeparator(run: string): boolean {
  return run === "." || run === "_" || run === "__" || only(run, /-/);
}

function firstBroken(components: readonly string[], text: string): Broken | null {
  for (const component of components) {
    const wrong = checkComponent(component, text);
    if (wrong !== null) {
      return wrong;
    }
  }
  return null;
}
