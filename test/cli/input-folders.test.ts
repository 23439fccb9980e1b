import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { expect } from "chai";
import { answer, complaintsOf, Folder, failuresOf, notesOf, read, ticket } from "./input-given.ts";

const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452000001000000010008060000005c72a866", "hex");

describe("-f with a folder", () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const sources = async (given: string, limits = {}): Promise<string[]> => {
    const { report } = await answer([given], { limits });
    return report.failures.map(({ source }) => relative(folder.path, source));
  };

  it("reads every file below it, sorted, each under its own name", async () => {
    for (const name of ["b.txt", "a/z.txt", "a/b/c.txt", "c.txt"]) folder.put(name, ticket("web"));
    expect(await sources(folder.path)).to.deep.equal(["a/b/c.txt", "a/z.txt", "b.txt", "c.txt"]);
    expect(await sources(`${folder.path}/`)).to.deep.equal(["a/b/c.txt", "a/z.txt", "b.txt", "c.txt"]);
  });

  it("leaves out what is hidden or no text, and counts the latter", async () => {
    folder.put("a.txt", ticket("web"));
    folder.put(".git/config", ticket("api"));
    folder.put(".a.txt.swp", ticket("api"));
    folder.put("picture", PNG);
    folder.put("screen.jpg", "whatever");
    expect(await sources(folder.path)).to.deep.equal(["a.txt"]);
    expect(notesOf(await read([folder.path]))).to.deep.equal([
      `In "${folder.path}" these were not read: 2 files that are no texts.`,
    ]);
  });

  it("is content when a file in it is about something else, but not when all are", async () => {
    folder.put("a.txt", ticket("web"));
    folder.put("sub/thanks.txt", "Thank you.\n");
    expect((await answer([folder.path])).unanswered).to.deep.equal([]);
    expect((await answer([folder.at("sub")])).unanswered.map(({ message }) => message)).to.deep.equal([
      `${folder.at("sub")} holds neither kubectl output nor an error of an image pull.`,
    ]);
  });

  it("says that it holds nothing to read", async () => {
    mkdirSync(folder.at("empty"));
    expect(complaintsOf(await read([folder.at("empty")]))).to.deep.equal([
      `The folder "${folder.at("empty")}" holds no text that could be read.`,
    ]);
  });

  it("follows links that stay inside, once, and no others", async () => {
    folder.put("in/..2026_11_22/ticket.txt", ticket("web"));
    symlinkSync("..2026_11_22", folder.at("in/..data"));
    symlinkSync("..data/ticket.txt", folder.at("in/ticket.txt"));
    symlinkSync("ticket.txt", folder.at("in/same.txt"));
    symlinkSync(".", folder.at("in/loop"));
    folder.put("outside.txt", ticket("api"));
    symlinkSync("../outside.txt", folder.at("in/out.txt"));
    symlinkSync("/etc", folder.at("in/etc"));
    symlinkSync("nowhere", folder.at("in/dangling"));
    expect(await sources(folder.at("in"))).to.deep.equal(["in/same.txt"]);
    expect(notesOf(await read([folder.at("in")]))).to.deep.equal([
      `In "${folder.at("in")}" these were not read: 4 links.`,
    ]);
  });

  it("follows a link that is given by name", async () => {
    folder.put("real/a.txt", ticket("web"));
    symlinkSync("real", folder.at("link"));
    expect(await sources(folder.at("link"))).to.deep.equal(["link/a.txt"]);
  });

  it("names a file of it that may not be read, and reads the others", async function () {
    if (process.getuid?.() === 0) this.skip();
    folder.put("a.txt", ticket("web"));
    chmodSync(folder.put("b.txt", ticket("api")), 0);
    const found = await answer([folder.path]);
    expect(found.report.failures).to.have.length(1);
    expect(found.unanswered.map(({ message }) => message)).to.deep.equal([
      `The file "${folder.at("b.txt")}" may not be read by this user.`,
    ]);
  });

  it("cleans the names that it shows", async () => {
    folder.put("a\u001b[31m\u202e.txt", ticket("web"));
    expect(failuresOf(await answer([folder.path]))).to.deep.equal([`${folder.at("a.txt")}: shop/web tag-not-found`]);
  });

  describe("stops, with one sentence, and keeps what it has", () => {
    it("at too many files", async () => {
      for (const name of ["a", "b", "c"]) folder.put(name, ticket(name));
      const found = await answer([folder.path], { limits: { files: 2 } });
      expect(found.report.failures).to.have.length(2);
      expect(found.unanswered.map(({ message }) => message)).to.deep.equal([
        `"${folder.path}" leads to more than 2 texts; the rest was not read.`,
      ]);
      expect(found.report.complete).to.equal(false);
    });

    it("at too many names", async () => {
      for (const name of ["a/1", "a/2", "b/1", "b/2"]) folder.put(name, "x");
      expect(complaintsOf(await read([folder.path], { limits: { entries: 3 } }))).to.deep.equal([
        `"${folder.path}" holds more than 3 names; the rest was not read.`,
      ]);
    });

    it("at too much text", async () => {
      for (const name of ["a", "b", "c"]) folder.put(name, ticket(name));
      const found = await answer([folder.path], { limits: { bytes: 2 * ticket("a").length } });
      expect(found.report.failures).to.have.length(2);
      expect(found.unanswered[0]?.message).to.contain("of text; the rest was not read.");
    });

    it("at folders that are too deep", async () => {
      folder.put("a.txt", ticket("web"));
      folder.put(join(...Array.from({ length: 40 }, () => "d"), "b.txt"), ticket("api"));
      const found = await answer([folder.path]);
      expect(found.report.failures.map(({ pod }) => pod)).to.deep.equal(["web"]);
      expect(found.unanswered.map(({ message }) => message)).to.deep.equal([
        `"${folder.path}" has folders more than 32 deep, which were not read.`,
      ]);
    });
  });

  it("reads the others where one text is too long", async () => {
    folder.put("a.txt", ticket("web"));
    folder.put("b.log", "x".repeat(100_000));
    const found = await answer([folder.path], { limits: { text: 10_000 } });
    expect(found.report.failures).to.have.length(1);
    expect(found.unanswered.map(({ message }) => message)).to.deep.equal([
      `The file "${folder.at("b.log")}" is longer than 0 MiB.`,
    ]);
  });
});

