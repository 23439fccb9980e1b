import { expect } from "chai";
import { type ApiServer, startApiServer } from "../api-server.ts";

describe("the test API server, where clients may change things,", () => {
  let server: ApiServer;

  beforeEach(async () => {
    const images = [
      { metadata: { name: "cluster" }, spec: { registrySources: { insecureRegistries: ["a.example"] } } },
      { metadata: { name: "bare" }, spec: { registrySources: {} } },
    ];
    server = await startApiServer({ pods: [], events: [], writable: true, more: { images } });
  });
  afterEach(() => server.close());

  const add = async (name: string, path: string, value: unknown) => {
    const response = await fetch(`${server.url}/apis/config.openshift.io/v1/images/${name}`, {
      method: "PATCH",
      headers: { "content-type": "application/json-patch+json" },
      body: JSON.stringify([{ op: "add", path, value }]),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };

  it("adds to the end of a list", async () => {
    const { status, body } = await add("cluster", "/spec/registrySources/insecureRegistries/-", "b.example");
    expect(status).to.equal(200);
    expect(body.spec).to.deep.equal({ registrySources: { insecureRegistries: ["a.example", "b.example"] } });
  });

  it("adds a member of a map, whatever its name", async () => {
    const { body } = await add("bare", "/spec/a~1b~01", true);
    expect(body.spec).to.deep.equal({ registrySources: {}, "a/b~1": true });
  });

  it("refuses to add to a list that is not there, in the words of the real one, and changes nothing", async () => {
    const { status, body } = await add("bare", "/spec/registrySources/insecureRegistries/-", "b.example");
    expect([status, body]).to.deep.equal([
      422,
      {
        kind: "Status",
        apiVersion: "v1",
        metadata: {},
        status: "Failure",
        message: "the server rejected our request due to an error in our request",
        reason: "Invalid",
        details: {},
        code: 422,
      },
    ]);
    expect(server.objects("images").find(({ metadata }) => metadata.name === "bare")).to.deep.include({
      spec: { registrySources: {} },
    });
  });
});
