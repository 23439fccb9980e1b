/** What registries said, as text: one paragraph an image, the steps with `-v`, the hosts that were asked at the end. */
import { spellPlatform } from "../probe/manifest.ts";
import type { Certificate, ImageProbe, ProbeReport, ProbeStep, RateLimit } from "../probe/report.ts";
import { layOut } from "./columns.ts";
import { renderJson } from "./json.ts";
import { code, prose } from "./markdown-text.ts";
import type { RenderOptions } from "./options.ts";
import { harmless } from "./plain.ts";
import { type Paint, paint } from "./style.ts";
import { indent, wrapProse } from "./wrap.ts";
import { renderYaml } from "./yaml.ts";

export type ProbeRenderOptions = Pick<RenderOptions, "format" | "quiet" | "verbose" | "color" | "width">;

export function renderProbe(report: ProbeReport, options: ProbeRenderOptions): string {
  const { format } = options;
  switch (format) {
    case "json":
      return renderJson(report);
    case "yaml":
      return renderYaml(report);
    case "name":
      return names(harmless(report));
    case "markdown":
      return markdown(harmless(report));
    case "wide":
      return table(harmless(report), options);
    case "table":
      return options.quiet ? quiet(harmless(report)) : blocks(harmless(report), options);
    default:
      return format satisfies never;
  }
}

/** As with pods: those with which something is wrong. */
function names({ images }: ProbeReport): string {
  return images
    .filter(({ pullable }) => pullable !== true)
    .map(({ image }) => `${image.raw}\n`)
    .join("");
}

/** `IMAGE VERDICT` */
function quiet({ images }: ProbeReport): string {
  return images
    .map(({ image, verdict, cause }) => `${[image.raw, verdict, cause ?? ""].join(" ").trimEnd()}\n`)
    .join("");
}

function table({ images }: ProbeReport, { width, color }: ProbeRenderOptions): string {
  const lines = layOut(
    [
      { head: "IMAGE", cell: ({ image }: ImageProbe) => image.raw, least: 12 },
      {
        head: "CAN BE PULLED",
        cell: ({ pullable }: ImageProbe) => CAN[String(pullable) as keyof typeof CAN],
        least: null,
      },
      { head: "VERDICT", cell: ({ verdict }: ImageProbe) => verdict, least: null },
      { head: "CAUSE", cell: ({ cause }: ImageProbe) => cause, least: null },
      {
        head: "PLATFORMS",
        cell: ({ manifest }: ImageProbe) => manifest?.platforms.map(spellPlatform).join(",") || null,
        least: 8,
      },
      { head: "DIGEST", cell: ({ manifest }: ImageProbe) => manifest?.digest ?? null, least: 8 },
    ],
    images,
    width,
    paint(color),
  );
  return lines === null ? quiet({ images } as ProbeReport) : `${lines.join("\n")}\n`;
}

const CAN = { true: "yes", false: "no", null: "not known" } as const;

const MOST_COLUMNS = 100;

