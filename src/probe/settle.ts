/**
 * What a registry answered here, weighed against what the node was told. Both asked the same question, from two places and
 * perhaps as two people, so that agreement makes a cause surer and a difference says where the fault lies. A cause becomes
 * another one only where the answer from here is the more exact one of the same kind, or where the node told nothing.
 */

import type { AnyCauseId } from "../catalogue/any-id.ts";
import type { CauseId } from "../catalogue/ids.ts";
import { CATALOGUE } from "../catalogue/index.ts";
import type { Alternative, Confidence } from "../report.ts";
import type { Identity, ImageProbe, Platform, Verdict } from "./report.ts";
import { GONE, REFUSED } from "./would-settle.ts";

/** What the words that the node was told make of it. */
export interface Judged {
  readonly cause: CauseId;
  readonly confidence: Confidence;
  readonly alternatives: readonly Alternative[];
}

export interface Settled extends Judged {
  /**
   * agrees       the same answer here and there
   * settles      the answer from here leaves fewer causes open, or another one
   * contradicts  here the registry says the opposite of what the node was told
   * open         nothing follows
   */
  readonly bearing: "agrees" | "settles" | "contradicts" | "open";
  /** What was found and what follows, in whole sentences. */
  readonly text: string;
}

/** `node` is the platform of the node that pulls; null where it is not known. */
export function settle(judged: Judged, probe: ImageProbe, node: Platform | null = null): Settled {
  const { bearing, text, ...rest } = weighed(judged, probe, node);
  const { cause = judged.cause, confidence = judged.confidence, without = [], more = [] } = rest;
  const kept = judged.alternatives.filter(
    (one) => !excludes(without, one.cause) && more.every((other) => other.cause !== one.cause),
  );
  return {
    cause,
    confidence,
    alternatives: [...more, ...kept].filter((one) => one.cause !== cause),
    bearing,
    text: `${probe.summary} ${text}`.trim(),
  };
}

function excludes(without: readonly AnyCauseId[], cause: AnyCauseId): boolean {
  return without.includes(cause);
}

interface Weighed {
  readonly bearing: Settled["bearing"];
  /** What follows; empty where the probe's own summary says it all. */
  readonly text: string;
  /** Where they are another. */
  readonly cause?: CauseId;
  readonly confidence?: Confidence;
  /** Causes that are no longer possible. */
  readonly without?: readonly CauseId[];
  /** Causes that have become so. */
  readonly more?: readonly Alternative[];
}

function weighed(judged: Judged, probe: ImageProbe, node: Platform | null): Weighed {
  switch (probe.verdict) {
    case "pullable":
      return weighPullable(judged, probe, node);
    case "tag-missing":
    case "repository-missing":
    case "not-found":
      return weighMissing(judged, probe);
    case "private":
    case "credentials-refused":
    case "access-denied":
      return weighRefusal(judged, probe);
    case "platform-missing":
    case "schema1":
    case "not-an-image":
      return weighContent(judged, probe);
    case "rate-limited":
      return judged.cause === "registry-rate-limited"
        ? { bearing: "agrees", text: "The node was told the same.", confidence: "certain" }
        : { bearing: "open", text: "What the node was told stays open until the limit allows another try." };
    case "unreachable":
      return weighUnreachable(judged, probe);
    case "odd-answer":
      return judged.cause === "unexpected-registry-response"
        ? { bearing: "agrees", text: "The node met the same.", confidence: "certain" }
        : OPEN;
    case "unknown":
      return judged.cause === "registry-unavailable"
        ? { bearing: "agrees", text: "The node met the same, so the trouble is the registry's.", confidence: "certain" }
        : OPEN;
    case "invalid-name":
    case "not-asked":
      return OPEN;
    default:
      return probe.verdict satisfies never;
  }
}

/** What the registry gives to these credentials, it gives to the pod. */
function isOfPod(askedAs: Identity): boolean {
  return askedAs.kind === "credentials" && askedAs.whose === "pod";
}

