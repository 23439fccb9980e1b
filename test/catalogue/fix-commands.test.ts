import { expect } from "chai";
import { expectHarmlessFix } from "./allowed-commands.ts";
import { type Advised, advisedIn, SITUATIONS, type SituationName } from "./situations.ts";

const EVERY = Object.keys(SITUATIONS) as SituationName[];

function told({ cause, example, fixes }: Advised, title: string): string {
  return `${cause} (${example.slice(0, 120)}): ${title}: ${JSON.stringify(
    fixes.find((one) => one.title === title),
    null,
    1,
  )}`;
}

describe("the fixes of every cause", () => {
  for (const situation of EVERY) {
    it(`explain each word in CAPITALS: ${situation}`, () => {
      for (const advised of advisedIn(situation))
        for (const { title, commands, note } of advised.fixes)
          for (const { run } of commands)
            for (const word of placeholdersIn(run)) expect(wordsOf(note ?? ""), told(advised, title)).to.include(word);
    });

    it(`look before they change: ${situation}`, () => {
      for (const advised of advisedIn(situation)) {
        for (const { title, commands } of advised.fixes) {
          const effects = commands.map(({ effect }) => effect);
          const sorted = [...effects].sort((a, b) => Number(a === "changes") - Number(b === "changes"));
          expect(effects, told(advised, title)).to.deep.equal(sorted);
        }
        const [first] = advised.fixes.flatMap(({ commands }) => commands);
        expect(first?.effect ?? "inspect", told(advised, advised.fixes[0]?.title ?? "")).to.equal("inspect");
      }
    });
  }
});

/** Words that stand for something else; those that programs take as they stand are left out. */
function placeholdersIn(command: string): string[] {
  const words = command
    .replaceAll(/\$\{?[A-Z_]+\}?|\b[A-Z_]+=(?=\S)/g, " ")
    .match(/(?<![\w$.%{-])[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*(?![\w(=])/g);
  return [...new Set(words ?? [])].filter((word) => word.length > 1 && !TAKEN_AS_THEY_STAND.has(word));
}

const TAKEN_AS_THEY_STAND: ReadonlySet<string> = new Set("AWS TAGGED POST DNS IP HTTP".split(" "));

function wordsOf(text: string): string[] {
  return text.match(/[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*/g) ?? [];
}

describe("a changing command", () => {
  for (const situation of EVERY)
    it(`does nothing that is not allowed: ${situation}`, () => {
      for (const advised of advisedIn(situation))
        for (const fix of advised.fixes) expectHarmlessFix(fix, told(advised, fix.title));
    });

  it("says what a restart of Docker does to containers", () => {
    for (const advised of advisedIn("deployment", { runtime: "docker" }))
      for (const { title, commands, note } of advised.fixes)
        if (commands.some(({ run }) => /^systemctl restart docker\b/.test(run)))
          expect(note, told(advised, title)).to.contain("live-restore");
  });
});
