/** Base64, plain and URL-safe, read without Node or a browser. */
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The first characters of what is encoded, byte by byte; what is no digit ends it. */
export function decodeStart(encoded: string, most = 96): string {
  let bits = 0;
  let held = 0;
  let decoded = "";
  for (const sign of encoded.replaceAll("-", "+").replaceAll("_", "/")) {
    const digit = DIGITS.indexOf(sign);
    if (digit === -1 || decoded.length >= most) break;
    held = ((held << 6) | digit) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    decoded += String.fromCharCode((held >> bits) & 0xff);
  }
  return decoded;
}

/** `user:password` as HTTP's Basic and Docker's `auth` carry it. */
export function isLogin(encoded: string): boolean {
  const login = decodeStart(encoded);
  return login.indexOf(":") > 0 && /^[\x20-\x7e]+$/.test(login);
}

/** An object in JSON: the head of a web token, a docker configuration. */
export function isObject(encoded: string): boolean {
  return /^\{\s{0,8}"/.test(decodeStart(encoded));
}