const OPEN: Weighed = { bearing: "open", text: "" };

/** What the existence of the image excludes. */
const EXISTS: readonly CauseId[] = [...GONE, "unsupported-manifest", "registry-unavailable"];

function weighPullable({ cause }: Judged, { askedAs, manifest }: ImageProbe, node: Platform | null): Weighed {
  const anonymous = askedAs.kind === "anonymous";
  const without: readonly CauseId[] = anonymous ? [...EXISTS, "missing-credentials"] : EXISTS;
  if (isOfPod(askedAs) && (GONE.has(cause) || REFUSED.has(cause))) {
    return {
      bearing: "contradicts",
      text: "These are the pod's own credentials. The node would succeed now, unless its pull takes another way: the secret or the image has been mended since, or the node asks a mirror or a proxy instead of the registry.",
      confidence: "possible",
      without: EXISTS.filter((one) => one !== cause),
    };
  }
  if (GONE.has(cause)) {
    return {
      bearing: "contradicts",
      text: anonymous
        ? "The node was told that it does not exist. Either it has been pushed since, or the node asks a mirror or a proxy instead of the registry."
        : "The node was told that it does not exist. Registries say so, too, to those who may not see it: the pull may lack these credentials. Or it has been pushed since.",
      confidence: "possible",
      more: anonymous
        ? []
        : [
            likely(
              "missing-credentials",
              "With credentials the registry gives this image, and the node was told that it does not exist.",
            ),
          ],
    };
  }
  if (cause === "missing-credentials") {
    return anonymous
      ? {
          bearing: "contradicts",
          text: "The node was asked for a login all the same. Either the image has been made public since, or the node asks a mirror or a proxy that wants one.",
          confidence: "possible",
          without: EXISTS,
          more: [
            likely(
              "rejected-credentials",
              "Without a login the image is given away; a login that is wrong is refused even there.",
            ),
          ],
        }
      : {
          bearing: "settles",
          text: "So it exists, and credentials are all that the pull lacks.",
          confidence: "certain",
          without,
        };
  }
  if (cause === "rejected-credentials") {
    return anonymous
      ? {
          bearing: "settles",
          text: "So the image is public, and only the login that the node sends is refused: correct it, or leave it out.",
          confidence: "certain",
          without,
        }
      : {
          bearing: "settles",
          text: "So it exists, and the node's login is another one that is not accepted.",
          confidence: "certain",
          without,
        };
  }
  if (cause === "access-denied" || cause === "registry-policy-denied") {
    return {
      bearing: "settles",
      text: "So it is kept from the node, or from the account that the node uses, and not from everybody.",
      without,
    };
  }
  if (cause === "platform-mismatch") return weighPlatform(manifest?.platforms ?? [], node, without);
  if (cause === "unrecognized") {
    return {
      bearing: "settles",
      text: "So the name is right. The fault lies at the node, or in the credentials that its pull has.",
      without,
    };
  }
  const place = AT_NODE[cause];
  if (place !== undefined) return { bearing: "settles", text: `So the fault lies ${place}.`, without };
  return { bearing: "open", text: "So the name is right and the registry is up.", without };
}

