/** The cluster of the fixes before and after a command: what is another in it, and what is new. */
import { expect } from "chai";
import type { KubeObject } from "../tools/api-server.ts";

/** By "namespace/resource/name"; what is in no namespace is in "default". */
export type State = ReadonlyMap<string, KubeObject>;

export interface Ran {
  readonly command: string;
  /** What stands in the file that it reads; null where it reads none. */
  readonly file: string | null;
  readonly before: State;
  readonly after: State;
}

/** Where a command works: what is read at its beginning may be elsewhere. The context's namespace is "default". */
export function namespaceOf(command: string): string {
  const last = command.slice(command.lastIndexOf(" | kubectl create ") + 1);
  return / -n (\S+)/.exec(last)?.[1] ?? "default";
}

/** Of all objects only this one is another, and it is what the change makes of it. */
export function changed({ before, after, command }: Ran, what: string, change: (object: KubeObject) => void): void {
  const key = `${namespaceOf(command)}/${what}`;
  const expected = new Map([...before].map(([name, object]) => [name, bare(object)]));
  const object = expected.get(key);
  expect(object, `${command}: there is ${key}`).not.to.equal(undefined);
  change(object as KubeObject);
  expect(plain(after), command).to.deep.equal(Object.fromEntries(expected));
}

/** All objects are as they were, and this one is there too. */
export function added({ before, after, command }: Ran, what: string): KubeObject {
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
