/** How a cause is recognised, in words: which part of an error is looked at, for which phrases, and when that counts. */
import type { Cause, Sign } from "../catalogue/define.ts";
import { LAYER_RULES } from "../error/layers.ts";
import type { Confidence } from "../report.ts";
import { phrasesOf } from "./phrases.ts";

export interface Recognition {
  readonly means: Confidence;
  /** Which part of the error is looked at; null where `given` says it all. */
  readonly where: string | null;
  /** What stands there: any one of these is enough. */
  readonly phrases: readonly string[];
  /** The end of a sentence that begins with "where". */
  readonly given: string | null;
}

/** Said of a cause that has no signals. */
export const BY_NOTHING = "By nothing: it is what is left where no other cause is recognised.";

export function recognitionsOf({ signals }: Cause): Recognition[] {
  const found: Recognition[] = [];
  for (const { means, see, given = null } of signals) {
    const sign = see.sign === undefined ? { where: null, phrases: [] } : tellSign(see.sign);
    const last = found.at(-1);
    // Often the same words count wherever they stand.
    if (last?.means === means && last.given === given && last.phrases.join("|") === sign.phrases.join("|"))
      found[found.length - 1] = { ...last, where: `${last.where} or ${sign.where}` };
    else found.push({ means, ...sign, given });
  }
  return found;
}

function tellSign(sign: Sign): Pick<Recognition, "where" | "phrases"> {
  switch (sign.at) {
    case "words":
      return { where: "the innermost words of the error", phrases: phrasesOf(sign.pattern) };
    case "registry":
      return { where: "the registry's own words", phrases: phrasesOf(sign.pattern) };
    case "layer":
      return { where: "one layer of the error", phrases: sign.names.flatMap(wordsOfLayer) };
    case "state":
      return { where: "the waiting reason of the container", phrases: sign.names };
    case "status":
      return { where: `an HTTP status${askedOf(sign.endpoints)}`, phrases: sign.statuses.map(tellStatus) };
    case "code":
      return tellCode(sign);
    default:
      return sign satisfies never;
  }
}

/** What the programs print where they add this layer. */
function wordsOfLayer(step: string): string[] {
  return LAYER_RULES.filter((rule) => rule.step === step).flatMap((rule) => phrasesOf(rule.pattern.source));
}

const ENDPOINTS = {
  ping: "in answer to the first request (/v2/)",
  token: "from the token server",
  manifest: "in answer to the request for a manifest",
  blob: "in answer to the request for a part of the image",
  other: "from another address",
} as const;

function askedOf(endpoints: Extract<Sign, { at: "status" }>["endpoints"]): string {
  return endpoints.length === 0 ? "" : ` ${endpoints.map((one) => ENDPOINTS[one]).join(" or ")}`;
}

function tellStatus(status: number | readonly [number, number]): string {
  return typeof status === "number" ? `${status}` : `${status[0]} to ${status[1]}`;
}

function tellCode({ code, pattern }: Extract<Sign, { at: "code" }>): Pick<Recognition, "where" | "phrases"> {
  const where = "the registry's error code";
  // `.` asks for any message, and an empty phrase for none.
  const messages = pattern === null || pattern === "." ? [] : phrasesOf(pattern);
  return {
    where,
    phrases:
      messages.length === 0
        ? [code]
        : messages.map((one) => (one === "" ? `${code} without a message` : `${code}: ${one}`)),
  };
}
