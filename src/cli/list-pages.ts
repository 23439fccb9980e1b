/**
 * A list of any length, read page by page through `kubectl get --raw`. The other way, `get -o json`, holds the whole list
 * in kubectl's memory (21 GB for 100,000 pods), asks 500 objects at a time and waits between the pages, since
 * kubectl allows itself five requests a second. `--raw` hands on what the server sends, and needs no discovery.
 */
import { setTimeout as wait } from "node:timers/promises";
import { serverPath } from "./context.ts";
import type { Kubectl, KubectlAnswer } from "./kubectl.ts";
import { explainKubectl, isExpired, isPassing, kubectlNoList } from "./kubectl-errors.ts";
import type { KubeObject } from "./kubectl-json.ts";
import { type Envelope, ListSplitter } from "./list-splitter.ts";
import type { ListProgress } from "./progress.ts";
import type { Connection } from "./request.ts";
import { UserError } from "./user-error.ts";

export interface ListQuestion {
  readonly resource: "pods" | "events";
  /** Null for all. */
  readonly namespace: string | null;
  readonly selector?: string | null;
  readonly fieldSelector?: string | null;
  /** Only so many, asked for once; without it all of them. */
  readonly first?: number;
}

/** Takes the objects of a list one by one. */
export interface Gatherer {
  eat(object: KubeObject): void;
}

export interface Cluster {
  readonly kubectl: Kubectl;
  readonly connection: Pick<Connection, "flags" | "namespace">;
  readonly progress: ListProgress;
  /** Events are wanted with the instants that `describe` does not tell. */
  readonly needsInstants?: boolean;
}

export interface ListRead<T> {
  /** What was read of it: all, or the part before `broken`. */
  readonly gathered: T;
  /** Why the list ends before its end; null where it is whole. */
  readonly broken: UserError | null;
}

/** So many that a cluster's login helper, which runs for each page, costs little; the server sends 50 MB for it at most. */
const PAGE = 5000;
/** Seconds before a page is asked for again. */
const PAUSES = [0.5, 1, 2];
/** The server may think long before the first byte of a large page. */
const PATIENCE = 4;

/** `begin` makes what takes the objects; a list that has to be read from its beginning again makes a new one. */
export async function readList<T extends Gatherer>(
  question: ListQuestion,
  begin: () => T,
  cluster: Cluster,
): Promise<ListRead<T>> {
  const reader = new PageReader(question, begin, cluster);
  for (;;) {
    const broken = await reader.readOn();
    if (broken !== undefined) return { gathered: reader.gathered, broken };
  }
}

class PageReader<T extends Gatherer> {
  gathered: T;
  private token: string | null = null;
  private limit: number;
  private isRestarted = false;
  private failures = 0;
  /** Objects of this page that an attempt that broke off has given already. */
  private eaten = 0;
  /** Of the server's address; null while it is not known to be needed. */
  private prefix: string | null = null;
  private readonly question: ListQuestion;
  private readonly begin: () => T;
  private readonly cluster: Cluster;

  constructor(question: ListQuestion, begin: () => T, cluster: Cluster) {
    this.question = question;
    this.begin = begin;
    this.cluster = cluster;
    this.limit = question.first ?? PAGE;
    this.gathered = begin();
  }

  /** One step. Undefined while there is more to read, null at the end, else why it goes no further. */
  async readOn(): Promise<UserError | null | undefined> {
    const page = await this.askPage();
    if (page.kind === "page") {
      this.cluster.progress.page(this.question.resource, page.objects);
      if (page.envelope.token === null || this.question.first !== undefined) return null;
      // A server that hands out the same token again would be asked for ever.
      if (page.envelope.token === this.token) return kubectlNoList();
      this.token = page.envelope.token;
      this.eaten = 0;
      this.failures = 0;
      return undefined;
    }
    if (page.isExpired && !this.isRestarted) {
      // The list has changed for longer than the server remembers. In one piece it cannot expire.
      this.isRestarted = true;
      this.limit = 0;
      this.startOver();
      return undefined;
    }
    const pause = this.question.first === undefined ? PAUSES[this.failures++] : undefined;
    if (page.isPassing && pause !== undefined) {
      await wait(pause * 1000);
      if (this.token === null) this.startOver();
      return undefined;
    }
    if (this.token === null && this.prefix === null) {
      this.prefix = await serverPath(this.cluster);
      if (this.prefix !== "") {
        this.startOver();
        return undefined;
      }
    }
    return page.reason;
  }

  private startOver(): void {
    this.token = null;
    this.eaten = 0;
    this.gathered = this.begin();
  }

  private async askPage(): Promise<Page> {
    let objects = 0;
    const splitter = new ListSplitter((object) => {
      if (++objects > this.eaten) this.gathered.eat(object);
    });
    let answer: KubectlAnswer;
    try {
      const path = (this.prefix ?? "") + pathOf(this.question, this.limit, this.token);
      answer = await this.cluster.kubectl(["get", "--raw", path], {
        patience: PATIENCE,
        eat: (chunk) => splitter.eat(chunk),
      });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { kind: "failure", reason: error, isPassing: false, isExpired: false };
    } finally {
      this.eaten = Math.max(this.eaten, objects);
    }
    if (answer.exitCode !== 0) {
      const reason = explainKubectl(answer, { what: `the ${this.question.resource}` });
      return { kind: "failure", reason, isPassing: isPassing(answer), isExpired: isExpired(answer) };
    }
    const envelope = splitter.end();
    // Some proxies end an answer in the middle as if that were its end.
    if (envelope === null) {
      return { kind: "failure", reason: kubectlNoList(), isPassing: splitter.isCut, isExpired: false };
    }
    return { kind: "page", envelope, objects };
  }
}

type Page =
  | { readonly kind: "page"; readonly envelope: Envelope; readonly objects: number }
  | {
      readonly kind: "failure";
      readonly reason: UserError;
      /** Whether the same question may be answered a moment later. */
      readonly isPassing: boolean;
      readonly isExpired: boolean;
    };

/** `/api/v1/namespaces/shop/pods?limit=5000&labelSelector=app%3Dweb` */
export function pathOf(
  { resource, namespace, selector, fieldSelector }: ListQuestion,
  limit: number,
  token: string | null,
): string {
  const query = new URLSearchParams({
    ...(limit > 0 && { limit: String(limit) }),
    ...(selector && { labelSelector: selector }),
    ...(fieldSelector && { fieldSelector }),
    ...(token !== null && { continue: token }),
  });
  const place = namespace === null ? "" : `/namespaces/${encodeURIComponent(namespace)}`;
  return `/api/v1${place}/${resource}${query.size === 0 ? "" : `?${query.toString()}`}`;
}
