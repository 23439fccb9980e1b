/**
 * What a node has to be told of a registry: which authority signs its certificate, that it speaks plain HTTP, which
 * mirror stands in for it, through which proxy it is reached.
 *
 * Where the platform is known, its own way comes first: it lasts. A file that is changed by hand on a node of a managed
 * group is gone with the next node, so that comes after it, and only where it does any good.
 */
import { type Cure, fix } from "../commands.ts";
import type { Facts } from "../define.ts";
import type { Setting } from "../platforms/platform.ts";
import { platformOf } from "../platforms/recognize.ts";
import { addAuthority, addAuthorityEverywhere, addMirror, editProxy, markPlainHttp, sentences } from "./node-files.ts";

/** Makes the nodes trust the authority of one registry, and of no other. */
export function trustAuthority(facts: Facts): readonly Cure[] {
  return settle(facts, "authority", "Make the nodes trust the authority", addAuthority(facts));
}

/** Makes the nodes trust an authority everywhere, for a proxy that signs all certificates anew. */
export function trustAuthorityEverywhere(facts: Facts): readonly Cure[] {
  return settle(facts, "any-authority", "Make the nodes trust the proxy's authority", addAuthorityEverywhere(facts));
}

/** Tells the nodes that this registry has no TLS. */
export function allowPlainHttp(facts: Facts): readonly Cure[] {
  return settle(
    facts,
    "plain-http",
    "Tell the nodes that this registry speaks plain HTTP",
    markPlainHttp(facts),
    "Passwords and images then travel unprotected.",
  );
}

/** Has the nodes ask a mirror or cache before the registry. */
export function useMirror(facts: Facts): readonly Cure[] {
  return settle(facts, "mirror", "Have the nodes ask a mirror first", addMirror(facts));
}

/** Gives the runtime another proxy, or exempts the registry from it. */
export function changeProxy(facts: Facts, title: string, advice: string): readonly Cure[] {
  return settle(facts, "proxy", title, editProxy(facts, advice));
}

/** For nodes of which nothing tells who makes them. */
const LASTING =
  "A node of a managed group is replaced now and then and the change goes with it: then put it where the nodes are made. K3s and RKE2 write these files themselves, from registries.yaml in /etc/rancher.";

function settle(
  facts: Facts,
  setting: Setting,
  title: string,
  byHand: Omit<Cure, "title">,
  warning = "",
): readonly Cure[] {
  const { runtime } = facts.failure;
  const found = platformOf(facts);
  const own = found?.platform.settings[setting]?.(facts);
  const hand = (by: string, ...more: readonly string[]): Cure =>
    fix(by, byHand.commands, sentences(byHand.note ?? "", warning, ...more));
  if (found === null) return [hand(title, runtime === "docker" || setting === "proxy" ? "" : LASTING)];
  const { platform, isCertain } = found;
  if (own === undefined) return [hand(title, platform.byHand ?? "")];
  const lasting = fix(
    own.title ?? `${title}, ${isCertain ? "the way of" : "where this is"} ${platform.name}`,
    own.commands,
    sentences(own.note, warning),
  );
  if (!isCertain) return [lasting, hand(`${title}, on other nodes or by hand`, platform.byHand ?? "")];
  return platform.byHand === null ? [lasting] : [lasting, hand(`${title}, on one node by hand`, platform.byHand)];
}
