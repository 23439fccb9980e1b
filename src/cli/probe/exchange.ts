/**
 * One request and its answer over a connection of its own. By node:http, whose parser is strict and bounded and behaves the
 * same in Node and in the executable: it gets a socket that is connected, pinned and verified already, so none of its own
 * ways to find a host, an agent or a certificate is used.
 */
import * as http from "node:http";
import { type Challenge, readChallenges } from "../../probe/challenge.ts";
import { VERSION } from "../version.ts";
import type { Line } from "./connect.ts";
import { odd, ProbeFault, socketFault, tooLate } from "./fault.ts";
import { type Deadline, LIMITS, within } from "./limits.ts";

export interface Sent {
  readonly method: "GET" | "HEAD" | "POST";
  readonly url: URL;
  readonly accept: string;
  /** The header whole; null where none is sent. */
  readonly authorization: string | null;
  /** A form. */
  readonly form: string | null;
  /** Bytes of a body that are read; of a refusal only its beginning is. */
  readonly mostBody: number;
}

export interface Answer {
  readonly status: number;
  /** By its name in lower case; several of one name are joined by commas, as RFC 9110 has it. */
  readonly header: (name: string) => string | null;
  readonly challenges: readonly Challenge[];
  readonly body: Uint8Array;
}

export async function exchange(line: Line, sent: Sent, deadline: Deadline): Promise<Answer> {
  const limit = deadline.left(LIMITS.answer);
  const { url, method, form, authorization } = sent;
  const { forwarder } = line;
  const request = http.request({
    method,
    createConnection: () => line.socket,
    path: forwarder === null ? `${url.pathname}${url.search}` : `${url.origin}${url.pathname}${url.search}`,
    setHost: false,
    headers: {
      host: url.host,
      "user-agent": `kubectl-pullcheck/${VERSION}`,
      accept: sent.accept,
      "accept-encoding": "identity",
      connection: "close",
      ...(authorization !== null && { authorization }),
      ...(forwarder !== null && forwarder.authorization !== null && { "proxy-authorization": forwarder.authorization }),
      ...(form !== null && {
        "content-type": "application/x-www-form-urlencoded",
        "content-length": String(Buffer.byteLength(form)),
      }),
    },
    maxHeaderSize: LIMITS.headers,
  });
  try {
    const answered = answerOf(request, sent);
    request.end(form ?? undefined);
    return await within(limit, answered, () => tooLate("http", `${url.host} did not answer in full`, limit));
  } catch (error) {
    throw error instanceof ProbeFault ? error : socketFault(error, "http", url.host);
  } finally {
    request.destroy();
    line.socket.destroy();
  }
}

function answerOf(request: http.ClientRequest, { method, mostBody, url }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.on("error", reject);
    let hints = 0;
    request.on("information", () => {
      if (++hints > MOST_HINTS) reject(odd(`${url.host} announces an answer again and again, and gives none.`));
    });
    // What ends before an answer began.
    request.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
    request.once("response", (response) => {
      const status = response.statusCode ?? 0;
      const isRefusal = status >= 400;
      const most = isRefusal ? LIMITS.refusal : mostBody;
      const chunks: Uint8Array[] = [];
      let size = 0;
      const done = (): void =>
        resolve({
          status,
          header: (name) => headerOf(response, name),
          challenges: readChallenges(headerOf(response, "www-authenticate") ?? ""),
          body: Buffer.concat(chunks),
        });
      // Nothing more comes of a HEAD, and a body that does all the same is none of ours.
      if (method === "HEAD") done();
      response.on("data", (chunk: Uint8Array) => {
        size += chunk.length;
        if (size <= most) chunks.push(chunk);
        // Of a refusal the status is what counts.
        else if (isRefusal) done();
        else reject(odd(`${url.host} sent more than ${spellBytes(most)}, which nothing of that kind needs.`));
      });
      response.on("error", reject);
      response.once("end", done);
      response.once("aborted", () => reject(Object.assign(new Error("aborted"), { code: "ECONNRESET" })));
    });
  });
}

/** Answers of 1xx before the one that counts. */
const MOST_HINTS = 10;

function headerOf(response: http.IncomingMessage, name: string): string | null {
  const values = response.rawHeaders.filter(
    (_, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === name,
  );
  return values.length === 0 ? null : values.join(", ");
}

function spellBytes(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${bytes / 1024 / 1024} MiB` : `${bytes / 1024} KiB`;
}
