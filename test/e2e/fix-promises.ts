/** What a changing command promises, told from its words: the cluster after it, made of the cluster before it. */
import { expect } from "chai";
import type { KubeObject } from "../tools/api-server.ts";
import { base64 } from "./fix-cluster.ts";

type Json = Record<string, unknown>;
/** By "namespace/resource/name"; what is in no namespace is in "default". */
export type State = ReadonlyMap<string, KubeObject>;

export interface Ran {
  readonly command: string;
  readonly before: State;
  readonly after: State;
}

/** Each promise knows its commands by their words, and says which object changes and what it is then. */
const PROMISES: readonly (readonly [words: RegExp, check: (ran: Ran, found: RegExpExecArray) => void])[] = [
  [/^kubectl set image(?: -n \S+)? ([a-z]+)\/(\S+) ([a-z0-9-]+)=(.+)$/, imageSet],
  [/^kubectl patch(?: -n \S+)? ([a-z]+)\/(\S+) --type=strategic -p '(.+)'$/, templatePatched],
  [
    /^kubectl get serviceaccount(?: -n \S+)? (\S+) -o json \| jq --arg secret (\S+) .* \| kubectl replace -f -$/,
    accountExtended,
  ],
  [/^kubectl create secret docker-registry(?: -n \S+)? (\S+) --docker-server=(\S+) /, secretMade],
  [/^kubectl get secret(?: -n \S+)? (\S+) -o json \| jq .*--arg server (\S+) .* \| kubectl replace -f -$/, loginAdded],
  [/^kubectl get secret -n \S+ (\S+) -o go-template=.* \| kubectl create(?: -n \S+)? -f -$/, secretCopied],
  [/^kubectl cordon (\S+)$/, cordoned],
  [/^kubectl create rolebinding (\S+) -n \S+ --clusterrole=(\S+) --serviceaccount=(\S+):(\S+)$/, bound],
  [/^kubectl debug(?: -n \S+)? (\S+) --image=(.+)$/, containerAdded],
  [/^kubectl edit(?: -n \S+)? ([a-z]+)\/(\S+)$/, edited],
];

/** Throws for a command that promises nothing that is known here. */
export function checkPromise(ran: Ran): void {
  for (const [words, check] of PROMISES) {
    const found = words.exec(ran.command);
    if (found !== null) return check(ran, found);
  }
  throw new Error(`What does this promise? ${ran.command}`);
}

function imageSet(ran: Ran, [, kind = "", name = "", container = "", image = ""]: RegExpExecArray): void {
  changed(ran, `${kind}s/${name}`, (before) => setImage(before, container, image.replace(/^'(.*)'$/, "$1")));
}

function setImage(object: KubeObject, container: string, image: string): void {
  const all = [...list(podSpec(object), "containers"), ...list(podSpec(object), "initContainers")];
  const [one] = all.filter(({ name }) => name === container);
  expect(one, `there is a container ${container}`).not.to.equal(undefined);
  (one as Json)["image"] = image;
}

function templatePatched(ran: Ran, [, kind = "", name = "", patch = ""]: RegExpExecArray): void {
  const { spec } = JSON.parse(patch) as { spec: KubeObject };
  const wanted = podSpec({ metadata: { name: "" }, spec });
  changed(ran, `${kind}s/${name}`, (object) => {
    const pod = podSpec(object);
    for (const [key, value] of Object.entries(wanted)) {
      if (key === "imagePullSecrets") {
        const known = list(pod, key).map(({ name: secret }) => secret);
        list(pod, key).push(...(value as Json[]).filter(({ name: secret }) => !known.includes(secret)));
      } else if (key === "nodeSelector") pod[key] = { ...(pod[key] as Json), ...(value as Json) };
      else
        for (const { name: container, imagePullPolicy, ...rest } of value as Json[]) {
          expect([key, rest]).to.deep.equal([key === "initContainers" ? key : "containers", {}]);
          const [one = {}] = list(pod, key).filter((other) => other["name"] === container);
          one["imagePullPolicy"] = imagePullPolicy;
        }
    }
  });
}

function accountExtended(ran: Ran, [, name = "", secret = ""]: RegExpExecArray): void {
  changed(ran, `serviceaccounts/${name}`, (account) => {
    account["imagePullSecrets"] = [...((account["imagePullSecrets"] as Json[] | undefined) ?? []), { name: secret }];
  });
}

function secretMade(ran: Ran, [, name = "", server = ""]: RegExpExecArray): void {
  const made = added(ran, `secrets/${name}`);
  expect(made["type"]).to.equal("kubernetes.io/dockerconfigjson");
  expect(Object.keys(authsOf(made))).to.deep.equal([server]);
}

