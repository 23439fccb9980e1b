import { stripVTControlCharacters } from "node:util";
import { expect } from "chai";
import stringWidth from "string-width";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import type { PullReport } from "../../src/report.ts";
import { aFailure, aFix, aGroup, anEvent, aReport, renderPlain, reportOf, shown } from "./build.ts";
import { DEMO_POD, HEALTHY, NOTHING_LEFT, THREE_PODS_ONE_CAUSE, TWO_CAUSES } from "./texts.ts";

const commandsOf = (report: PullReport): string[] =>
  report.failures.flatMap(({ fixes }) => fixes.flatMap(({ commands }) => commands.map(({ run }) => run)));

const flat = (text: string): string => text.replace(/\s+/g, " ");

/** Asserts that the parts stand in the text, in this order. */
function expectInOrder(text: string, parts: readonly string[]): void {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    expect(at, `"${part}" after what comes before it`).to.be.at.least(0);
    from = at + part.length;
  }
}

describe("the form for people", () => {
  it("says what was looked at, the cause, the decisive words, what they mean and what to do, in this order", () => {
    expectInOrder(flat(shown(DEMO_POD, { looked: "pod demo-pod in namespace default" })), [
      "Looked at pod demo-pod in namespace default: one image pull fails.",
      CATALOGUE["tag-not-found"].title,
      "tag-not-found, certain",
      "pod demo-pod in namespace default",
      "What it said (event Failed, 25s ago, 3 times over 66s)",
      "docker.io/library/nginx:lates: not found",
      "What it means",
      CATALOGUE["tag-not-found"].what,
      "What to do",
      "kubectl ",
    ]);
  });

  it("has the cause, the words and their meaning within the first twelve lines of 80 columns", () => {
    const top = shown(DEMO_POD).split("\n").slice(0, 12).join("\n");
    expectInOrder(flat(top), ["tag-not-found", "lates: not found", CATALOGUE["tag-not-found"].what]);
  });

  for (const width of [40, 60, 80, 200])
    it(`keeps every command whole on a line of its own at ${width} columns`, () => {
      const lines = shown(TWO_CAUSES, { width }).split("\n");
      const commands = commandsOf(reportOf(TWO_CAUSES)).filter((run) => !run.includes("cart-1") && !/cart-2/.test(run));
      expect(commands).to.not.be.empty;
      for (const run of commands) expect(lines.map((line) => line.trim())).to.include(run);
    });

  for (const width of [60, 80, 200])
    it(`is nowhere wider than ${width} columns, commands apart`, () => {
      for (const text of [DEMO_POD, THREE_PODS_ONE_CAUSE, TWO_CAUSES, NOTHING_LEFT]) {
        const commands = new Set(commandsOf(reportOf(text)));
        const wide = shown(text, { width, verbose: true })
          .split("\n")
          .filter((line) => stringWidth(line) > width && !commands.has(line.trim()));
        expect(wide).to.deep.equal([]);
      }
    });

  it("breaks no sentence later than the eye can follow, however wide the terminal is", () => {
    const prose = shown(DEMO_POD, { width: 300 })
      .split("\n")
      .filter((line) => !/kubectl|skopeo list/.test(line));
    expect(Math.max(...prose.map((line) => line.length))).to.be.at.most(100);
  });

  it("survives a width that is no number", () => {
    expect(shown(DEMO_POD, { width: Number.NaN })).to.equal(shown(DEMO_POD, { width: 80 }));
    expect(shown(DEMO_POD, { width: 0 })).to.include("tag-not-found");
  });

  it("uses no escape code without colour", () => {
    expect(shown(TWO_CAUSES, { verbose: true })).to.not.include("\u001b");
  });

  it("says the same words with colour and without", () => {
    for (const format of ["table", "wide"] as const) {
      const colored = shown(TWO_CAUSES, { format, color: true, verbose: true });
      expect(colored).to.include("\u001b[");
      expect(stripVTControlCharacters(colored)).to.equal(shown(TWO_CAUSES, { format, verbose: true }));
    }
  });

  it("ends every colour on the line where it begins", () => {
    for (const line of shown(TWO_CAUSES, { color: true }).split("\n")) {
      const begins = line.split("\u001b[").slice(1);
      expect(begins.length % 2, line).to.equal(0);
      if (begins.length > 0) expect(begins.at(-1)).to.match(/^0m/);
    }
  });

  it("says in words how sure it is", () => {
    expect(renderPlain(aReport([aFailure({ confidence: "likely" })]))).to.include("(tag-not-found, likely)");
    expect(flat(renderPlain(aReport([aFailure({ confidence: "possible" })])))).to.include(
      "possible: the text leaves it open",
    );
  });

  it("shows short decisive words with the error around them", () => {
    const text = 'Failed to pull image "quay.io/acme/app:v9": unauthorized';
    expect(flat(shown(text))).to.include(text);
  });

  it("cuts long words in the middle, and keeps their beginning and their end", () => {
    const quote = `unexpected status ${"<p>sorry</p> ".repeat(200)}403 Forbidden`;
    const said = renderPlain(aReport([aFailure({ evidence: [{ event: null, from: "text", quote }] })]));
    expectInOrder(said, ["What it said", "unexpected status", "…", "403 Forbidden", "What it means"]);
    expect(said.split("\n").filter((line) => line.includes("sorry"))).to.have.length.at.most(4);
  });

  it("keeps the line breaks of a quote, and its indent", () => {
    const quote = "error pulling image\n  received unexpected HTTP status: 502";
    const said = renderPlain(aReport([aFailure({ evidence: [{ event: null, from: "text", quote }] })]));
    expect(said).to.include("    error pulling image\n      received unexpected HTTP status: 502\n");
  });

  it("says where the words stand", () => {
    const evidence = [{ event: 0, from: "event", quote: "not found" }] as const;
    const events = [anEvent({ count: 1 })];
    expect(renderPlain(aReport([aFailure({ evidence })], { events }))).to.include("(event Failed, 25s ago)");
    expect(renderPlain(aReport([aFailure({ evidence: [{ event: null, from: "status", quote: "x" }] })]))).to.include(
      "(in the container's status)",
    );
  });

  it("tells an instant as an instant and nothing where kubectl printed <unknown>", () => {
    const said = (age: string): string =>
      renderPlain(
        aReport([aFailure({ evidence: [{ event: 0, from: "event", quote: "x" }] })], { events: [anEvent({ age })] }),
      );
    expect(said("2026-11-22T14:02:06Z")).to.include("at 2026-11-22T14:02:06Z");
    expect(said("<unknown>")).to.not.include("unknown");
  });

  it("names what else it could be, why, and the command that settles it", () => {
    const alternatives = [
      {
        cause: "image-removed",
        confidence: "possible",
        why: "It was there before.",
        check: "skopeo inspect docker://x",
      },
    ] as const;
    const said = renderPlain(aReport([aFailure({ alternatives })]));
    expectInOrder(flat(said), ["What else it could be", "(image-removed)", "It was there before.", "This settles it:"]);
    expect(said.split("\n").map((line) => line.trim())).to.include("skopeo inspect docker://x");
    expectInOrder(said, ["What else it could be", "What to do"]);
  });
});

