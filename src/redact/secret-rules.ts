/**
 * How secrets look. Each pattern names the secret itself `s`; where a look is not enough, `is` decides. Nothing here
 * matches a digest, a UID or a name that Kubernetes would take: these have to stay readable, and they are all hexadecimal
 * or lower case, so a secret needs a label, a prefix or a structure.
 *
 * Shapes: docs.github.com "About authentication to GitHub", docs.gitlab.com "Token overview", docs.docker.com "Access
 * tokens", api.slack.com "Token types", cloud.google.com "API keys", docs.aws.amazon.com "Unique identifiers" and
 * "Signature Version 4", learn.microsoft.com "Service SAS"; moby's types/registry.AuthConfig for the fields.
 */
import { isLogin, isObject } from "./base64.ts";

export interface SecretRule {
  readonly pattern: RegExp;
  readonly is?: (secret: string) => boolean;
  /** All of this kind are equally long, so what goes on behind a line break is certainly a part of it. */
  readonly fixed?: true;
}

/** Letters and digits mixed as nobody writes words. */
export function looksRandom(text: string): boolean {
  if (/^(?:sha\d{3}:|https?:)/.test(text) || UUID.test(text)) return false;
  return text.length >= 8 && /[A-Za-z]/.test(text) && /\d/.test(text);
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What stands where a secret would: our own words in CAPITALS, variables, and what others have masked already. */
function isFilled(value: string): boolean {
  return !/^(?:[$<{%*\\]|\[?redacted\]?$|x{3,}$|[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*$|null$|none$|true$|false$)/.test(value);
}

const notMasked = (value: string): boolean => !/^(?:\*+|%5BREDACTED%5D|\[?REDACTED\]?)$/i.test(value);

const PARAMETERS = [
  "X-Amz-(?:Signature|Credential|Security-Token)",
  "X-Goog-(?:Signature|Credential)",
  "(?:q-|x-oss-|x-obs-)?signature",
  "(?:x-oss-)?security-token",
  "(?:AWS|OSS)AccessKeyId|q-ak|GoogleAccessId|Key-Pair-Id|Policy|sig|verify",
  "(?:access|refresh|id|auth|identity)_?token|token|client_secret|secret|api_?key|password|passwd|pwd",
].join("|");

const LABELS = [
  "pass(?:word|wd|phrase)|pwd",
  "client[_-]?secret|shared[_-]?secret",
  "(?:aws[_-]?)?secret[_-]?(?:access[_-]?)?key|(?:shared[_-]?)?access[_-]?key|account[_-]?key|api[_-]?key",
  "(?:access|refresh|session|auth|identity|registry|bearer|id|private|job)?[_-]?token",
].join("|");

const FIELDS = `auth|${LABELS}|private_?key(?:_data)?|certificate_?key`;

export const SECRET_RULES: readonly SecretRule[] = [
  // -----BEGIN RSA PRIVATE KEY-----
  {
    pattern:
      /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?<s>[^-]{1,20000}(?:-[^-]{1,2000}){0,20})-----END/dg,
  },
  {
    pattern:
      /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?<s>(?:\s{0,20}[A-Za-z0-9+/=]{20,20000}){1,400})/dg,
  },
  // https://user:password@host, https://token@host, user:password@host
  {
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/(?<s>[^\s/"'<>?#@:]{0,256}:[^\s/"'<>]{0,1024})@/dgi,
    is: (login) => !/^[A-Z-]+:[A-Z-]+$|^\*+:/.test(login),
  },
  {
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/(?<s>[^\s/"'<>?#@:]{12,1024})@/dgi,
    is: (user) => looksRandom(user) && !user.startsWith("***"),
  },
  {
    pattern:
      /(?<![\w:@/.+%-])[\w.+%-]{1,64}:(?<s>[^\s/@"':<>]{1,256})@(?=(?:[a-z0-9-]{1,63}\.){1,10}[a-z]{2,24}\b|localhost\b)/dgi,
    is: notMasked,
  },
  // …?X-Amz-Signature=…&…
  { pattern: new RegExp(`[?&;](?:${PARAMETERS})=(?<s>[^&\\s"'<>;\\\\]{1,8192})`, "gid"), is: notMasked },
  // Authorization: Bearer …, Authorization:[Basic …], Proxy-Authorization: …
  {
    pattern:
      /\bauthorization["']?\s{0,4}[:=]\s{0,4}["'[]{0,2}(?:bearer|basic|token|negotiate|apikey)\s{1,4}(?<s>[^\s"',\]<>]{1,8192})/dgi,
    is: isFilled,
  },
  { pattern: /\bauthorization["']?\s{0,4}[:=]\s{0,4}["'[]{0,2}(?<s>[^\s"',\]<>]{8,8192})/dgi, is: looksRandom },
  {
    pattern:
      /\b(?:x-registry-(?:auth|config)|x-auth-token|x-amz-security-token|x-api-key|x-jfrog-art-api|private-token|job-token|deploy-token)["']?\s{0,4}[:=]\s{0,4}["'[]{0,2}(?<s>[^\s"',\]<>]{4,8192})/dgi,
    is: isFilled,
  },
  { pattern: /\b(?:set-)?cookie["']?\s{0,4}:\s{0,4}["'[]{0,2}(?<s>[\w.-]{1,100}=[^\s"',\]<>]{4,8192})/dgi },
  { pattern: /\b(?:signature|response)="?(?<s>[0-9a-f]{32,128})\b/dgi },
  { pattern: /\bbearer\s{1,4}["']?(?<s>[\w.~+/=-]{8,8192})/dgi, is: looksRandom },
  { pattern: /\bbasic\s{1,4}["']?(?<s>[A-Za-z0-9+/]{6,8192}={0,2})/dgi, is: isLogin },
  // Web tokens and whole docker configurations: base64 of an object.
  {
    pattern: /(?<![A-Za-z0-9+/_-])(?<s>e[yw][A-Za-z0-9+/_-]{14,65536}={0,2}(?:\.[\w-]{0,65536}){0,2})/dg,
    is: isObject,
  },
  { pattern: /(?<![A-Za-z0-9+/])(?<s>(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16})(?![A-Za-z0-9])/dg, fixed: true },
  { pattern: /(?<![A-Za-z0-9+/])(?<s>(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz)[\w+/=%-]{20,8192})/dg },
  // Tokens that say whose they are; the prefix may stay.
  { pattern: /(?<![A-Za-z0-9])gh[pousr]_(?<s>[A-Za-z0-9]{16,255})/dg },
  { pattern: /(?<![A-Za-z0-9])github_pat_(?<s>\w{20,255})/dg },
  { pattern: /(?<![A-Za-z0-9])(?:gl(?:pat|dt|rt|ptt|ft|cbt|soat|agent)-|gloas-)(?<s>[\w.-]{16,255})/dg },
  { pattern: /(?<![A-Za-z0-9])dckr_[po]at_(?<s>[\w-]{16,255})/dg },
  { pattern: /(?<![A-Za-z0-9])xox[abeoprs](?:\.xox[bp])?-(?<s>[\w-]{10,255})/dg },
  { pattern: /(?<![A-Za-z0-9])xapp-(?<s>\d-[\w-]{10,255})/dg },
  { pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<s>[\w/-]{8,255})/dgi },
  { pattern: /(?<![\w-])(?<s>AIza[\w-]{35})(?![\w-])/dg, fixed: true },
  { pattern: /(?<![\w.-])ya29\.(?<s>[\w.-]{16,2048})/dg },
  { pattern: /(?<![\w-])GOCSPX-(?<s>[\w-]{20,64})/dg },
  { pattern: /(?<![A-Za-z0-9])(?:npm_|hf_|dop_v1_|doo_v1_|hvs\.|AKCp)(?<s>[\w-]{20,255})/dg, is: looksRandom },
  // "password":"…", 'auth': '…'
  { pattern: new RegExp(`"[\\w.-]{0,40}(?:${FIELDS})"\\s{0,4}:\\s{0,4}"(?<s>[^"]{1,20000})"`, "gid"), is: isFilled },
  { pattern: new RegExp(`'[\\w.-]{0,40}(?:${FIELDS})'\\s{0,4}:\\s{0,4}'(?<s>[^']{1,20000})'`, "gid"), is: isFilled },
  { pattern: /\bauth["']?\s{0,2}[:=]\s{0,2}["']?(?<s>[A-Za-z0-9+/]{8,8192}={0,2})/dgi, is: isLogin },
  // password=…, AWS_SECRET_ACCESS_KEY=…, --token …
  {
    pattern: new RegExp(
      `(?<![A-Za-z0-9])(?:${LABELS})["']?\\s{0,2}=\\s{0,2}["']?(?<s>[^\\s"'&,;<>)}\\]]{1,4096})`,
      "gid",
    ),
    is: isFilled,
  },
  {
    pattern: new RegExp(`(?<![A-Za-z0-9])(?:${LABELS})["']?:\\s{0,4}["']?(?<s>[^\\s"'&,;<>)}\\]]{8,4096})`, "gid"),
    is: (value) => isFilled(value) && looksRandom(value),
  },
  {
    pattern: /(?<![\w-])--(?:docker-)?(?:password|token|secret)\s{1,2}["']?(?<s>[^\s"'-][^\s"']{0,4096})/dgi,
    is: isFilled,
  },
  { pattern: /(?<![\w-])(?:-u|--user)[ =]{1,2}["']?[\w.+@$-]{1,100}:(?<s>[^\s"']{1,256})/dg, is: isFilled },
  { pattern: /\blogin\s[^\n]{0,200}?\s-p[ =]?["']?(?<s>[^\s"']{3,256})/dgi, is: isFilled },
];