/** Where the fault lies when the same request succeeds from here; only causes of which that can be said. */
const AT_NODE: Readonly<Partial<Record<CauseId, string>>> = {
  "registry-rate-limited":
    "in the quota of the node's address or account, which is used up, while that of this machine is not",
  "dns-failure": "in the node's DNS: the name resolves here",
  "connection-refused": "on the way from the node: its network, a firewall, or a mirror or proxy that it asks instead",
  "connection-timeout": "on the way from the node: its network, a firewall, or a mirror or proxy that it asks instead",
  "network-unreachable": "in the node's network: its routes, or a missing way out",
  "connection-interrupted": "on the way from the node: a proxy, a firewall or a load balancer cuts the connection",
  "proxy-error": "in the proxy that the node uses",
  "registry-unavailable": "in a trouble of the registry that has passed, or in a proxy on the node's way to it",
  "tls-untrusted-ca":
    "in what the node trusts: this machine knows the certificate's issuer, and the node does not; or a proxy on the node's way shows a certificate of its own",
  "tls-certificate-invalid": "with the node: its clock, or a proxy on its way that shows another certificate",
  "tls-http-mismatch": "in the node's settings for this registry, or in a mirror or proxy that it asks instead",
  "tls-handshake-failed": "on the node's way: a proxy in between, or a runtime too old for what the registry offers",
  "node-registry-config": "in the node's own settings for this registry",
  "node-disk-full": "on the node",
  "node-filesystem-error": "on the node",
  "runtime-unavailable": "on the node",
  "credential-plugin-failed": "in the node's way to its credentials",
  "pull-secret-not-found": "in the pod's own namespace: the secret that it names",
  "short-name-unresolved": "in the node's list of registries for short names",
  "unexpected-registry-response": "on the node's way: a proxy or a portal that answers in the registry's place",
};

function weighPlatform(platforms: readonly Platform[], node: Platform | null, without: readonly CauseId[]): Weighed {
  if (node === null || platforms.length === 0) return { bearing: "open", text: "", without };
  if (platforms.some((one) => one.os === node.os && one.architecture === node.architecture)) {
    return {
      bearing: "contradicts",
      text: `It has a variant for ${node.os}/${node.architecture}, which is what the node is. Either it has been pushed since, or the variant's version does not fit.`,
      confidence: "possible",
      without,
    };
  }
  return { bearing: "agrees", text: `The node is ${node.os}/${node.architecture}.`, confidence: "certain", without };
}

const MISSING: Readonly<Partial<Record<Verdict, CauseId>>> = {
  "tag-missing": "tag-not-found",
  "repository-missing": "repository-not-found",
  "not-found": "image-not-found",
};

function weighMissing({ cause, confidence }: Judged, { verdict, askedAs }: ImageProbe): Weighed {
  const found = MISSING[verdict] ?? "image-not-found";
  // That a repository can be listed shows that it exists and that whoever asked may see it.
  const without: readonly CauseId[] =
    verdict === "tag-missing"
      ? ["repository-not-found", "image-not-found", ...(askedAs.kind === "anonymous" ? [...REFUSED] : [])]
      : verdict === "repository-missing"
        ? ["tag-not-found", "image-not-found"]
        : [];
  if (cause === found)
    return { bearing: "agrees", text: "The node was told the same.", confidence: "certain", without };
  // It was there, and now nobody finds it.
  if (cause === "image-removed") return { bearing: "agrees", text: "The node was told the same.", without };
  if (cause === "image-not-found") {
    return {
      bearing: "settles",
      text: "The node was told no more than that it does not exist.",
      cause: found,
      confidence: "certain",
      without,
    };
  }
  if (GONE.has(cause)) {
    if (found === "image-not-found") return { bearing: "agrees", text: "", without };
    return {
      bearing: "contradicts",
      text: `The node was told: ${lowered(CATALOGUE[cause].title)}.`,
      confidence: "possible",
      more: [likely(found, "The registry answers so when it is asked from here.")],
    };
  }
  if (cause === "unrecognized") {
    return {
      bearing: "settles",
      text: "What the node was told does not say why its pull failed.",
      cause: found,
      confidence: "likely",
      without,
    };
  }
  if (REFUSED.has(cause)) {
    return verdict === "repository-missing" && confidence !== "certain"
      ? {
          bearing: "settles",
          text: "The node was refused, which registries also do for what does not exist.",
          cause: found,
          confidence: "likely",
          without,
          more: [
            {
              cause,
              confidence: "possible",
              why: "The node was refused; the registry may hide the repository from whoever asks from here.",
              check: null,
            },
          ],
        }
      : {
          bearing: "open",
          text: "The node was refused before it got that far: once it may pull, this is what it would meet.",
          more: [likely(found, "The registry answers so when it is asked from here.")],
        };
  }
  return {
    bearing: "open",
    text: "The node did not get that far: once it does, this is what it would meet.",
    more: [likely(found, "The registry answers so when it is asked from here.")],
  };
}