describe("what to do", () => {
  const look = { run: "kubectl get pod web", effect: "inspect" } as const;
  const change = { run: "kubectl set image pod/web app=nginx:1", effect: "changes" } as const;
  const said = (commands: readonly (typeof look | typeof change)[]): string =>
    renderPlain(aReport([aFailure({ fixes: [aFix({ title: "Mend it", commands })] })]));

  it("marks a fix that only reads, one that changes something, and one that has nothing to run", () => {
    expect(said([look])).to.include("1. Mend it (reads only)");
    expect(said([change])).to.include("1. Mend it (makes a change)");
    expect(said([])).to.match(/1\. Mend it\n/);
  });

  it("puts what only reads before what changes something, and labels both", () => {
    expectInOrder(said([change, look]), [
      "(reads, then makes a change)",
      "reads only:",
      look.run,
      "makes a change:",
      change.run,
    ]);
  });

  it("puts a command of several lines at the margin, so that a here-document stays one", () => {
    const run = "cat > hosts.toml <<'EOF'\n[host]\n  ca = \"x\"\nEOF";
    const fixes = [aFix({ commands: [{ run, effect: "changes" }] })];
    expect(renderPlain(aReport([aFailure({ fixes })]))).to.include(`\n${run}\n`);
  });
});

describe("several failures", () => {
  it("stand in a table before any of them is explained", () => {
    const said = shown(TWO_CAUSES);
    expectInOrder(said, ["Looked at", "POD", "cart-0", "cart-1", "cart-2", "demo-pod", "What it said"]);
  });

  it("of one cause are explained once", () => {
    const said = shown(THREE_PODS_ONE_CAUSE, { looked: "namespace shop" });
    expect(said).to.include("Looked at namespace shop: 3 image pulls fail (3 pods, one cause).");
    expect(said.split("What it said")).to.have.length(2);
    expect(flat(said)).to.include("3 pods, one cause: registry registry.example.com");
    expect(flat(said)).to.include("cart-0, cart-1 and cart-2");
  });

  it("with different commands say whose commands are shown", () => {
    const fixes = (pod: string) => [aFix({ commands: [{ run: `kubectl get pod ${pod}`, effect: "inspect" }] })];
    const report = aReport([aFailure({ pod: "a", fixes: fixes("a") }), aFailure({ pod: "b", fixes: fixes("b") })], {
      groups: [aGroup([0, 1])],
    });
    expect(flat(renderPlain(report))).to.include("The commands are for default/a;");
  });

  it("put the cause that most pulls have first, and the unexplained last", () => {
    const failures = [
      aFailure({ pod: "u", cause: "unrecognized" }),
      aFailure({ pod: "a", cause: "dns-failure" }),
      aFailure({ pod: "b" }),
      aFailure({ pod: "c" }),
    ];
    const groups = [
      aGroup([0], { cause: "unrecognized" }),
      aGroup([1], { cause: "dns-failure" }),
      aGroup([2, 3], { cause: "tag-not-found" }),
    ];
    const said = renderPlain(aReport(failures, { groups }));
    expect(said).to.include("(4 pods, 2 causes, 1 unexplained)");
    expectInOrder(said, ["(tag-not-found,", "(dns-failure,", "(unrecognized)"]);
  });

  it("tell the background of a cause once", () => {
    const said = flat(renderPlain(aReport([aFailure({ pod: "a" }), aFailure({ pod: "b" })])));
    const background = flat(CATALOGUE["tag-not-found"].why).trim().slice(0, 30);
    expect(said.split(background)).to.have.length(2);
    expect(said.split(CATALOGUE["tag-not-found"].what)).to.have.length(3);
  });

  it("by the hundred are told by cause, and nothing is hidden in silence", () => {
    const failures = Array.from({ length: 400 }, (_, index) => aFailure({ pod: `web-${index}` }));
    const groups = Array.from({ length: 20 }, (_, group) =>
      aGroup(
        Array.from({ length: 20 }, (_one, index) => group * 20 + index),
        { key: `registry.example/app-${group}:1` },
      ),
    );
    const said = renderPlain(aReport(failures, { groups }));
    expect(said).to.include("400 image pulls fail (400 pods, 20 causes)");
    expect(said.split("What it said")).to.have.length(11);
    expect(flat(said)).to.include("10 more causes with 200 image pulls are not explained here.");
    expectInOrder(said, ["not explained here", "-o wide", "-o json"]);
    expect(said.split("\n").length).to.be.below(300);
  });

  it("by the hundred are all listed by -o wide", () => {
    const failures = Array.from({ length: 400 }, (_, index) => aFailure({ pod: `web-${index}-end` }));
    const said = renderPlain(aReport(failures), { format: "wide", width: 200 });
    for (const { pod } of failures) expect(said).to.include(` ${pod} `);
  });

  it("keep in the table what fits, the pod and its cause above all", () => {
    const head = (width: number): string =>
      shown(TWO_CAUSES, { width })
        .split("\n")
        .find((line) => /CAUSE$/.test(line)) ?? "";
    expect(head(80)).to.match(/^NAMESPACE +POD +IMAGE +CAUSE$/);
    expect(head(40)).to.match(/^POD +CAUSE$/);
    expect(shown(TWO_CAUSES, { width: 40 })).to.match(/\nshop\/cart-0 +dns-failure\n/);
  });

  it("are told in lines of their own where no table fits", () => {
    const said = shown(TWO_CAUSES, { width: 30 });
    expect(said).to.not.include("POD ");
    expectInOrder(said, ["shop/cart-0\n", "  dns-failure\n", "shop/cart-1\n"]);
  });

  it("of several files name the file", () => {
    const said = renderPlain(reportOf(DEMO_POD, THREE_PODS_ONE_CAUSE), { width: 120 });
    expectInOrder(said, ["SOURCE", "file-1.txt", "in file-1.txt"]);
  });

  it("are each explained even where the groups of a report forget one", () => {
    const report = aReport([aFailure({ pod: "a" }), aFailure({ pod: "b", cause: "dns-failure" })], {
      groups: [aGroup([0, 0, 7])],
    });
    expectInOrder(renderPlain(report), ["(tag-not-found,", "(dns-failure,"]);
  });
});

