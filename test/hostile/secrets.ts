/** One of each kind of secret, in the words in which it turns up. None of them was ever valid. */
export interface Planted {
  readonly name: string;
  readonly text: string;
  /** The part of `text` that nobody may see. */
  readonly secret: string;
  /** False where the secret is a word like any other, so that only its label gives it away. */
  readonly breaks?: false;
}

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function planted(name: string, before: string, secret: string, after = ""): Planted {
  return { name, text: before + secret + after, secret };
}

const JWT =
  "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEyMyJ9.eyJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQ6c2hvcDp3ZWIifQ.Qm9ndXNTaWduYXR1cmVCb2d1c1NpZ25hdHVyZQ";
const LOGIN = base64("robot:hunter2-Correct-Horse");
const CONFIG = base64(`{"auths":{"registry.example":{"auth":"${LOGIN}"}}}`);
const HEX = "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9";
const SIGNED = "Kq3Zx9LmN0pQrStUvWxYz12345AbCdEfGhIjKlMnOp";

export const SECRETS: readonly Planted[] = [
  planted("a bearer token", 'Authorization: Bearer "', "s3cr3tOpaqueToken0123456789", '"'),
  planted("a web token", "token is expired: ", JWT),
  planted("a web token behind Bearer", "Authorization:[Bearer ", JWT, "]"),
  planted("a Basic login", "Authorization: Basic ", LOGIN),
  planted("a Proxy-Authorization", "Proxy-Authorization: Basic ", LOGIN),
  planted("an X-Registry-Auth header", '"X-Registry-Auth": "', base64('{"username":"u","password":"hunter2"}'), '"'),
  planted("user and password in a URL", 'Get "https://', "robot:hunter2-Correct", '@registry.example/v2/": EOF'),
  planted("a password before a host", "robot:", "hunter2-Correct", "@registry.example/app:1"),
  planted("a token as user of a URL", 'Get "https://', "x7Kq3Zx9LmN0pQrStUvW", '@git.example/v2/": EOF'),
  planted(
    "the signature of an S3 URL",
    'Get "https://b.s3.amazonaws.com/l?X-Amz-Date=20240101T000000Z&X-Amz-Signature=',
    HEX,
    '": EOF',
  ),
  planted(
    "the credential of an S3 URL",
    "https://b.s3.amazonaws.com/l?X-Amz-Credential=",
    "ASIAIOSFODNN7EXAMPLE%2F20240101%2Feu-west-1%2Fs3%2Faws4_request",
    "&X-Amz-Expires=1200",
  ),
  planted(
    "an S3 session token",
    "https://b.s3.amazonaws.com/l?X-Amz-Security-Token=",
    `IQoJb3JpZ2lu${SIGNED}${SIGNED}`,
    "&x=1",
  ),
  planted(
    "an Azure SAS",
    "https://acme.blob.core.windows.net/l?sv=2021-12-02&se=2024-01-01&sig=",
    "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE%3D",
    "&sp=r",
  ),
  planted("a Google signature", "https://storage.googleapis.com/l?X-Goog-Signature=", HEX + HEX, "&x=1"),
  planted(
    "a CloudFront signature",
    "https://d111.cloudfront.net/l?Expires=1&Signature=",
    `${SIGNED}__&`.slice(0, -1),
    "&x=1",
  ),
  planted("a CloudFront policy", "https://d111.cloudfront.net/l?Policy=", `eyJTdGF0ZW1lbnQi${SIGNED}_`, "&x=1"),
  planted(
    "Docker Hub's verify",
    "https://production.cloudflare.docker.com/data?verify=",
    "1700000000-AbCd12EfGh34Ij%3D",
  ),
  planted("an AWS access key", "the key ", "AKIAIOSFODNN7EXAMPLE", " is not known"),
  planted("an AWS secret key", "aws_secret_access_key = ", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
  planted("an AWS secret key in JSON", '{"SecretAccessKey": "', "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", '"}'),
  planted("a docker configuration", ".dockerconfigjson: ", CONFIG),
  planted(
    "a docker configuration in capital blanks",
    "data ",
    base64('{\n  "auths": {"registry.example": {"auth": "x"}}}'),
  ),
  planted("the auth of a docker configuration", '{"auths":{"registry.example":{"auth":"', LOGIN, '"}}}'),
  planted("an identity token", '{"identitytoken": "', "0123456789-refresh-token-abcdef", '"}'),
  planted("a GitHub token", "denied for ghp_", "0123456789abcdefghijABCDEFGHIJ012345"),
  planted(
    "a fine-grained GitHub token",
    "denied for github_pat_",
    "11ABCDEFG0123456789abc_0123456789abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHI",
  ),
  planted("a GitLab token", "denied for glpat-", "AbCdEf0123456789-_xY"),
  planted("a GitLab deploy token", "denied for gldt-", "AbCdEf0123456789-_xY"),
  planted("a Docker Hub token", "denied for dckr_pat_", "AbCdEf0123456789-_xYzAbCdEf0"),
  planted("a Slack token", "notify xoxb-", "123456789012-123456789012-AbCdEfGhIjKlMnOpQrStUvWx"),
  planted("a Slack hook", "https://hooks.slack.com/services/", "T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXX1"),
  planted("a Google key", "key ", "AIzaSyA1234567890abcdefghijklmnopqrstuv", " is not valid"),
  planted("a Google access token", "denied for ya29.", "a0AfH6SMBx0123456789aB1dE2gH3jK4mN5p"),
  planted("a password", "password=", "hunter2-Correct", ""),
  planted("a password in YAML", "password: ", "hunter2-Correct"),
  planted("a password in JSON", '{"username":"robot","password":"', "hunter2 & Correct Horse", '"}'),
  planted("a flag's password", "docker login -u robot --password ", "hunter2Correct", " registry.example"),
  planted(
    "a private key",
    "-----BEGIN RSA PRIVATE KEY-----\n",
    "MIIEpAIBAAKCAQEA0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP\nQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyz",
    "\n-----END RSA PRIVATE KEY-----",
  ),
].map((one) => (/password|private key/i.test(one.name) ? { ...one, breaks: false as const } : one));
