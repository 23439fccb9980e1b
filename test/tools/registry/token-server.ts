/** A token service as distribution's specification has it: everybody may pull what is below "public/", someone may pull all. */
import { createPrivateKey, createSign } from "node:crypto";
import { createServer, type Server as HttpServer, type IncomingMessage } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Pair } from "./certificates.ts";

export interface TokenRequest {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly authorization: string | null;
  readonly form: URLSearchParams;
}

export interface TokenServer {
  readonly realm: string;
  readonly issuer: string;
  /** What was asked of it. */
  readonly requests: TokenRequest[];
  readonly stop: () => Promise<void>;
}

export const REFRESH_TOKEN = "a-refresh-token-of-nobody";
export const LOGIN = { user: "someone", secret: "s3cret-word" };

/** `signer` signs the tokens; `tls` is its own certificate. */
export async function startTokenServer(signer: Pair, tls?: Pair): Promise<TokenServer> {
  const requests: TokenRequest[] = [];
  const handle: Parameters<typeof createServer>[1] = async (request, response) => {
    const { searchParams: query } = new URL(request.url ?? "/", "http://localhost");
    const form = new URLSearchParams(await bodyOf(request));
    const authorization = request.headers.authorization ?? null;
    requests.push({ method: request.method ?? "", query, authorization, form });
    const known =
      authorization === `Basic ${Buffer.from(`${LOGIN.user}:${LOGIN.secret}`).toString("base64")}` ||
      form.get("refresh_token") === REFRESH_TOKEN;
    response.setHeader("content-type", "application/json");
    if ((authorization !== null || form.has("refresh_token")) && !known) {
      response.writeHead(401).end('{"details":"incorrect username or password"}');
      return;
    }
    const [, repository = "", actions = ""] =
      /^repository:(.+):([\w,*]+)$/.exec((query.get("scope") ?? form.get("scope")) || "") ?? [];
    const isAllowed = known ? !repository.startsWith("forbidden/") : repository.startsWith("public/");
    const access = isAllowed
      ? [{ type: "repository", name: repository, actions: known ? ["pull", "push"] : actions.split(",") }]
      : [];
    response.end(JSON.stringify({ [form.has("refresh_token") ? "access_token" : "token"]: sign(signer, access) }));
  };
  const server: HttpServer =
    tls === undefined ? createServer(handle) : createSecureServer({ key: tls.key, cert: tls.certificate }, handle);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    realm: `${tls === undefined ? "http" : "https"}://localhost:${port}/token`,
    issuer: ISSUER,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const ISSUER = "the tests' token service";

/** A JSON Web Token by ES256, with the certificate that its key belongs to. */
function sign({ certificate, key }: Pair, access: readonly object[]): string {
  const now = Math.floor(Date.now() / 1000);
  const x5c = [certificate.replace(/-----[^-]+-----|\s/g, "")];
  const payload = {
    iss: ISSUER,
    aud: "here",
    sub: "",
    iat: now - 10,
    nbf: now - 10,
    exp: now + 300,
    jti: String(now),
    access,
  };
  const text = [{ typ: "JWT", alg: "ES256", x5c }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const signature = createSign("SHA256")
    .update(text)
    .sign({ key: createPrivateKey(key), dsaEncoding: "ieee-p1363" });
  return `${text}.${signature.toString("base64url")}`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