describe("-o wide", () => {
  it("adds namespace, node, state, runtime, attempts and since", () => {
    const [, , head, row] = shown(DEMO_POD, { format: "wide", width: 200 }).split("\n");
    expect(head).to.match(/NAMESPACE +POD +CONTAINER +IMAGE +CAUSE +NODE +STATE +RUNTIME +ATTEMPTS +SINCE/);
    expect(row).to.match(/default +demo-pod .* tag-not-found .* ImagePullBackOff +containerd +3 +66s/);
  });

  it("says the same in lines where the terminal is too narrow", () => {
    const said = flat(shown(DEMO_POD, { format: "wide" }));
    expectInOrder(said, ["default/demo-pod", "node heronweb", "ImagePullBackOff", "3 attempts", "since 66s"]);
  });
});

describe("no failure", () => {
  it("is one sentence", () => {
    expect(shown(HEALTHY, { looked: "namespace default" })).to.equal(
      "No image pull fails in namespace default: 1 pod and 0 events seen.\n",
    );
  });

  it("is not claimed where something could not be read", () => {
    const said = renderPlain(aReport([], { complete: false, warnings: ["Events are forbidden."] }));
    expect(said).to.include("No failing image pull was found");
    expect(said).to.include("Not everything could be read");
    expect(said).to.not.include("No image pull fails");
  });
});

