import { chmodSync } from "node:fs";
import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { decodeText } from "../../src/cli/decode.ts";
import { readInputs } from "../../src/cli/input.ts";
import { answer, complaintsOf, Folder, failuresOf, read, ticket } from "./input-given.ts";

const TEXT = 'Events:\r\n  Warning  Failed  25s  kubelet  Error: ErrImagePull "ä€"\r\n';

function utf16be(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

describe("the bytes of a text", () => {
  const cases: Record<string, Buffer> = {
    "UTF-8": Buffer.from(TEXT),
    "UTF-8 with a mark": Buffer.from(`\ufeff${TEXT}`),
    "UTF-16, as PowerShell saves it": Buffer.from(`\ufeff${TEXT}`, "utf16le"),
    "UTF-16 the other way round": utf16be(`\ufeff${TEXT}`),
    "UTF-16 without a mark": Buffer.from(TEXT, "utf16le"),
    "UTF-16 the other way round without a mark": utf16be(TEXT),
    "Windows-1252": Buffer.concat([
      Buffer.from(TEXT.slice(0, TEXT.indexOf("ä"))),
      Buffer.from([0xe4, 0x80]),
      Buffer.from('"\r\n'),
    ]),
  };
  for (const [name, bytes] of Object.entries(cases)) {
    it(`are read as ${name}`, () => expect(decodeText(bytes)).to.equal(TEXT));
  }

  it("stay UTF-8 where they are cut inside a character", () => {
    const bytes = Buffer.from("größer, höher, weiter €");
    expect(decodeText(bytes.subarray(0, -1))).to.equal("größer, höher, weiter \ufffd");
  });

  it("may hold a NUL here and there", () => {
    expect(decodeText(Buffer.from(`a\0b${TEXT}`))).to.equal(`a\0b${TEXT}`);
  });

  it("are no trouble when there are none", () => expect(decodeText(Buffer.alloc(0))).to.equal(""));
});

describe("readInputs", () => {
  let folder: Folder;
  let said: string;
  const stderr = { write: (text: string) => (said += text) };

  before(() => {
    folder = new Folder();
    folder.put("a.txt", ticket("web"));
    folder.put("b.txt", ticket("api"));
    folder.put("empty.txt", "");
    folder.put("long.txt", "x".repeat(10_001));
  });
  after(() => folder.remove());
  beforeEach(() => {
    said = "";
  });

  it("names each text as it was given", async () => {
    const found = await answer([folder.at("a.txt"), "-"], { stdin: Buffer.from(ticket("job")) });
    expect(failuresOf(found)).to.deep.equal([
      `${folder.at("a.txt")}: shop/web tag-not-found`,
      "-: shop/job tag-not-found",
    ]);
    expect(found.unanswered).to.deep.equal([]);
    expect(found.looked).to.equal(`${folder.at("a.txt")}, standard input`);
  });

  it("reads the rest where one cannot be read", async () => {
    const found = await answer([folder.at("nosuch"), folder.at("a.txt"), folder.at("a.txt/x"), folder.at("b.txt")]);
    expect(found.report.failures.map(({ pod }) => pod)).to.deep.equal(["web", "api"]);
    expect(found.unanswered.map(({ message }) => message)).to.deep.equal([
      `The file "${folder.at("nosuch")}" does not exist.`,
      `The file "${folder.at("a.txt/x")}" does not exist.`,
    ]);
    expect(found.report.complete).to.equal(false);
  });

  it("says that a text is empty, or too long", async () => {
    const { unreadable } = await read(["-", folder.at("empty.txt"), folder.at("long.txt")], {
      limits: { text: 10_000 },
    });
    expect(unreadable.map(({ message }) => message)).to.deep.equal([
      "Standard input is empty.",
      `The file "${folder.at("empty.txt")}" is empty.`,
      `The file "${folder.at("long.txt")}" is longer than 0 MiB.`,
    ]);
    for (const { hint } of unreadable) expect(hint).to.match(/^[A-Z]/);
  });

  it("says that a text holds nothing that can be read, and that the answer is not complete", async () => {
    const found = await answer([folder.put("note.txt", "See you on Monday.\n"), folder.at("a.txt")]);
    expect(found.unanswered.map(({ message }) => message)).to.deep.equal([
      `${folder.at("note.txt")} holds neither kubectl output nor an error of an image pull.`,
    ]);
    expect(found.report.complete).to.equal(false);
    expect(found.report.failures).to.have.length(1);
  });

  it("says that a file may not be read", async function () {
    if (process.getuid?.() === 0) this.skip();
    chmodSync(folder.at("b.txt"), 0);
    expect(complaintsOf(await read([folder.at("b.txt")]))[0]).to.contain("may not be read");
  });

  it("shows no control characters of a file's name", async () => {
    expect(complaintsOf(await read(["no\u001b[31msuch"]))).to.deep.equal(['The file "nosuch" does not exist.']);
  });

  it("tells what it is waiting for where nobody writes", async () => {
    const slow = Readable.from(
      (async function* () {
        await wait(50);
        yield Buffer.from(ticket("web"));
      })(),
    );
    const { asked } = await readInputs(["-"], { stdin: slow, stderr }, { stdinIsTerminal: false, patience: 10 });
    expect(asked[0]?.texts).to.equal(1);
    expect(said).to.match(/^Waiting for text on standard input\. To look at pods instead, .*\n$/);
  });

  it("tells how to end a paste, only where somebody pastes", async () => {
    const stdin = Readable.from([Buffer.from(ticket("web"))]);
    await readInputs(["-"], { stdin, stderr }, { stdinIsTerminal: true });
    expect(said).to.match(/^Paste the text, then press Ctrl-D on a line of its own\.\n$/);
  });
});
