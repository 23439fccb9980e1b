/** One image asked for by one person, or by nobody: token, manifest, platforms, and tags where it is not there. */
import type { ImageReference } from "../../image/reference.ts";
import type { Challenge } from "../../probe/challenge.ts";
import { ACCEPTED, type Manifest, spellPlatform } from "../../probe/manifest.ts";
import { readRateLimit } from "../../probe/rate-limit.ts";
import type { Identity, ManifestSummary, Platform, RateLimit, StepName, TagSummary } from "../../probe/report.ts";
import type { Fault, Refusal } from "../../probe/verdict.ts";
import { type Authorization, authorize } from "./authorize.ts";
import { type Client, type Heard, spellHost } from "./client.ts";
import { digestSaid, manifestBehind, manifestIn, platformIn } from "./contents.ts";
import type { Credential, CredentialSource } from "./credentials.ts";
import { ProbeFault } from "./fault.ts";
import { type Deadline, LIMITS } from "./limits.ts";
import type { Recorder } from "./recorder.ts";
import type { Registry } from "./registry.ts";
import { listTags, type Nearest } from "./tags.ts";

export interface ImageQuestion {
  readonly image: ImageReference;
  readonly registry: Registry;
  readonly client: Client;
  readonly wanted: Platform | null;
  readonly credentials: CredentialSource | null;
  readonly nearest: Nearest;
  readonly deadline: Deadline;
  readonly warn: (warning: string) => void;
}

/** What one who asked has found. */
export interface Attempt {
  readonly askedAs: Identity;
  readonly wantsLogin: boolean;
  readonly hasToken: boolean;
  readonly end: Refusal | Fault | null;
  readonly manifest: ManifestSummary | null;
  readonly tags: TagSummary | "no-repository" | null;
  readonly rateLimit: RateLimit | null;
}

export const NOTHING: Omit<Attempt, "end"> = {
  askedAs: { kind: "anonymous" },
  wantsLogin: false,
  hasToken: false,
  manifest: null,
  tags: null,
  rateLimit: null,
};

export async function attempt(
  question: ImageQuestion,
  credential: Credential | null,
  recorder: Recorder,
  secrets: string[],
): Promise<Attempt> {
  const run = new Run(question, credential, recorder, secrets);
  const askedAs: Identity =
    credential === null
      ? { kind: "anonymous" }
      : { kind: "credentials", whose: credential.whose, from: credential.from };
  const found = await run.whole();
  return { askedAs, wantsLogin: run.wantsLogin, hasToken: run.hasToken, rateLimit: run.rateLimit, ...found };
}

type Found = Pick<Attempt, "end" | "manifest" | "tags">;

const ENDED = { manifest: null, tags: null } as const;

/** What one attempt has to remember from one request to the next. */
class Run {
  wantsLogin: boolean;
  hasToken = false;
  rateLimit: RateLimit | null = null;
  #step: StepName = "manifest";
  #host: string;
  #began = performance.now();
  #authorization: string | null = null;
  readonly #question: ImageQuestion;
  readonly #credential: Credential | null;
  readonly #recorder: Recorder;
  readonly #secrets: string[];

  constructor(question: ImageQuestion, credential: Credential | null, recorder: Recorder, secrets: string[]) {
    this.#question = question;
    this.#credential = credential;
    this.#recorder = recorder;
    this.#secrets = secrets;
    this.#host = spellHost(question.registry.base);
    this.wantsLogin = question.registry.challenges.length > 0;
  }

  async whole(): Promise<Found> {
    try {
      return await this.#manifest();
    } catch (error) {
      if (!(error instanceof ProbeFault)) throw error;
      return { ...ENDED, end: this.#recorder.failed(this.#step, error, this.#host, this.#took()) };
    }
  }

  async #manifest(): Promise<Found> {
    const { registry, image } = this.#question;
    const refusal = await this.#login(registry.challenges);
    if (refusal !== null) return { ...ENDED, end: refusal };
    const path = `manifests/${image.digest ?? image.tag}`;
    this.#begin("manifest");
    let head = await this.#ask("HEAD", path, ACCEPTED, 0);
    // A registry may give its front door to anybody and ask for a login only here.
    if (
      head.status === 401 &&
      this.#authorization === null &&
      head.challenges.length > 0 &&
      head.url.origin === registry.base.origin
    ) {
      this.wantsLogin = true;
      const refused = await this.#login(head.challenges);
      if (refused !== null) return { ...ENDED, end: refused };
      this.#begin("manifest");
      if (this.#authorization !== null) head = await this.#ask("HEAD", path, ACCEPTED, 0);
    }
    if (head.status === 429 || (head.status >= 500 && head.status !== 501))
      return { ...ENDED, end: this.#refused("manifest", head) };
    // What is found out with the last pull of a quota is not worth it.
    if (head.status === 200 && this.rateLimit?.remaining === 0) {
      this.#recorder.ok(
        "manifest",
        "The manifest is there; it was not read, to save the quota of pulls.",
        head,
        this.#took(),
      );
      return { end: null, tags: null, manifest: manifestBehind(head) };
    }
    // A refusal has its reason in a body, which HEAD leaves out; and not every registry knows HEAD.
    const heard = await this.#ask("GET", path, ACCEPTED, LIMITS.manifest);
    if (heard.status === 404) return this.#missing(heard);
    if (heard.status !== 200) return { ...ENDED, end: this.#refused("manifest", heard) };
    const manifest = manifestIn(heard, image.digest);
    this.#recorder.ok("manifest", `The manifest is there (${manifest.mediaType}).`, heard, this.#took());
    const platforms = manifest.kind === "image" ? await this.#platformOfImage(manifest) : manifest.platforms;
    if (manifest.kind === "index") this.#recorder.ok("platforms", tellPlatforms(platforms), heard, 0);
    const { mediaType, kind } = manifest;
    return {
      end: null,
      tags: null,
      manifest: { mediaType, kind, platforms, digest: image.digest ?? digestSaid(heard) },
    };
  }

  /** Gets a token or a header ready; null where there is nothing against going on. */
  async #login(challenges: readonly Challenge[]): Promise<Refusal | null> {
    if (challenges.length === 0) return null;
    this.#begin("token");
    const granted = await this.#tokenOf(challenges);
    if (granted.kind === "refused") {
      const whom = this.#credential === null ? "without credentials" : "for the credentials";
      return this.#recorder.refused(
        "token",
        `${granted.heard.url.host} gives no token ${whom} (${granted.heard.status}).`,
        granted.heard,
        this.#took(),
      );
    }
    this.#authorization = granted.header;
    if (granted.header !== null) this.#secrets.push(granted.header, granted.header.replace(/^\w+ /, ""));
    if (granted.heard !== null) this.hasToken = true;
    if (granted.heard !== null)
      this.#recorder.ok("token", `${granted.heard.url.host} gave a token.`, granted.heard, this.#took());
    return null;
  }