function weighRefusal({ cause }: Judged, { verdict, askedAs }: ImageProbe): Weighed {
  const own = isOfPod(askedAs);
  if (verdict === "credentials-refused") {
    if (!own) return { bearing: "open", text: "That tells nothing about the credentials of the pod." };
    const open = REFUSED.has(cause) || cause === "unrecognized";
    return {
      bearing: cause === "rejected-credentials" ? "agrees" : open ? "settles" : "open",
      text: "These are the pod's own credentials.",
      ...(open && {
        cause: "rejected-credentials" as const,
        confidence: "certain" as const,
        without: ["missing-credentials"],
      }),
    };
  }
  if (REFUSED.has(cause)) {
    if (verdict === "access-denied" && own) {
      return {
        bearing: "settles",
        text: "These are the pod's own credentials: they are accepted, and what they may do does not include this pull.",
        cause: "access-denied",
        confidence: "certain",
      };
    }
    return { bearing: "agrees", text: "The node was refused as well." };
  }
  if (GONE.has(cause)) {
    const other: CauseId = verdict === "private" ? "missing-credentials" : "access-denied";
    return {
      bearing: "open",
      text: "The node was told that it does not exist. Which of the two holds, only somebody who may pull it can see.",
      more: [likely(other, "Asked from here, the registry refuses instead of saying that there is nothing.")],
    };
  }
  if (cause === "unrecognized" && verdict === "private" && askedAs.kind === "anonymous") {
    return {
      bearing: "open",
      text: "",
      more: [likely("missing-credentials", "Without a login the registry does not give this image.")],
    };
  }
  return OPEN;
}

const CONTENT: Readonly<Partial<Record<Verdict, CauseId>>> = {
  "platform-missing": "platform-mismatch",
  schema1: "unsupported-manifest",
  "not-an-image": "unsupported-manifest",
};

function weighContent({ cause }: Judged, { verdict, askedAs }: ImageProbe): Weighed {
  const found = CONTENT[verdict] ?? "unsupported-manifest";
  const without: readonly CauseId[] = askedAs.kind === "anonymous" ? [...GONE, "missing-credentials"] : [...GONE];
  if (cause === found)
    return { bearing: "agrees", text: "The node was told the same.", confidence: "certain", without };
  // containerd 1.x says "not found" of a platform that an index does not list.
  if (cause === "image-not-found" || cause === "unrecognized") {
    return { bearing: "settles", text: "What the node was told fits it.", cause: found, confidence: "likely", without };
  }
  return {
    bearing: "open",
    text: "The node did not get that far: once it does, this is what it would meet.",
    more: [likely(found, "The registry's answer from here shows it.")],
  };
}

function weighUnreachable({ cause, confidence }: Judged, probe: ImageProbe): Weighed {
  const { group } = CATALOGUE[cause];
  if (group !== "network" && group !== "tls") {
    return { bearing: "open", text: "The node did reach it, so this says nothing about its pull." };
  }
  if (probe.cause === cause) {
    return {
      bearing: "agrees",
      text: "The node met the same, so the fault lies with the registry or its name, and not with one node.",
      confidence: confidence === "possible" ? "likely" : "certain",
    };
  }
  return {
    bearing: "agrees",
    text: "The node did not get through either, though it failed in another way: the fault may well lie with the registry.",
  };
}

function likely(cause: CauseId, why: string): Alternative {
  return { cause, confidence: "likely", why, check: null };
}

function lowered(title: string): string {
  return title.slice(0, 1).toLowerCase() + title.slice(1);
}
