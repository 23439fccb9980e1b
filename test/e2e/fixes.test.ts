import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import type { FixCommand } from "../../src/report.ts";
import { fetchKubectl } from "../../tools/kubectl.ts";
import { advisedIn, SITUATIONS, type SituationName } from "../catalogue/situations.ts";
import type { ApiServer } from "../tools/api-server.ts";
import { OLD_IMAGE, startFixCluster } from "./fix-cluster.ts";
import { checkPromise, EDITED_IMAGE, type State } from "./fix-promises.ts";

/** What a reader would put in place of the words in CAPITALS. */
const FILLED: Readonly<Record<string, string>> = {
  POD: "web-7d9f5c6b8d-x2x9z",
  CONTAINER: "app",
  NODE: "node-1",
  NAMESPACE: "default",
  SERVICEACCOUNT: "builder",
  SECRET: "regcred",
  WORKLOAD: "deployment/web",
  SOURCE: "source",
  ARCH: "amd64",
  BUILD: "10.0.20348",
  PROJECT: "acme",
  REGISTRY: "registry.corp.example",
  HOST: "registry.corp.example",
  OUTER_HOST: "registry.corp.example",
  COVERED_NAME: "registry.corp.example",
  "REGISTRY.DOMAIN": "registry.corp.example",
  PORT: "5000",
  PATH: "acme/app",
  REPOSITORY: "acme/app",
  TAG: "2",
  DIGEST: `sha256:${"0".repeat(64)}`,
  TARGET: "registry.corp.example/acme/app:2",
};

/** Asked of the kubelet through the API server, which has none here; and a question that goes on until it is stopped. */
const NOT_HERE = /--raw \/api\/v1\/nodes\/\S+\/proxy\/configz|--watch\b/;
/** Programs of the reader's machine besides kubectl; what they print is not looked at. */
const STUBS = ["aws", "skopeo"];

/** Distinct commands of kubectl, by what they do to whom: of images that are set, one stands for all but in the first situation. */
function commandsIn(situation: SituationName): readonly FixCommand[] {
  const commands = new Map<string, FixCommand>();
  for (const { fixes } of advisedIn(situation))
    for (const { run, effect } of fixes.flatMap((fix) => fix.commands)) {
      if (!/^kubectl\b/.test(run) || NOT_HERE.test(run)) continue;
      const filled = run.replaceAll(/(?<![\w.$%-])[A-Z]{3,}(?:[_.][A-Z]+)*(?![\w-])/g, (word) => FILLED[word] ?? word);
      const key =
        situation === "deployment"
          ? filled
          : filled.replace(/(set image .*=|--image=|--arg login |--arg name ).*/, "$1");
      if (!commands.has(key)) commands.set(key, { run: filled, effect });
    }
  return [...commands.values()];
}

describe("every fix", () => {
  let folder: string;
  let server: ApiServer;

  before(function () {
    if (process.platform !== "linux") return this.skip();
    folder = mkdtempSync(join(tmpdir(), "pullcheck-fixes-"));
    mkdirSync(join(folder, "stubs"));
    for (const stub of STUBS) {
      writeFileSync(join(folder, "stubs", stub), "#!/bin/sh\ncat > /dev/null < /dev/null\necho token\n");
      chmodSync(join(folder, "stubs", stub), 0o755);
    }
    writeFileSync(join(folder, "KEY.json"), "{}");
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (kubectl: string, command: string) =>
    execa("sh", ["-c", command], {
      cwd: folder,
      env: {
        ...server.env(),
        PATH: `${kubectl}:${join(folder, "stubs")}:/usr/bin:/bin`,
        KUBE_EDITOR: `sed -i s#${OLD_IMAGE}#${EDITED_IMAGE}#`,
      },
      reject: false,
      stdin: "ignore",
      timeout: 20_000,
    });

  /** By "namespace/resource/name". */
  const state = (): State =>
    new Map(
      RESOURCES.flatMap((resource) =>
        server
          .objects(resource)
          .map(
            (object) =>
              [`${object.metadata.namespace ?? "default"}/${resource}/${object.metadata.name}`, object] as const,
          ),
      ),
    );

  /** What another command made under the same name. */
  const forget = (command: string): void => {
    const [, copied, into = "default"] =
      /^kubectl get secret -n \S+ (\S+) .* \| kubectl create(?: -n (\S+))? -f -$/.exec(command) ?? [];
    const [, kind = "secret", namespace = into, name = copied] =
      /kubectl create (secret|rolebinding)(?: docker-registry)?(?: -n (\S+))? (\S+)/.exec(command) ?? [];
    const [made] = server
      .objects(`${kind}s`)
      .filter(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
    if (made !== undefined) server.push("DELETED", `${kind}s`, made);
  };

  for (const minor of [22, 36])
    describe(`in the hands of kubectl 1.${minor}`, () => {
      let kubectl: string;
      // One cluster for all of them: what was run once is what it is.
      const done = new Set<string>();
      after(() => server?.close());
      before(async function () {
        this.timeout(300_000);
        const path = await fetchKubectl(minor);
        if (path === null) return this.skip();
        kubectl = join(folder, `kubectl-${minor}`);
        mkdirSync(kubectl);
        symlinkSync(path, join(kubectl, "kubectl"));
        server = await startFixCluster();
      });

      for (const situation of Object.keys(SITUATIONS) as SituationName[])
        it(`is accepted, and what it changes is what it promises: ${situation}`, async function () {
          this.timeout(180_000);
          for (const { run: command, effect } of commandsIn(situation)) {
            if (done.has(command)) continue;
            done.add(command);
            if (effect === "changes") forget(command);
            const before = state();
            const { exitCode, stderr } = await run(kubectl, command);
            const after = state();
            // grep says with its status that it found nothing.
            const isFine = exitCode === 0 || (exitCode === 1 && / \| grep /.test(command));
            expect(isFine && !/^error/im.test(stderr), `${command}\n${exitCode}: ${stderr}`).to.equal(true);
            if (effect === "inspect") expect(after, command).to.deep.equal(before);
            else checkPromise({ command, before, after });
          }
        });
    });
});

const RESOURCES = [
  ..."pods nodes secrets serviceaccounts deployments statefulsets daemonsets replicasets cronjobs jobs rollouts".split(
    " ",
  ),
  "rolebindings",
];
