/** Looks at what a host presents in a TLS handshake, with openssl. */
import type { Facts } from "../define.ts";
import { endpointOf } from "./endpoint.ts";

/** The whole handshake: the chain that the server sends, the protocol agreed on, or where it breaks off. */
export function handshake(facts: Facts, options = ""): string {
  const { address, host, isAddress } = endpointOf(facts);
  const name = isAddress ? "" : ` -servername ${host}`;
  return `openssl s_client -connect '${address}'${name}${options === "" ? "" : ` ${options}`} </dev/null`;
}

/** Whom the certificate is for, who signed it, and from when to when it is valid. */
export function showCertificate(facts: Facts): string {
  return `${handshake(facts)} | openssl x509 -noout -subject -issuer -dates -ext subjectAltName`;
}
