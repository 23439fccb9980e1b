/** Base64 as Go's strict decoders take it, padded or not; bytes become characters one by one. */
import { decodeStart } from "../redact/base64.ts";

/** Null where it is no base64. */
export function base64Text(encoded: string): string | null {
  const digits = encoded.replace(/[\r\n]/g, "");
  const bare = digits.replace(/={1,2}$/, "");
  const isPadded = bare.length < digits.length;
  if (!/^[A-Za-z0-9+/]*$/.test(bare) || bare.length % 4 === 1 || (isPadded && digits.length % 4 !== 0)) return null;
  return decodeStart(bare, Number.POSITIVE_INFINITY);
}
