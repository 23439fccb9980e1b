/** The report's groups as they are shown: the largest first, and of each the failure that stands for the others. */
import type { Diagnosis } from "../diagnose/judge.ts";
import type { Confidence, FailureGroup, PullReport, ReportedFailure } from "../report.ts";

/** More than anybody reads in one go. */
export const MOST_GROUPS = 10;

export interface Member {
  readonly failure: ReportedFailure;
  /** Null where the caller handed none in. */
  readonly diagnosis: Diagnosis | null;
}

export interface ShownGroup {
  readonly group: FailureGroup;
  /** Never empty. */
  readonly members: readonly Member[];
  /** Those seen last, the newest first. */
  readonly newest: readonly Member[];
  /** The member that is known best; what is said of the group is said with its words. */
  readonly leader: Member;
}

/** Every failure is in exactly one of them, also in a report whose `groups` forgot one. */
export function shownGroups(report: PullReport, diagnoses: readonly Diagnosis[] = []): ShownGroup[] {
  const left = new Set(report.failures.keys());
  const shown: ShownGroup[] = [];
  const add = (group: FailureGroup): void => {
    const known = new Map<number, Member>();
    for (const index of group.failures) {
      const failure = report.failures[index];
      if (failure !== undefined && left.delete(index))
        known.set(index, { failure, diagnosis: diagnoses[index] ?? null });
    }
    const members = [...known.values()];
    const leader = leaderOf(members);
    const newest = group.newest.flatMap((index) => known.get(index) ?? []);
    if (leader !== undefined) shown.push({ group, members, newest, leader });
  };
  for (const group of report.groups) add(group);
  for (const index of left) add(groupOfOne(index, report.failures[index] as ReportedFailure));
  return shown.sort(
    (a, b) => Number(isUnexplained(a)) - Number(isUnexplained(b)) || b.members.length - a.members.length,
  );
}

export function isUnexplained({ group }: ShownGroup): boolean {
  return group.cause === "unrecognized";
}

function groupOfOne(index: number, failure: ReportedFailure): FailureGroup {
  const { cause, image, pod, node, namespace, firstSeen } = failure;
  const one = (name: string | null): number => (name === null ? 0 : 1);
  const key = image?.raw ?? pod ?? "unknown";
  return {
    scope: "image",
    key,
    cause,
    failures: [index],
    pods: one(pod),
    namespaces: one(namespace),
    nodes: one(node),
    nodesPulling: null,
    workloads: [],
    since: firstSeen,
    newest: [index],
    facts: [],
  };
}

const RANK: Readonly<Record<Confidence, number>> = { certain: 0, likely: 1, possible: 2 };

function leaderOf(members: readonly Member[]): Member | undefined {
  return members.reduce<Member | undefined>(
    (best, member) =>
      best === undefined || RANK[member.failure.confidence] < RANK[best.failure.confidence] ? member : best,
    undefined,
  );
}