describe("a failure that the text does not explain", () => {
  it("is called that, with what brings the evidence back", () => {
    const said = shown(NOTHING_LEFT);
    expectInOrder(flat(said), [
      CATALOGUE.unrecognized.title,
      "(unrecognized)",
      CATALOGUE.unrecognized.what,
      "What to do",
      "kubectl",
    ]);
    expect(said).to.not.match(/\bcertain\b|What it said/);
  });

  it("is said to be incomplete in one line", () => {
    expect(shown(NOTHING_LEFT).split("\n")[1]).to.equal(
      "Not everything could be read; the warnings say what is missing.",
    );
  });

  it("shows the words that nobody knows", () => {
    const error = {
      message: "m: flux capacitor empty",
      grpcCode: null,
      httpStatus: null,
      registryCode: null,
      chain: [],
      leaf: "flux capacitor empty",
    };
    expect(renderPlain(aReport([aFailure({ cause: "unrecognized", evidence: [], error })]))).to.match(
      /What it said\n {4}m: flux capacitor empty\n/,
    );
  });
});

describe("-q", () => {
  it("is one line per failure: place, image, cause and the words", () => {
    expect(shown(DEMO_POD, { quiet: true })).to.match(
      /^default\/demo-pod\[demo-container\] nginx:lates tag-not-found ".*not found"\n$/,
    );
    expect(shown(TWO_CAUSES, { quiet: true }).trimEnd().split("\n")).to.have.length(4);
  });

  it("has a dash for what the input does not name", () => {
    const failure = aFailure({ namespace: null, pod: null, container: null, image: null, evidence: [] });
    expect(renderPlain(aReport([failure]), { quiet: true })).to.equal("- - tag-not-found\n");
  });

  it("is nothing where nothing fails", () => {
    expect(shown(HEALTHY, { quiet: true })).to.equal("");
  });
});

describe("-v", () => {
  it("shows every layer of the error, each further in than the one around it, down to the innermost words", () => {
    const said = shown(DEMO_POD, { verbose: true });
    const chain = said.slice(said.indexOf("How the error was read"));
    expectInOrder(chain, ["pull-image", "grpc", "pull-and-unpack", "resolve-reference", "leaf"]);
    const depth = (step: string): number =>
      chain
        .split("\n")
        .find((line) => line.trim().startsWith(step))
        ?.search(/\S/) ?? -1;
    expect(depth("pull-and-unpack")).to.be.above(depth("pull-image"));
    expect(depth("leaf")).to.be.above(depth("resolve-reference"));
  });

  it("shows every cause that was considered, and which one it gave way to", () => {
    expect(shown(DEMO_POD, { verbose: true })).to.match(
      /What was considered\n {4}tag-not-found, certain\n {4}image-not-found, \w+, gives way to tag-not-found/,
    );
  });

  it("shows a reading once where several pods fail with the same words", () => {
    const said = shown(THREE_PODS_ONE_CAUSE, { verbose: true });
    expect(said.split("How the error was read")).to.have.length(2);
  });

  it("does without the matches where nobody hands them in", () => {
    const said = renderPlain(reportOf(DEMO_POD), { verbose: true });
    expect(said).to.include("How the error was read");
    expect(said).to.not.include("What was considered");
  });
});
