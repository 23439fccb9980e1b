import type { ServerResponse } from "node:http";
import { asTable } from "./answer.ts";
import { type ChangeType, type Cluster, present, selectorOf } from "./cluster.ts";
import type { ApiRequest } from "./request.ts";
import type { ApiResource, KubeObject } from "./types.ts";

/** The watches that are open. */
export interface Watches {
  open(request: ApiRequest, resource: ApiResource, response: ServerResponse): void;
  /** Tells every watch that selects the object. */
  tell(type: ChangeType, resource: string, object: KubeObject): void;
}

/**
 * Streams changes, one JSON object a line. A watch without a resourceVersion (or with "0") begins with what there is,
 * as ADDED; one that has it hears only of what changes from then on. It stays open until `timeoutSeconds` or the client ends it.
 */
export function makeWatches(cluster: Cluster): Watches {
  const listeners = new Set<(type: ChangeType, resource: string, object: KubeObject) => void>();

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
        if (name === resource.name && selects(object)) send(type, object);
      };

      response.writeHead(200, { "Content-Type": "application/json" });
      response.flushHeaders();
      const since = request.query["resourceVersion"] ?? "";
      if (since === "" || since === "0") for (const object of cluster.select(request, resource)) send("ADDED", object);
      listeners.add(listener);
      const seconds = Number(request.query["timeoutSeconds"] ?? 0);
      const timer = seconds > 0 ? setTimeout(() => response.end(), seconds * 1000) : undefined;
      response.on("close", () => {
        clearTimeout(timer);
        listeners.delete(listener);
      });
    },
    tell(type, resource, object) {
      for (const listener of listeners) listener(type, resource, object);
    },
  };
}
