/** Reports to render: from a text by way of `diagnose()`, or put together by hand where a text could not give them. */
import { examine } from "../../src/diagnose/diagnose.ts";
import { readText } from "../../src/read/read-text.ts";
import { type RenderOptions, render } from "../../src/render/render.ts";
import type { FailureGroup, Fix, PullReport, ReportedEvent, ReportedFailure } from "../../src/report.ts";

export const PLAIN: RenderOptions = {
  format: "table",
  color: false,
  width: 80,
  verbose: false,
  quiet: false,
  looked: "ticket.txt",
};

/** What a person sees of a text. */
export function shown(text: string, options: Partial<RenderOptions> = {}): string {
  const { report, diagnoses } = examine([readText("ticket.txt", text)], ["ticket.txt"]);
  return render(report, { ...PLAIN, diagnoses, ...options });
}

export function reportOf(...texts: readonly string[]): PullReport {
  const sources = texts.map((_, index) => `file-${index + 1}.txt`);
  return examine(
    texts.map((text, index) => readText(sources[index] as string, text)),
    sources,
  ).report;
}

export function renderPlain(report: PullReport, options: Partial<RenderOptions> = {}): string {
  return render(report, { ...PLAIN, ...options });
}

export function aFailure(more: Partial<ReportedFailure> = {}): ReportedFailure {
  return {
    source: "cluster",
    namespace: "default",
    pod: "demo-pod",
    container: "nginx",
    node: "node-1",
    image: { raw: "nginx:lates", registry: "docker.io", repository: "library/nginx", tag: "lates", digest: null },
    state: "ImagePullBackOff",
    runtime: "containerd",
    cause: "tag-not-found",
    confidence: "certain",
    alternatives: [],
    error: null,
    evidence: [{ event: null, from: "text", quote: "docker.io/library/nginx:lates: not found" }],
    attempts: 3,
    firstSeen: "66s",
    lastSeen: "25s",
    retry: null,
    fixes: [aFix()],
    suggestions: [],
    ...more,
  };
}

export function aFix(more: Partial<Fix> = {}): Fix {
  return {
    title: "Look at the tags that exist",
    commands: [{ run: "skopeo list-tags docker://docker.io/library/nginx", effect: "inspect" }],
    note: "The registry's web page shows the same list.",
    ...more,
  };
}

export function anEvent(more: Partial<ReportedEvent> = {}): ReportedEvent {
  return {
    source: "cluster",
    namespace: "default",
    object: "pod/demo-pod",
    type: "Warning",
    reason: "Failed",
    age: "25s",
    count: 3,
    over: "66s",
    from: "kubelet",
    message: "Failed to pull image",
    ...more,
  };
}

/** Each failure a group of its own, unless groups are given. */
export function aReport(failures: readonly ReportedFailure[], more: Partial<PullReport> = {}): PullReport {
  return {
    apiVersion: "pullcheck/v1",
    kind: "PullReport",
    complete: true,
    summary: { failures: failures.length, podsSeen: failures.length, causes: {} },
    failures,
    groups: failures.map((failure, index) => aGroup([index], { key: failure.image?.raw ?? "", cause: failure.cause })),
    events: [],
    warnings: [],
    ...more,
  };
}

export function aGroup(failures: readonly number[], more: Partial<FailureGroup> = {}): FailureGroup {
  return {
    scope: "image",
    key: "docker.io/library/nginx:lates",
    cause: "tag-not-found",
    failures,
    pods: failures.length,
    namespaces: 1,
    nodes: 1,
    nodesPulling: null,
    workloads: [],
    since: "66s",
    newest: failures.slice(0, 3),
    facts: [],
    ...more,
  };
}