function blocks(report: ProbeReport, { verbose, color, width }: ProbeRenderOptions): string {
  const brush = paint(color);
  const columns = Math.min(width, MOST_COLUMNS);
  const parts = report.images.map((one) => [
    head(one, brush),
    ...indent(
      about(one, verbose).flatMap((text) => wrapProse(text, columns - 2)),
      2,
    ),
    ...(verbose
      ? [
          "",
          ...indent(
            one.steps.flatMap((step) => stepLines(step, columns - 4)),
            4,
          ),
        ]
      : []),
  ]);
  const asked = hosts(report);
  return `${[...parts, ...(asked === null ? [] : [wrapProse(asked, columns)])].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function head({ image, pullable, verdict }: ImageProbe, brush: Paint): string {
  const words = `${image.raw}: ${{ true: "can be pulled", false: "cannot be pulled", null: "not known" }[String(pullable) as keyof typeof CAN]} (${verdict})`;
  return pullable === true ? brush.heading(words) : brush.cause(words);
}

/** Sentences, each a paragraph. */
function about(
  { summary, manifest, certificate, rateLimit, cause, steps, failedAt }: ImageProbe,
  verbose: boolean,
): string[] {
  const said = steps.findLast(({ step, outcome }) => step === failedAt && outcome !== "ok")?.said ?? null;
  return [
    summary,
    ...(said === null ? [] : [`It said: "${said}"`]),
    ...(manifest?.digest == null ? [] : [`Digest: ${manifest.digest}`]),
    ...(certificate === null || (certificate.trusted && !verbose) ? [] : certificateLines(certificate)),
    ...(rateLimit === null ? [] : quotaLine(rateLimit)),
    ...(cause === null ? [] : [`On a node this is ${cause}; all about it: kubectl pullcheck causes ${cause}`]),
  ];
}

function certificateLines({
  subject,
  issuer,
  names: own,
  notBefore,
  notAfter,
  chain,
  flaws,
  fingerprint,
}: Certificate): string[] {
  return [
    `Certificate: ${subject}, issued by ${issuer}, good from ${notBefore} to ${notAfter}.`,
    `Names in it: ${own.length === 0 ? "none" : own.slice(0, 12).join(", ")}${own.length > 12 ? ` and ${own.length - 12} more` : ""}.`,
    `Chain: ${chain.length === 0 ? "the server sent no issuer" : chain.join(" ← ")}. SHA-256 ${fingerprint}`,
    // The first flaw is the summary already.
    ...flaws.slice(1).map(({ text }) => text),
  ];
}

function quotaLine({ limit, remaining, window }: RateLimit): string[] {
  if (remaining === null) return [];
  const all = limit === null ? "" : ` of ${limit}`;
  return [
    `Quota: ${remaining}${all} pulls left${window === null ? "" : ` in ${Math.round(window / 360) / 10} hours`}.`,
  ];
}

/** "ok      tls       registry.example.com:443, 12 ms: …" */
function stepLines(
  { step, outcome, host, took, text, status, registryCode, said, tries }: ProbeStep,
  columns: number,
): string[] {
  const facts = [
    ...(host === null ? [] : [host]),
    ...(status === null ? [] : [String(status)]),
    ...(registryCode === null ? [] : [registryCode]),
    `${took} ms`,
    ...(tries > 1 ? [`${tries} tries`] : []),
  ];
  const line = `${outcome.padEnd(8)}${step.padEnd(10)}${text} (${facts.join(", ")})`;
  return [...wrapPlain(line, columns), ...(said === null ? [] : indent(wrapProse(`"${said}"`, columns - 18), 18))];
}

function wrapPlain(line: string, columns: number): string[] {
  const [first = "", ...rest] = wrapProse(line.slice(18), columns - 18);
  return [line.slice(0, 18) + first, ...indent(rest, 18)];
}

function hosts({ hosts: asked }: ProbeReport): string | null {
  if (asked.length === 0) return "Nothing was sent to anybody.";
  const phrases = asked.map(
    ({ host, role, requests }) =>
      `${host} (${ROLES[role]}${requests === 0 ? "connected, no request" : `${requests} request${requests === 1 ? "" : "s"}`})`,
  );
  return `Asked: ${phrases.join(", ")}.`;
}

const ROLES = { registry: "", token: "tokens, ", redirect: "a redirect, ", proxy: "the proxy, " } as const;

function markdown(report: ProbeReport): string {
  const rows = report.images.map(
    ({ image, pullable, verdict, summary }) =>
      `| ${code(image.raw)} | ${CAN[String(pullable) as keyof typeof CAN]} | ${verdict} | ${prose(summary)} |`,
  );
  return `${["| image | can be pulled | verdict | why |", "| --- | --- | --- | --- |", ...rows, "", prose(hosts(report) ?? "")].join("\n")}\n`;
}
