/** Debian's docker-registry, nginx and tinyproxy on loopback, each in a folder of its own that goes with it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { fetchProgram, type ProgramName } from "../../../tools/debian.ts";
import type { Pair } from "./certificates.ts";

export interface Server {
  /** "localhost:40123", as it stands before an image. */
  readonly host: string;
  readonly port: number;
  readonly stop: () => Promise<void>;
}

export interface RegistryOptions {
  readonly tls?: Pair;
  /** A line of an htpasswd file. */
  readonly htpasswd?: string;
  readonly token?: { readonly realm: string; readonly issuer: string; readonly certificate: string };
}

/** "someone" with the password "s3cret-word", by bcrypt, which is all that docker-registry takes. */
export const HTPASSWD = "someone:$2b$05$abcdefghijklmnopqrstuuEpHRRKIlpAGo.iP7Bpa.htQEJMAAnRe";

/** Null where docker-registry cannot be fetched; the reason has been told. */
export async function startRegistry({ tls, htpasswd, token }: RegistryOptions = {}): Promise<Server | null> {
  return start("docker-registry", async (folder, port) => {
    const file = (name: string, text: string): Promise<string> => keep(folder, name, text);
    const auth =
      htpasswd !== undefined
        ? { htpasswd: { realm: "here", path: await file("htpasswd", `${htpasswd}\n`) } }
        : token !== undefined
          ? {
              token: {
                realm: token.realm,
                service: "here",
                issuer: token.issuer,
                rootcertbundle: await file("token.pem", token.certificate),
              },
            }
          : null;
    const config = {
      version: "0.1",
      log: { level: "error" },
      storage: { inmemory: {}, delete: { enabled: true } },
      http: {
        addr: `127.0.0.1:${port}`,
        secret: "of no use to anybody",
        ...(tls !== undefined && {
          tls: { certificate: await file("tls.pem", tls.certificate), key: await file("tls.key", tls.key) },
        }),
      },
      ...(auth !== null && { auth }),
      // Debian's build still pulls and pushes schema 1 where it is told to.
      compatibility: { schema1: { enabled: true } },
    };
    return ["serve", await file("config.yml", JSON.stringify(config))];
  });
}

/** `locations` are nginx's own words, inside `server { … }`. */
export async function startNginx(locations: string, tls?: Pair): Promise<Server | null> {
  return start("nginx", async (folder, port) => {
    const ssl =
      tls === undefined
        ? ""
        : `ssl_certificate ${await keep(folder, "tls.pem", tls.certificate)}; ssl_certificate_key ${await keep(folder, "tls.key", tls.key)};`;
    const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (one) => `${one}_temp_path ${folder}/${one};`,
    );
    const text = `daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr crit;
      events {} http { access_log off; ${paths.join(" ")}
      server { listen 127.0.0.1:${port}${tls === undefined ? "" : " ssl"}; server_name localhost; ${ssl} ${locations} } }`;
    return ["-p", folder, "-e", "stderr", "-c", await keep(folder, "nginx.conf", text)];
  });
}

/** `login` is "user password" where it wants one. */
export async function startProxy(login?: string): Promise<Server | null> {
  return start("tinyproxy", async (folder, port) => {
    const lines = [
      `Port ${port}`,
      "Listen 127.0.0.1",
      "Timeout 20",
      ...(login === undefined ? [] : [`BasicAuth ${login}`]),
    ];
    return ["-d", "-c", await keep(folder, "tinyproxy.conf", `${lines.join("\n")}\n`)];
  });
}

async function start(
  name: ProgramName,
  prepare: (folder: string, port: number) => Promise<string[]>,
): Promise<Server | null> {
  const program = await fetchProgram(name);
  if (program === null) return null;
  const folder = await mkdtemp(join(tmpdir(), `pullcheck-${name}-`));
  const port = await freePort();
  const args = await prepare(folder, port);
  const running = execa(program.path, args, { env: program.env, all: true, reject: false, forceKillAfterDelay: 2000 });
  await isListening(port, running);
  return {
    host: `localhost:${port}`,
    port,
    async stop() {
      running.kill();
      await running;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function keep(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function isListening(port: number, running: PromiseLike<{ readonly all?: unknown }>): Promise<void> {
  const { connect } = await import("node:net");
  let ended: string | null = null;
  void Promise.resolve(running).then(({ all }) => {
    ended = typeof all === "string" ? all : "";
  });
  for (let tries = 0; tries < 200; tries++) {
    if (ended !== null) throw new Error(`It ended: ${String(ended).slice(0, 2000)}`);
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
    });
    if (isOpen) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  throw new Error(`Nothing listens at port ${port}.`);
}
