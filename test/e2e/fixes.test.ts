import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { openshift } from "../../src/catalogue/platforms/openshift.ts";
import type { Fix, FixCommand } from "../../src/report.ts";
import { fetchKubectl } from "../../tools/kubectl.ts";
import { factsOf } from "../catalogue/advice.ts";
import { advisedIn, SITUATIONS, type SituationName } from "../catalogue/situations.ts";
import type { ApiServer } from "../tools/api-server.ts";
import { OLD_IMAGE, startFixCluster } from "./fix-cluster.ts";
import { AUTHORITY, checkPromise, EDITED_IMAGE, madeBy } from "./fix-promises.ts";
import type { State } from "./fix-state.ts";

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
  MIRROR: "mirror.corp.example",
  TARGET: "registry.corp.example/acme/app:2",
};

/** Asked of the kubelet through the API server, which has none here; and a question that goes on until it is stopped. */
const NOT_HERE = /--raw \/api\/v1\/nodes\/\S+\/proxy\/configz|--watch\b/;
/** Programs of the reader's machine besides kubectl; what they print is not looked at. */
const STUBS = ["aws", "skopeo"];

/** Written by the reader. */
const FILE = "mirror.yaml";

type Told = Pick<Fix, "commands" | "note">;

/** All that can be told OpenShift, of an image by tag and by digest: no example asks for each of it. */
function toldOpenShift(): readonly Told[] {
  return ["acme/app:1", `acme/app@${FILLED["DIGEST"]}`].flatMap((image) => {
    const facts = factsOf("", `registry.corp.example:5000/${image}`);
    return Object.values(openshift.settings).map((advice) => advice(facts));
  });
}

const CASES: readonly (readonly [title: string, fixes: () => readonly Told[], each: boolean])[] = [
  ...(Object.keys(SITUATIONS) as SituationName[]).map(
    (name) => [name, () => advisedIn(name).flatMap(({ fixes }) => fixes), name === "deployment"] as const,
  ),
  ["nodes of OpenShift", toldOpenShift, true],
];

interface Ready extends FixCommand {
  /** The file that the reader writes before it, as the note has it. */
  readonly file: string | null;
}

function filled(text: string): string {
  return text.replaceAll(/(?<![\w.$%-])[A-Z]{3,}(?:[_.][A-Z]+)*(?![\w-])/g, (word) => FILLED[word] ?? word);
}

/** Of a note with `mirror.yaml: {…}` what stands in braces, for a command that reads such a file. */
function fileFor(run: string, note: string | null): string | null {
  if (!run.endsWith(` -f ${FILE}`)) return null;
  const [, text] = /^mirror\.yaml: (\{.*\}) /.exec(note ?? "") ?? [];
  if (text === undefined) throw new Error(`What does the reader write? ${note}`);
  return filled(text);
}

/** Distinct commands of kubectl, by what they do to whom: of images that are set, one stands for all unless `each` is asked for. */
function commandsIn(fixes: readonly Told[], each: boolean): readonly Ready[] {
  const commands = new Map<string, Ready>();
  for (const { note, commands: told } of fixes)
    for (const { run, effect } of told) {
      if (!/^kubectl\b/.test(run) || NOT_HERE.test(run)) continue;
      const ready = { run: filled(run), effect, file: fileFor(run, note) };
      const key = whole(each ? ready : { ...ready, run: withoutImage(ready.run) });
      if (!commands.has(key)) commands.set(key, ready);
    }
  return [...commands.values()];
}

function withoutImage(run: string): string {
  return run.replace(/(set image .*=|--image=|--arg login |--arg name ).*/, "$1");
}

function whole({ run, file }: Ready): string {
  return `${run}\n${file}`;
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
    writeFileSync(join(folder, "CA.crt"), AUTHORITY);
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
  const forget = (command: string, file: string | null): void => {
    const key = madeBy({ command, file }) ?? "";
    const made = state().get(key);
    if (made !== undefined) server.push("DELETED", key.split("/")[1] ?? "", made);
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

      for (const [title, fixes, each] of CASES)
        it(`is accepted, and what it changes is what it promises: ${title}`, async function () {
          this.timeout(180_000);
          for (const ready of commandsIn(fixes(), each)) {
            const { run: command, effect, file } = ready;
            if (done.has(whole(ready))) continue;
            done.add(whole(ready));
            if (effect === "changes") forget(command, file);
            if (file !== null) writeFileSync(join(folder, FILE), file);
            const before = state();
            const { exitCode, stderr } = await run(kubectl, command);
            const after = state();
            // grep says with its status that it found nothing.
            const isFine = exitCode === 0 || (exitCode === 1 && / \| grep /.test(command));
            expect(isFine && !/^error/im.test(stderr), `${command}\n${exitCode}: ${stderr}`).to.equal(true);
            if (effect === "inspect") expect(after, command).to.deep.equal(before);
            else checkPromise({ command, file, before, after });
          }
        });
    });
});

const RESOURCES = [
  ..."pods nodes secrets serviceaccounts deployments statefulsets daemonsets replicasets cronjobs jobs rollouts".split(
    " ",
  ),
  ..."rolebindings configmaps images proxies imagedigestmirrorsets imagetagmirrorsets".split(" "),
];
