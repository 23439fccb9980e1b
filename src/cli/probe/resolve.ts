/**
 * A host → the addresses that are connected to. They are looked at before and pinned: nobody asks again between the look
 * and the connection, so that an answer which changes (DNS rebinding) changes nothing.
 */
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { type Place, placeOfAddress, placeOfName, strictest } from "../../probe/place.ts";
import { codeOf, notAllowed, ProbeFault, tooLate } from "./fault.ts";
import { type Deadline, LIMITS, within } from "./limits.ts";

/** Addresses of a name, as this machine sees them. Throws Node's error where there are none. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** By getaddrinfo, as every other program here: /etc/hosts and the search list count. */
export const systemResolve: Resolve = async (name) => {
  const found = await lookup(name, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};

export interface Permission {
  /** Hosts that look private may be asked. Those of `never` may not, whatever is said. */
  readonly allowsPrivate: boolean;
}

/** Throws a `ProbeFault` for a host that is not to be asked, by its name alone. */
export function demandName(host: string, { allowsPrivate }: Permission): void {
  const place = placeOfName(host);
  if (place === "never" || (place === "private" && !allowsPrivate)) throw notAllowed(host, place, null);
}

/** The addresses of a host that may be asked. One bad address among them is enough to ask none. */
export async function addressesOf(
  host: string,
  resolve: Resolve,
  permission: Permission,
  deadline: Deadline,
): Promise<readonly string[]> {
  demandName(host, permission);
  const found = isIP(host) === 0 ? await resolved(host, resolve, deadline) : [host];
  const places = found.map(placeOfAddress);
  const place: Place = strictest(places);
  if (place === "never" || (place === "private" && !permission.allowsPrivate))
    throw notAllowed(host, place, found[places.indexOf(place)] ?? null);
  return found.slice(0, LIMITS.addresses);
}

async function resolved(host: string, resolve: Resolve, deadline: Deadline): Promise<readonly string[]> {
  const limit = deadline.left(LIMITS.dns);
  const found = await within(limit, resolve(host), () =>
    tooLate("dns", `The name ${host} could not be resolved`, limit),
  ).catch((error: unknown) => {
    if (error instanceof ProbeFault) throw error;
    const code = codeOf(error);
    const isTemporary = code === "EAI_AGAIN" || code === "ESERVFAIL" || code === "ETIMEOUT";
    throw new ProbeFault(
      isTemporary
        ? `The name ${host} could not be resolved: the DNS server did not answer (${code}).`
        : `The name ${host} does not resolve here${code === "" ? "" : ` (${code})`}.`,
      { step: "dns", causeId: "dns-failure", kind: isTemporary ? "late" : "failed" },
    );
  });
  if (found.length === 0)
    throw new ProbeFault(`The name ${host} has no address.`, { step: "dns", causeId: "dns-failure" });
  return found;
}
