/** What a changing command promises, told from its words: the cluster after it, made of the cluster before it. */
import { expect } from "chai";
import { parse } from "yaml";
import type { KubeObject } from "../tools/api-server.ts";
import { base64 } from "./fix-cluster.ts";
import { added, changed, namespaceOf, type Ran } from "./fix-state.ts";

type Json = Record<string, unknown>;

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
  [/^kubectl create configmap (\S+) -n \S+ --from-file=(\S+)=CA\.crt$/, configMapMade],
  [/^kubectl patch ([a-z]+)\.config\.openshift\.io (\S+) --type=json -p '(.+)'$/, listExtended],
  [/^kubectl patch ([a-z]+)\.config\.openshift\.io (\S+) --type=merge -p '(.+)'$/, fieldSet],
  [/^kubectl apply -f \S+$/, applied],
  [/^kubectl edit(?: -n \S+)? ([a-z]+)\/(\S+)$/, edited],
];

/** The object that a command makes, as a state has it; null for one that makes none. */
export function madeBy({ command, file }: Pick<Ran, "command" | "file">): string | null {
  if (file !== null) return keyOfFile(file);
  const [, copied] = /^kubectl get secret -n \S+ (\S+) .* \| kubectl create(?: -n \S+)? -f -$/.exec(command) ?? [];
  const [, kind = "secret", name = copied] =
    /kubectl create (secret|rolebinding|configmap)(?: docker-registry)?(?: -n \S+)? (\S+)/.exec(command) ?? [];
  return name === undefined ? null : `${namespaceOf(command)}/${kind}s/${name}`;
}

function keyOfFile(file: string): string {
  const { kind, metadata } = parse(file) as KubeObject;
  return `${metadata.namespace ?? "default"}/${kind?.toLowerCase()}s/${metadata.name}`;
}

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

/** What CA.crt holds. */
export const AUTHORITY = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

function configMapMade(ran: Ran, [, name = "", key = ""]: RegExpExecArray): void {
  expect(added(ran, `configmaps/${name}`)["data"]).to.deep.equal({ [key]: AUTHORITY });
}

const OPENSHIFT: Readonly<Record<string, string>> = { image: "images", proxy: "proxies" };

function listExtended(ran: Ran, [, kind = "", name = "", patch = ""]: RegExpExecArray): void {
  const [{ op, path, value }, ...more] = JSON.parse(patch) as [{ op: string; path: string; value: unknown }];
  expect([op, more]).to.deep.equal(["add", []]);
  const [end, ...keys] = path.split("/").slice(1).reverse();
  expect(end).to.equal("-");
  changed(ran, `${OPENSHIFT[kind]}/${name}`, (object) => {
    const entries = keys.reduceRight<unknown>((inner, key) => (inner as Json)[key], object);
    (entries as unknown[]).push(value);
  });
}

/** A merge patch of one field, however deep. */
function fieldSet(ran: Ran, [, kind = "", name = "", patch = ""]: RegExpExecArray): void {
  const set = (object: Json, fields: Json): void => {
    const [[key, value] = ["", null], ...others] = Object.entries(fields);
    expect(others, "sets one field").to.deep.equal([]);
    if (typeof value !== "object") object[key] = value;
    else {
      object[key] ??= {};
      set(object[key] as Json, value as Json);
    }
  };
  changed(ran, `${OPENSHIFT[kind]}/${name}`, (object) => set(object, JSON.parse(patch) as Json));
}

function applied(ran: Ran): void {
  const file = ran.file ?? "";
  const { kind, apiVersion, spec } = added(ran, keyOfFile(file).replace(/^default\//, ""));
  expect({ kind, apiVersion, spec, metadata: {} }).to.deep.equal({ ...(parse(file) as Json), metadata: {} });
}

/** The test's editor writes this in place of the image. */
export const EDITED_IMAGE = "ghcr.io/acme/app:edited";

function edited(ran: Ran, [, kind = "", name = ""]: RegExpExecArray): void {
  changed(ran, `${kind}s/${name}`, (object) => setImage(object, "app", EDITED_IMAGE));
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
