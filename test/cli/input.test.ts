import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { decodeText } from "../../src/cli/decode.ts";
import { readInputs } from "../../src/cli/input.ts";

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
  let folder: string;
  let said: string;
  const stderr = { write: (text: string) => (said += text) };
  const read = (files: string[], { stdin = "", stdinIsTerminal = false, limit = 1000 } = {}) =>
    readInputs(files, { stdin: Readable.from([Buffer.from(stdin)]), stderr }, { stdinIsTerminal, limit });
  const file = (name: string) => join(folder, name);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "pullcheck-input-"));
    writeFileSync(file("a.txt"), "one");
    writeFileSync(file("b.txt"), "two");
    writeFileSync(file("empty.txt"), "");
    writeFileSync(file("long.txt"), "x".repeat(1001));
  });
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    said = "";
  });

  it("names each text as it was given", async () => {
    const { inputs, unreadable } = await read([file("a.txt"), "-"], { stdin: "three" });
    expect(inputs).to.deep.equal([
      { source: file("a.txt"), text: "one" },
      { source: "-", text: "three" },
    ]);
    expect(unreadable).to.deep.equal([]);
    expect(said).to.equal("");
  });

  it("reads the rest where one cannot be read", async () => {
    const { inputs, unreadable } = await read([file("nosuch"), file("a.txt"), folder, file("b.txt")]);
    expect(inputs.map(({ text }) => text)).to.deep.equal(["one", "two"]);
    expect(unreadable.map(({ message }) => message)).to.deep.equal([
      `The file "${file("nosuch")}" does not exist.`,
      `The file "${folder}" is a folder, and folders cannot be read yet.`,
    ]);
  });

  it("says that a text is empty, or too long", async () => {
    const { unreadable } = await read(["-", file("empty.txt"), file("long.txt")]);
    expect(unreadable.map(({ message }) => message)).to.deep.equal([
      "Standard input is empty.",
      `The file "${file("empty.txt")}" is empty.`,
      `The file "${file("long.txt")}" is longer than 0 MiB.`,
    ]);
    for (const { hint } of unreadable) expect(hint).to.match(/^[A-Z]/);
  });

  it("says that a file may not be read", async function () {
    if (process.getuid?.() === 0) this.skip();
    chmodSync(file("b.txt"), 0);
    expect((await read([file("b.txt")])).unreadable[0]?.message).to.contain("may not be read");
  });

  it("shows no control characters of a file's name", async () => {
    const { unreadable } = await read(["no\u001b[31msuch"]);
    expect(unreadable[0]?.message).to.equal('The file "nosuch" does not exist.');
  });

  it("tells what it is waiting for where nobody writes", async () => {
    const slow = Readable.from(
      (async function* () {
        await wait(50);
        yield Buffer.from("at last");
      })(),
    );
    const { inputs } = await readInputs(["-"], { stdin: slow, stderr }, { stdinIsTerminal: false, patience: 10 });
    expect(inputs[0]?.text).to.equal("at last");
    expect(said).to.match(/^Waiting for text on standard input\. To look at pods instead, .*\n$/);
  });

  it("tells how to end a paste, only where somebody pastes", async () => {
    await read(["-"], { stdin: "three", stdinIsTerminal: true });
    expect(said).to.match(/^Paste the text, then press Ctrl-D on a line of its own\.\n$/);
  });
});
