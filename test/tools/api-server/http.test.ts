import { expect } from "chai";
import { type ApiServer, type KubeObject, startApiServer } from "../api-server.ts";

describe("the test API server", () => {
  let server: ApiServer;

  beforeEach(async () => {
    server = await startApiServer({ pods: [web0, web1, job], events: [scheduled, backOff] });
  });
  afterEach(() => server.close());

  const get = async (path: string, accept = "application/json") => {
    const response = await fetch(server.url + path, { headers: { accept } });
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
  };
  const namesAt = async (path: string): Promise<string[]> => {
    return (await get(path)).body.items.map((item: KubeObject) => item.metadata.name);
  };

  describe("selects", () => {
    const cases: Record<string, string[]> = {
      pods: ["job", "web-0", "web-1"],
      "pods?fieldSelector=status.phase=Pending": ["web-0"],
      "pods?fieldSelector=status.phase!=Pending,spec.nodeName==node-1": ["web-1"],
      "pods?fieldSelector=metadata.name=web-1,metadata.namespace=default": ["web-1"],
      "pods?labelSelector=app=web": ["web-0", "web-1"],
      "pods?labelSelector=app!=web": ["job"],
      "pods?labelSelector=app in (web, api),tier=front": ["web-0"],
      "pods?labelSelector=tier notin (front)": ["job", "web-1"],
      "pods?labelSelector=tier": ["web-0"],
      "pods?labelSelector=!tier,app": ["web-1"],
      "events?fieldSelector=involvedObject.fieldPath=spec.containers{app},involvedObject.uid=u0": ["web-0.2"],
      "events?fieldSelector=source=kubelet,type=Warning": ["web-0.2"],
      "events?fieldSelector=reason=Scheduled": ["web-0.1"],
    };
    for (const [question, names] of Object.entries(cases)) {
      it(`${question}: ${names.join(", ")}`, async () => {
        expect(await namesAt(`/api/v1/${question}`)).to.deep.equal(names);
      });
    }

    it("refuses a field that pods do not offer", async () => {
      const { status, body } = await get("/api/v1/pods?fieldSelector=spec.hostname=x");
      expect(status).to.equal(400);
      expect(body).to.include({ kind: "Status", message: "field label not supported: spec.hostname" });
    });
  });

  it("sends a list in pages until no token is left", async () => {
    const first = (await get("/api/v1/pods?limit=2")).body;
    expect(first.metadata).to.include({ remainingItemCount: 1 });
    const rest = (await get(`/api/v1/pods?limit=2&continue=${first.metadata.continue}`)).body;
    expect(rest.items.map((item: KubeObject) => item.metadata.name)).to.deep.equal(["web-1"]);
    expect(rest.metadata).not.to.have.any.keys("continue", "remainingItemCount");
  });

  it("keeps a pod at the same age however late it is asked for", async () => {
    const { creationTimestamp } = (await get("/api/v1/namespaces/default/pods/web-0")).body.metadata;
    expect((Date.now() - Date.parse(creationTimestamp)) / 1000).to.be.within(67, 69);
  });

  it("makes a table of events, with the rest of the columns for wide output", async () => {
    const { body } = await get(
      "/api/v1/events?limit=1",
      "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
    );
    expect(body.columnDefinitions.map((column: { name: string }) => column.name).join()).to.equal(
      "Last Seen,Type,Reason,Object,Subobject,Source,Message,First Seen,Count,Name",
    );
    const [{ cells, object }] = body.rows;
    expect(cells.join("|")).to.equal("60s|Normal|Scheduled|pod/web-0||default-scheduler|assigned|60s|1|web-0.1");
    expect(object.kind).to.equal("PartialObjectMetadata");
  });

  it("words events anew in group events.k8s.io", async () => {
    const { body } = await get("/apis/events.k8s.io/v1/events?fieldSelector=regarding.name=web-0,type=Warning");
    expect(body.kind).to.equal("EventList");
    expect(body.items[0]).to.include({ note: "Back-off", deprecatedCount: 3 }).and.not.to.have.property("message");
  });

  it("tells all of a half of discovery at once, in the version that is asked for", async () => {
    const aggregated = (version: string) =>
      `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
    for (const version of ["v2", "v2beta1"]) {
      const { headers, body } = await get("/apis", `${aggregated(version)},application/json`);
      expect(headers.get("content-type")).to.equal(aggregated(version));
      expect(body).to.include({ kind: "APIGroupDiscoveryList", apiVersion: `apidiscovery.k8s.io/${version}` });
      expect(body.items[0].versions[0].resources[0]).to.include({ resource: "daemonsets", scope: "Namespaced" });
    }
    expect((await get("/apis")).body.kind).to.equal("APIGroupList");
  });

  it("says plainly what is not there", async () => {
    expect((await get("/api/v1/namespaces/default/pods/nosuch")).body).to.deep.equal({
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: 'pods "nosuch" not found',
      reason: "NotFound",
      details: { name: "nosuch", kind: "pods" },
      code: 404,
    });
    const openapi = await fetch(`${server.url}/openapi/v2`);
    expect([openapi.status, await openapi.text()]).to.deep.equal([404, "404 page not found\n"]);
  });

  it("shows a ghost once, then denies it", async () => {
    const haunted = await startApiServer({ pods: [web0], events: [], ghost: true });
    const statuses = [];
    for (let i = 0; i < 2; i++)
      statuses.push((await fetch(`${haunted.url}/api/v1/namespaces/default/pods/web-0`)).status);
    await haunted.close();
    expect(statuses).to.deep.equal([200, 404]);
  });

  it("records what was asked and refuses to change anything", async () => {
    const response = await fetch(`${server.url}/apis/apps/v1/namespaces/team-a/deployments/web?dryRun=All`, {
      method: "PATCH",
    });
    expect(response.status).to.equal(405);
    expect(server.requests).to.have.length(1);
    expect(server.requests[0]).to.deep.include({
      method: "PATCH",
      path: "/apis/apps/v1/namespaces/team-a/deployments/web",
      query: { dryRun: "All" },
      group: "apps",
      resource: "deployments",
      namespace: "team-a",
      name: "web",
    });
  });

  it("tells a watch of the changes that it selects", async () => {
    const response = await fetch(`${server.url}/api/v1/namespaces/default/pods?watch=true&labelSelector=app=web`);
    const lines = linesOf(response);
    expect(await lines.next(2)).to.deep.equal(["ADDED web-0", "ADDED web-1"]);
    server.push("DELETED", "pods", job);
    server.push("MODIFIED", "pods", web1);
    expect(await lines.next(1)).to.deep.equal(["MODIFIED web-1"]);
    await lines.end();
    expect(await namesAt("/api/v1/namespaces/default/pods")).to.deep.equal(["web-0", "web-1"]);
  });

  it("leaves out of a watch what its list has shown already", async () => {
    const { resourceVersion } = (await get("/api/v1/pods")).body.metadata;
    const response = await fetch(`${server.url}/api/v1/pods?watch=true&resourceVersion=${resourceVersion}`);
    server.push("MODIFIED", "pods", web0);
    const lines = linesOf(response);
    expect(await lines.next(1)).to.deep.equal(["MODIFIED web-0"]);
    await lines.end();
  });
});

const web0: KubeObject = {
  metadata: {
    name: "web-0",
    namespace: "default",
    uid: "u0",
    creationTimestamp: "@-67",
    labels: { app: "web", tier: "front" },
  },
  spec: { nodeName: "node-1" },
  status: { phase: "Pending" },
};
const web1: KubeObject = {
  metadata: { name: "web-1", namespace: "default", uid: "u1", labels: { app: "web" } },
  spec: { nodeName: "node-1" },
  status: { phase: "Running" },
};
const job: KubeObject = {
  metadata: { name: "job", namespace: "default", uid: "u2" },
  spec: { nodeName: "node-2" },
  status: { phase: "Running" },
};
const scheduled: KubeObject = {
  metadata: { name: "web-0.1", namespace: "default" },
  involvedObject: { kind: "Pod", name: "web-0", namespace: "default", uid: "u0" },
  reason: "Scheduled",
  message: "assigned",
  type: "Normal",
  source: { component: "default-scheduler" },
  firstTimestamp: "@-60",
  lastTimestamp: "@-60",
};
const backOff: KubeObject = {
  metadata: { name: "web-0.2", namespace: "default" },
  involvedObject: { kind: "Pod", name: "web-0", namespace: "default", uid: "u0", fieldPath: "spec.containers{app}" },
  reason: "BackOff",
  message: "Back-off",
  type: "Warning",
  count: 3,
  source: {},
  reportingComponent: "kubelet",
  firstTimestamp: "@-50",
  lastTimestamp: "@-20",
};

/** Reads the lines of a watch as `TYPE name`, so many at a time. */
function linesOf(response: Response) {
  if (!response.body) throw new Error("a watch without a body");
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  return {
    async next(count: number): Promise<string[]> {
      while (text.split("\n").length <= count) {
        const { value, done } = await reader.read();
        if (done) break;
        text += decoder.decode(value, { stream: true });
      }
      const lines = text.split("\n");
      text = lines.slice(count).join("\n");
      return lines.slice(0, count).map((line) => {
        const { type, object } = JSON.parse(line) as { type: string; object: KubeObject };
        return `${type} ${object.metadata.name}`;
      });
    },
    end: () => reader.cancel(),
  };
}
