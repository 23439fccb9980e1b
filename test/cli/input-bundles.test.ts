import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { create } from "tar";
import { answer, Folder, ticket } from "./input-given.ts";

const BUNDLES = fileURLToPath(new URL("../../fixtures/bundles/", import.meta.url));

interface Known {
  /** `SOURCE: NAMESPACE/POD CONTAINER CAUSE`, the source below the bundle. */
  readonly failures: readonly string[];
  readonly podsSeen: number;
  readonly events: number;
}

const known = JSON.parse(readFileSync(join(BUNDLES, "known.json"), "utf8")) as Record<string, Known>;

async function told(given: string): Promise<Known> {
  const { report, unanswered } = await answer([given]);
  expect(unanswered).to.deep.equal([]);
  return {
    failures: report.failures.map(
      ({ source, namespace, pod, container, cause }) =>
        `${source.slice(given.length)}: ${namespace}/${pod} ${container} ${cause}`,
    ),
    podsSeen: report.summary.podsSeen,
    events: report.events.length,
  };
}

describe("a support bundle", () => {
  let folder: Folder;
  before(() => {
    folder = new Folder();
  });
  after(() => folder.remove());

  const names = readdirSync(BUNDLES, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));
  for (const name of names) {
    it(`of ${name} is read as a folder`, async () => {
      expect(await told(join(BUNDLES, name))).to.deep.equal(known[name]);
    });

    it(`of ${name} is read as an archive`, async () => {
      const file = folder.at(`${name}.tgz`);
      await create({ file, gzip: true, cwd: join(BUNDLES, name) }, ["."]);
      const { failures, ...counts } = known[name] as Known;
      const found = await told(file);
      expect({ ...found, failures: [...found.failures].sort() }).to.deep.equal({
        ...counts,
        failures: failures.map((one) => one.replace(/^\//, "!")).sort(),
      });
    });
  }

  it("has an answer for every folder", () => expect(Object.keys(known).sort()).to.deep.equal(names.sort()));

  it("stays apart from another one beside it", async () => {
    folder.put("two/a/namespaces/shop/pods.txt", ticket("web"));
    folder.put("two/b/namespaces/shop/pods.txt", ticket("web"));
    const { report } = await answer([folder.at("two")]);
    expect(report.failures.map(({ source }) => source)).to.deep.equal([folder.at("two/a"), folder.at("two/b")]);
  });

  it("leaves the tickets beside it apart", async () => {
    folder.put("case/dump/namespaces/shop/web.txt", ticket("web"));
    folder.put("case/mail.txt", ticket("web"));
    const { report } = await answer([folder.at("case")]);
    expect(report.failures.map(({ source }) => source)).to.deep.equal([
      folder.at("case/dump"),
      folder.at("case/mail.txt"),
    ]);
  });

  it("takes the folders of two customers for two clusters, though the lists in them are called alike", async () => {
    for (const customer of ["acme", "globex"]) folder.put(`lists/${customer}/pods.json`, JSON.stringify(POD));
    const { report } = await answer([folder.at("lists")]);
    expect(report.failures.map(({ source }) => source)).to.deep.equal([
      folder.at("lists/acme/pods.json"),
      folder.at("lists/globex/pods.json"),
    ]);
  });

  it("is not read log by log, unless a log is asked for", async () => {
    const log = join(BUNDLES, "troubleshoot/cluster-resources/pods/logs/default/web-6b7f6db4c4-zz2lm/web.log");
    expect((await answer([log])).report.failures).to.have.length(1);
  });
});

const POD = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web", namespace: "shop" },
  spec: { containers: [{ name: "main", image: "nginx:nope" }] },
  status: {
    phase: "Pending",
    containerStatuses: [
      {
        name: "main",
        image: "nginx:nope",
        state: { waiting: { reason: "ErrImagePull", message: "docker.io/library/nginx:nope: not found" } },
      },
    ],
  },
};