  /** Two tags of one repository need one token. */
  #tokenOf(challenges: readonly Challenge[]): Promise<Authorization> {
    const { registry, image, client, deadline } = this.#question;
    const asked = {
      challenges,
      registry: registry.base,
      repository: image.repository,
      credential: this.#credential,
      client,
      deadline,
    };
    if (this.#credential !== null) return authorize(asked);
    const known = registry.tokens.get(image.repository);
    const token = known ?? authorize(asked);
    registry.tokens.set(image.repository, token);
    return token;
  }

  async #ask(method: "GET" | "HEAD", path: string, accept: string, mostBody: number): Promise<Heard> {
    const { registry, image, client, deadline } = this.#question;
    const heard = await client.ask({
      method,
      url: new URL(`${image.repository}/${path}`, registry.base.href),
      accept,
      authorization: this.#authorization,
      form: null,
      mostBody,
      role: "registry",
      deadline,
      isSecret: this.#credential !== null && this.#authorization !== null,
      follows: true,
    });
    this.rateLimit = readRateLimit(heard.header, new Date()) ?? this.rateLimit;
    return heard;
  }

  async #platformOfImage({ config }: Manifest): Promise<readonly Platform[]> {
    if (config === null || config.size > LIMITS.manifest) return [];
    this.#begin("platforms");
    try {
      const heard = await this.#ask("GET", `blobs/${config.digest}`, "*/*", LIMITS.manifest);
      if (heard.status !== 200) {
        this.#refused("platforms", heard);
        return [];
      }
      const platform = platformIn(heard, config.digest);
      const platforms = platform === null ? [] : [platform];
      this.#recorder.ok("platforms", tellPlatforms(platforms), heard, this.#took());
      return platforms;
    } catch (error) {
      // The manifest is there, whatever became of this.
      if (!(error instanceof ProbeFault)) throw error;
      this.#recorder.failed("platforms", error, this.#host, this.#took());
      return [];
    }
  }

  async #missing(heard: Heard): Promise<Found> {
    const { image, nearest } = this.#question;
    const end = this.#refused("manifest", heard);
    if (end.isWebPage) return { ...ENDED, end };
    this.#begin("tags");
    try {
      const listed = await listTags(
        (query) => this.#ask("GET", `tags/list${query}`, "application/json", LIMITS.tags),
        image.tag,
        nearest,
      );
      if (listed.tags === null) {
        this.#refused("tags", listed.heard);
        return { ...ENDED, end, tags: listed.heard.status === 404 ? "no-repository" : null };
      }
      this.#recorder.ok(
        "tags",
        `${image.repository} has ${listed.tags.count}${listed.tags.isComplete ? "" : " or more"} tags.`,
        listed.heard,
        this.#took(),
      );
      return { ...ENDED, end, tags: listed.tags };
    } catch (error) {
      // That the tag is missing is known all the same.
      if (!(error instanceof ProbeFault)) throw error;
      this.#recorder.failed("tags", error, this.#host, this.#took());
      return { ...ENDED, end };
    }
  }

  #refused(step: StepName, heard: Heard): Refusal {
    return this.#recorder.refused(step, `${heard.url.host} answered ${heard.status}.`, heard, this.#took());
  }

  #begin(step: StepName): void {
    this.#step = step;
    this.#began = performance.now();
  }

  #took(): number {
    return Math.round(performance.now() - this.#began);
  }
}

function tellPlatforms(platforms: readonly Platform[]): string {
  return platforms.length === 0
    ? "It does not say for which platforms it is."
    : `It is for ${platforms.map(spellPlatform).join(", ")}.`;
}
