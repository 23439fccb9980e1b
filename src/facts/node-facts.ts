/** What failing nodes have in common, and the others have not. */
import type { AnyCauseId } from "../catalogue/any-id.ts";
import type { Fact, FactName } from "../report.ts";
import type { NodeRecord } from "./nodes.ts";
import { count, listed, some } from "./words.ts";

export interface NodeQuestion {
  readonly cause: AnyCauseId;
  readonly failing: readonly string[];
  /** Nodes on which the same image runs. */
  readonly fine: readonly string[];
}

export function nodeFacts({ cause, failing, fine }: NodeQuestion, nodes: readonly NodeRecord[]): Fact[] {
  const known = new Map(nodes.map((node) => [node.name, node]));
  const bad = failing.flatMap((name) => known.get(name) ?? []);
  const good = fine.flatMap((name) => known.get(name) ?? []);
  // Of nodes that are gone nothing is known, and what the rest have in common would prove little.
  if (bad.length === 0 || bad.length < failing.length) return [];
  const shared = LIKENESSES.flatMap((likeness) => sharedFact(likeness, bad, good, nodes));
  return [...shared, ...platformFact(cause, bad, shared), ...troubleFacts(bad)];
}

interface Likeness {
  readonly of: (node: NodeRecord) => string | null;
  /** What is said of nodes that share it: "are in zone a". */
  readonly says: (value: string, many: boolean) => string;
}

const LIKENESSES: readonly Likeness[] = [
  { of: ({ zone }) => zone, says: (zone, many) => `${many ? "are" : "is"} in zone ${zone}` },
  { of: ({ platform }) => platform, says: (platform, many) => `${many ? "are" : "is"} ${platform}` },
  { of: ({ runtime }) => runtime, says: (runtime, many) => `${many ? "have" : "has"} ${runtime}` },
  { of: ({ kubelet }) => kubelet, says: (kubelet, many) => `${many ? "have" : "has"} kubelet ${kubelet}` },
];

function sharedFact(
  { of, says }: Likeness,
  bad: readonly NodeRecord[],
  good: readonly NodeRecord[],
  all: readonly NodeRecord[],
): Fact[] {
  const value = of(bad[0] as NodeRecord);
  if (value === null || bad.some((node) => of(node) !== value)) return [];
  const alike = all.filter((node) => of(node) === value).length;
  const subject = bad.length === 1 ? `Node ${bad[0]?.name}` : `All ${bad.length} failing nodes`;
  const sentence = `${subject} ${says(value, bad.length > 1)}`;
  if (good.length > 0) {
    // Where a node that is fine shares it, it is not what decides.
    if (good.some((node) => (of(node) ?? value) === value)) return [];
    const others = good.length === 1 ? `${good[0]?.name}` : `all ${good.length} nodes`;
    return [fact(`${sentence}, unlike ${others} where the image runs.`, [...bad, ...good])];
  }
  // Two nodes of a cluster with one zone share it by necessity, two of a cluster with two zones by chance.
  if (bad.length < 3 || alike === all.length || alike * 2 > all.length) return [];
  return [fact(`${sentence}; of the cluster's ${count(all.length, "node")} ${alike} ${says(value, true)}.`, bad)];
}

/** The error says that the image has nothing for the node, and may leave out what the node is. */
function platformFact(cause: AnyCauseId, bad: readonly NodeRecord[], told: readonly Fact[]): Fact[] {
  const platforms = [...new Set(bad.flatMap(({ platform }) => platform ?? []))].sort();
  if (cause !== "platform-mismatch" || platforms.length === 0) return [];
  if (told.some(({ text }) => platforms.some((platform) => text.includes(platform)))) return [];
  const names = some(
    bad.map(({ name }) => name),
    "node",
  );
  return [
    fact(
      `The image has to be there for ${listed(platforms)}: that is what ${names} ${bad.length === 1 ? "is" : "are"}.`,
      bad,
    ),
  ];
}

function troubleFacts(bad: readonly NodeRecord[]): Fact[] {
  const troubled = bad.filter(({ troubles }) => troubles.length > 0);
  const kinds = [...new Set(troubled.flatMap(({ troubles }) => troubles))];
  return kinds.map((kind) => {
    const nodes = troubled.filter(({ troubles }) => troubles.includes(kind));
    const names = some(
      nodes.map(({ name }) => name),
      "node",
    );
    const verb = nodes.length === 1 ? "is" : "are";
    return fact(
      kind === "not Ready"
        ? `${names} ${verb} not Ready.`
        : `${names} ${nodes.length === 1 ? "reports" : "report"} ${kind}.`,
      nodes,
    );
  });
}

function fact(sentence: string, nodes: readonly NodeRecord[]): Fact {
  return {
    about: "nodes",
    text: sentence,
    isKnown: true,
    names: nodes.map(({ name }): FactName => ({ kind: "node", name })),
  };
}
