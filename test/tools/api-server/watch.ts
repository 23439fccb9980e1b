import type { ServerResponse } from "node:http";
import { asTable } from "./answer.ts";
import { type ChangeType, type Cluster, present, selectorOf } from "./cluster.ts";
import type { ApiRequest } from "./request.ts";
import { statusReply } from "./status.ts";
import type { ApiResource, KubeObject } from "./types.ts";

/** The watches that are open. */
export interface Watches {
  open(request: ApiRequest, resource: ApiResource, response: ServerResponse): void;
  /** Tells every watch that selects the object. */
  tell(type: ChangeType, resource: string, object: KubeObject): void;
  /** Ends all of them, as the server does from time to time; `expired` says before that what was asked for is too old. */
  end(expired: boolean): void;
}

/**
 * Streams changes, one JSON object a line. A watch without a resourceVersion (or with "0") begins with what there is,
 * as ADDED; one that has it hears of what has changed since. It stays open until `timeoutSeconds` or the client ends it.
 */
export function makeWatches(cluster: Cluster): Watches {
  const listeners = new Set<(type: ChangeType, resource: string, object: KubeObject) => void>();
  const responses = new Set<ServerResponse>();
  const history: { type: ChangeType; resource: string; object: KubeObject }[] = [];

  return {
    open(request, resource, response) {
      const selects = selectorOf(request, resource);
      const send = (type: ChangeType, object: KubeObject) => {
        const now = new Date();
        const { resourceVersion } = object.metadata;
        const shown = asTable(request, resource, [object], { resourceVersion }, now) ?? present(object, resource, now);
        response.write(`${JSON.stringify({ type, object: shown })}\n`);
      };
      const listener = (type: ChangeType, name: string, object: KubeObject) => {
        if (name === resource.name && selects(object) && !response.writableEnded) send(type, object);
      };

      response.writeHead(200, { "Content-Type": "application/json" });
      response.flushHeaders();
      const since = request.query["resourceVersion"] ?? "";
      if (since === "" || since === "0") for (const object of cluster.select(request, resource)) send("ADDED", object);
      else {
        for (const { type, resource: name, object } of history) {
          if (Number(object.metadata.resourceVersion) > Number(since)) listener(type, name, object);
        }
      }
      listeners.add(listener);
      responses.add(response);
      const seconds = Number(request.query["timeoutSeconds"] ?? 0);
      const timer = seconds > 0 ? setTimeout(() => response.end(), seconds * 1000) : undefined;
      response.on("close", () => {
        clearTimeout(timer);
        listeners.delete(listener);
        responses.delete(response);
      });
    },
    end(expired) {
      const { body } = statusReply({ code: 410, reason: "Expired", message: "too old resource version: 1 (2)" });
      for (const response of responses) response.end(expired ? `{"type":"ERROR","object":${body}}\n` : "");
    },
    tell(type, resource, object) {
      history.push({ type, resource, object });
      for (const listener of listeners) listener(type, resource, object);
    },
  };
}
