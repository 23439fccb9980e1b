/**
 * Credentials that travel inside error messages, masked: user and password in a URL, signatures of pre-signed URLs (S3,
 * Azure SAS, Google Cloud Storage, CloudFront), bearer and basic tokens, JSON Web Tokens, AWS keys.
 */
const MASK = "***";

const RULES: readonly (readonly [RegExp, string])[] = [
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:"']{1,256}:[^\s/@"']{1,1024}@/gi, `$1${MASK}@`],
  [
    /([?&](?:X-Amz-(?:Signature|Credential|Security-Token)|X-Goog-(?:Signature|Credential)|Signature|sig|Key-Pair-Id|Policy|AWSAccessKeyId|GoogleAccessId|access_token|refresh_token|token|password|client_secret)=)[^&\s"'<>]{1,8192}/gi,
    `$1${MASK}`,
  ],
  [/\b(authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:bearer|basic)\s{1,4})[\w.~+/=-]{1,8192}/gi, `$1${MASK}`],
  [/\b(bearer\s{1,4})[\w.~+/=-]{20,8192}/gi, `$1${MASK}`],
  [/\beyJ[\w-]{8,4096}\.[\w-]{8,8192}(?:\.[\w-]{0,8192})?/g, MASK],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  [/\b((?:gh[pousr]|glpat|dckr_pat|xox[abp])[_-])[\w-]{16,255}/g, `$1${MASK}`],
  [/("(?:auth|password|identitytoken|registrytoken)"\s{0,4}:\s{0,4}")[^"]{1,8192}"/gi, `$1${MASK}"`],
];

export function maskSecrets(text: string): string {
  let masked = text;
  for (const [pattern, replacement] of RULES) masked = masked.replace(pattern, replacement);
  return masked;
}