describe("-f with a pattern", () => {
  let folder: Folder;
  before(() => {
    folder = new Folder();
    for (const name of [
      "a1.txt",
      "a2.txt",
      "b1.txt",
      "a3.log",
      "sub/a4.txt",
      "sub/deep/a5.txt",
      "[x].txt",
      ".a6.txt",
    ]) {
      folder.put(name, ticket("web"));
    }
  });
  after(() => folder.remove());

  const cases: Record<string, string[]> = {
    "a*.txt": ["a1.txt", "a2.txt"],
    "?1.txt": ["a1.txt", "b1.txt"],
    "[ab]1.*": ["a1.txt", "b1.txt"],
    "*/a*.txt": ["sub/a4.txt"],
    "**/a*.txt": ["a1.txt", "a2.txt", "sub/a4.txt", "sub/deep/a5.txt"],
    "s*": ["sub/a4.txt", "sub/deep/a5.txt"],
    "[x].txt": ["[x].txt"],
  };
  for (const [pattern, files] of Object.entries(cases)) {
    it(`${pattern} finds ${files.join(", ")}`, async () => {
      const { report } = await answer([folder.at(pattern)]);
      expect(report.failures.map(({ source }) => relative(folder.path, source))).to.deep.equal(files);
    });
  }

  it("says that nothing fits", async () => {
    expect(complaintsOf(await read([folder.at("*.json")]))).to.deep.equal([
      `No file matches "${folder.at("*.json")}".`,
    ]);
    expect(complaintsOf(await read([folder.at("nosuch/*.json")]))[0]).to.contain("nosuch");
  });
});