function loginAdded(ran: Ran, [, name = "", server = ""]: RegExpExecArray): void {
  const key = `${namespaceOf(ran.command)}/secrets/${name}`;
  const [before, after] = [ran.before.get(key), ran.after.get(key)].map((one) => authsOf(one as KubeObject));
  expect(Object.keys((after as Json)[server] as Json)).to.deep.equal(["auth"]);
  changed(ran, `secrets/${name}`, (secret) => {
    (secret["data"] as Json)[".dockerconfigjson"] = base64({ auths: { ...before, [server]: (after as Json)[server] } });
  });
}

function secretCopied(ran: Ran, [, name = ""]: RegExpExecArray): void {
  expect(Object.keys(authsOf(added(ran, `secrets/${name}`)))).to.deep.equal(["old.example"]);
}

function cordoned(ran: Ran, [, name = ""]: RegExpExecArray): void {
  changed(ran, `nodes/${name}`, (node) => {
    (node["spec"] as Json)["unschedulable"] = true;
  });
}

function bound(ran: Ran, [, name = "", role, namespace, account]: RegExpExecArray): void {
  const made = added(ran, `rolebindings/${name}`);
  expect(made["roleRef"]).to.include({ kind: "ClusterRole", name: role });
  expect((made["subjects"] as Json[])[0]).to.include({ kind: "ServiceAccount", name: account, namespace });
}

function containerAdded(ran: Ran, [, name = "", image = ""]: RegExpExecArray): void {
  const after = list(
    (ran.after.get(`${namespaceOf(ran.command)}/pods/${name}`) as KubeObject)["spec"] as Json,
    "ephemeralContainers",
  );
  changed(ran, `pods/${name}`, (pod) => {
    list(pod["spec"] as Json, "ephemeralContainers").push(after.at(-1) as Json);
  });
  expect(after.at(-1)?.["image"]).to.equal(image.replace(/^'(.*)'$/, "$1"));
}

/** The test's editor writes this in place of the image. */
export const EDITED_IMAGE = "ghcr.io/acme/app:edited";

function edited(ran: Ran, [, kind = "", name = ""]: RegExpExecArray): void {
  changed(ran, `${kind}s/${name}`, (object) => setImage(object, "app", EDITED_IMAGE));
}

/** Where a command works: what is read at its beginning may be elsewhere. The context's namespace is "default". */
function namespaceOf(command: string): string {
  const last = command.slice(command.lastIndexOf(" | kubectl create ") + 1);
  return / -n (\S+)/.exec(last)?.[1] ?? "default";
}

/** Of all objects only this one is another, and it is what the change makes of it. */
function changed({ before, after, command }: Ran, what: string, change: (object: KubeObject) => void): void {
  const key = `${namespaceOf(command)}/${what}`;
  const expected = new Map([...before].map(([name, object]) => [name, bare(object)]));
  const object = expected.get(key);
  expect(object, `${command}: there is ${key}`).not.to.equal(undefined);
  change(object as KubeObject);
  expect(plain(after), command).to.deep.equal(Object.fromEntries(expected));
}

/** All objects are as they were, and this one is there too. */
function added({ before, after, command }: Ran, what: string): KubeObject {
  const key = `${namespaceOf(command)}/${what}`;
  const made = after.get(key);
  expect(before.get(key), `${command}: it was not there`).to.equal(undefined);
  expect(made, `${command}: it is there`).not.to.equal(undefined);
  expect(plain(after), command).to.deep.equal({ ...plain(before), [key]: bare(made as KubeObject) });
  return made as KubeObject;
}

function plain(state: State): Record<string, KubeObject> {
  return Object.fromEntries([...state].map(([key, object]) => [key, bare(object)]));
}

/** Without what every write changes, and as a copy of its own. */
function bare(object: KubeObject): KubeObject {
  const { kind: _kind, apiVersion: _version, metadata, ...rest } = structuredClone(object);
  const { resourceVersion: _revision, creationTimestamp: _time, managedFields: _fields, ...kept } = metadata;
  return { metadata: kept, ...rest };
}

function podSpec(object: KubeObject): Json {
  const spec = object["spec"] as Json;
  const job = spec["jobTemplate"] as { spec: Json } | undefined;
  const template = (job?.spec ?? spec)["template"] as { spec: Json } | undefined;
  return template?.spec ?? spec;
}

function list(map: Json, key: string): Json[] {
  return (map[key] ?? []) as Json[];
}

function authsOf(secret: KubeObject): Json {
  const text = Buffer.from(String((secret["data"] as Json)[".dockerconfigjson"]), "base64").toString();
  return (JSON.parse(text) as { auths: Json }).auths;
}
