/**
 * The body of a refusal: `{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown","detail":…}]}`.
 *
 * Source: OCI Distribution Specification, "Error Codes". Token services answer `{"details":"incorrect username or password"}`
 * (Docker Hub), `{"error":"invalid_grant","error_description":…}` (RFC 6749) or the registry's own form.
 */

import { cleanLine } from "../text/clean.ts";
import { fieldsOf, parseObject } from "../text/json-object.ts";

export interface RegistryError {
  /** In capitals; null where there is none. */
  readonly code: string | null;
  /** On one line, cleaned and cut; null where nothing is said. */
  readonly said: string | null;
}

const NOTHING: RegistryError = { code: null, said: null };

/** Never throws: a web page, a text or nothing at all are answers too. */
export function readRegistryError(body: string): RegistryError {
  const value = parseObject(body);
  if (value === null) return isWebPage(body) ? NOTHING : { code: null, said: saidIn(body) };
  const errors: unknown = value["errors"];
  const first = fieldsOf(Array.isArray(errors) ? errors[0] : null);
  const code = [first["code"], value["code"]].find((one) => typeof one === "string");
  const message = [first["message"], value["message"], value["details"], value["error_description"], value["error"]];
  const said = message.find((one): one is string => typeof one === "string" && one !== "");
  return {
    code: typeof code === "string" && /^[A-Za-z_]{1,60}$/.test(code) ? code.toUpperCase() : null,
    said: said === undefined ? null : saidIn(said),
  };
}

/** Proxies, firewalls and login pages answer in HTML, whatever they call it. */
export function isWebPage(body: string): boolean {
  return /^\s{0,99}<(?:!doctype|html|head|body|\?xml)/i.test(body);
}

const LONGEST = 300;

/** Words of somebody else, fit for a line of a report. */
export function saidIn(text: string): string | null {
  const line = cleanLine(text.slice(0, 20 * LONGEST).replace(/\s+/g, " ")).trim();
  if (line === "") return null;
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).trimEnd()}…` : line;
}
