import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { strToU8, zipSync } from "fflate";
import { create } from "tar";
import { answer, complaintsOf, Folder, failuresOf, notesOf, read, tarOf, tgzOf, ticket } from "./input-given.ts";

describe("-f with an archive", () => {
  let folder: Folder;
  before(() => {
    folder = new Folder();
    folder.put("in/web.txt", ticket("web"));
    folder.put("in/sub/api.txt", ticket("api"));
    folder.put("in/.hidden", ticket("no"));
  });
  after(() => folder.remove());

  const both = (archive: string): string[] => [
    `${archive}!in/sub/api.txt: shop/api tag-not-found`,
    `${archive}!in/web.txt: shop/web tag-not-found`,
  ];
  const zipped = (): Uint8Array =>
    zipSync({ in: { "web.txt": strToU8(ticket("web")), sub: { "api.txt": strToU8(ticket("api")) } } });

  describe("knows by its content, whatever its name is,", () => {
    it("tar", async () => {
      await create({ file: folder.at("tar.dat"), cwd: folder.path }, ["in"]);
      expect(failuresOf(await answer([folder.at("tar.dat")])).sort()).to.deep.equal(both(folder.at("tar.dat")));
    });

    it("tar without a mark, as before POSIX", async () => {
      execFileSync("tar", ["--format=v7", "-cf", folder.at("v7.txt"), "-C", folder.path, "in"]);
      expect(failuresOf(await answer([folder.at("v7.txt")])).sort()).to.deep.equal(both(folder.at("v7.txt")));
    });

    it("tar.gz", async () => {
      await create({ file: folder.at("tgz.log"), cwd: folder.path, gzip: true }, ["in"]);
      expect(failuresOf(await answer([folder.at("tgz.log")])).sort()).to.deep.equal(both(folder.at("tgz.log")));
    });

    it("zip", async () => {
      folder.put("zip.out", zipped());
      expect(failuresOf(await answer([folder.at("zip.out")])).sort()).to.deep.equal(both(folder.at("zip.out")));
    });

    it("gzip of one text, which keeps the name that was given", async () => {
      folder.put("one.txt", gzipSync(ticket("web")));
      expect(failuresOf(await answer([folder.at("one.txt")]))).to.deep.equal([
        `${folder.at("one.txt")}: shop/web tag-not-found`,
      ]);
    });

    it("gzip of several parts, as log rotation appends them", async () => {
      const text = ticket("web");
      folder.put("parts.gz", Buffer.concat([gzipSync(text.slice(0, 200)), gzipSync(text.slice(200))]));
      expect(failuresOf(await answer([folder.at("parts.gz")]))).to.have.length(1);
    });

    it("a text, though it is called .tgz", async () => {
      folder.put("text.tgz", ticket("web"));
      expect(failuresOf(await answer([folder.at("text.tgz")]))).to.have.length(1);
    });
  });

  it("reads one from standard input", async () => {
    const tgz = tgzOf([{ path: "web.txt", body: ticket("web") }]);
    expect(failuresOf(await answer(["-"], { stdin: tgz }))).to.deep.equal(["-!web.txt: shop/web tag-not-found"]);
    expect(failuresOf(await answer(["-"], { stdin: zipped() })).sort()).to.deep.equal(both("-"));
  });

  it("reads those that are inside another, once", async () => {
    const inner = tgzOf([{ path: "web.txt", body: ticket("web") }]);
    folder.put(
      "outer.tgz",
      tgzOf([
        { path: "logs/node-1.tgz", body: inner },
        { path: "logs/api.txt.gz", body: gzipSync(ticket("api")) },
        { path: "logs/job.zip", body: zipSync({ "job.txt": strToU8(ticket("job")) }) },
      ]),
    );
    expect(failuresOf(await answer([folder.at("outer.tgz")]))).to.deep.equal([
      `${folder.at("outer.tgz")}!logs/node-1.tgz!web.txt: shop/web tag-not-found`,
      `${folder.at("outer.tgz")}!logs/api.txt.gz: shop/api tag-not-found`,
      `${folder.at("outer.tgz")}!logs/job.zip!job.txt: shop/job tag-not-found`,
    ]);
  });

  it("reads those that lie in a folder", async () => {
    folder.put("cases/1.tgz", tgzOf([{ path: "web.txt", body: ticket("web") }]));
    folder.put("cases/2.zip", zipSync({ "api.txt": strToU8(ticket("api")) }));
    expect(failuresOf(await answer([folder.at("cases")]))).to.deep.equal([
      `${folder.at("cases/1.tgz")}!web.txt: shop/web tag-not-found`,
      `${folder.at("cases/2.zip")}!api.txt: shop/api tag-not-found`,
    ]);
  });

  it("reads members in UTF-16, with a mark and without", async () => {
    folder.put(
      "powershell.zip",
      zipSync({
        "marked.txt": Buffer.from(`\ufeff${ticket("web")}`, "utf16le"),
        "unmarked.txt": Buffer.from(ticket("api"), "utf16le"),
      }),
    );
    const found = await answer([folder.at("powershell.zip")]);
    expect(found.report.failures.map(({ pod }) => pod)).to.deep.equal(["web", "api"]);
  });

  it("counts the later of two members of one name, as unpacking would", async () => {
    folder.put(
      "twice.tar",
      tarOf([
        { path: "web.txt", body: ticket("web", "docker.io/library/old:1") },
        { path: "./web.txt", body: ticket("web", "docker.io/library/new:2") },
      ]),
    );
    const found = await answer([folder.at("twice.tar")]);
    expect(found.report.failures.map(({ image }) => image?.raw)).to.deep.equal(["docker.io/library/new:2"]);
    expect(found.report.warnings).to.deep.equal([
      `In "${folder.at("twice.tar")}" these were not read: 1 member that a later one of the same name replaces.`,
    ]);
  });

  it("says that it is empty", async () => {
    folder.put("empty.tar", tarOf([{ path: "in/", type: "Directory" }]));
    folder.put("empty.zip", zipSync({}));
    expect(complaintsOf(await read([folder.at("empty.tar"), folder.at("empty.zip")]))).to.deep.equal([
      `The archive "${folder.at("empty.tar")}" holds no text that could be read.`,
      `The archive "${folder.at("empty.zip")}" holds no text that could be read.`,
    ]);
  });

  const others: Record<string, string> = {
    xz: "fd377a585a000004e6d6b4460200210116000000",
    bzip2: "425a68393141592653590000",
    "7-Zip": "377abcaf271c0004",
    RAR: "526172211a070100",
    zstd: "28b52ffd0458",
  };
  for (const [kind, hex] of Object.entries(others)) {
    it(`says of ${kind} what to do instead`, async () => {
      const { unreadable } = await read([folder.put("other.bin", Buffer.from(hex, "hex"))]);
      expect(unreadable.map(({ message }) => message)).to.deep.equal([
        `The archive "${folder.at("other.bin")}" is packed as ${kind}, which cannot be read here.`,
      ]);
      expect(unreadable[0]?.hint).to.equal("Unpack it, and give the folder; tar, gzip and zip are read as they are.");
    });
  }

  it("counts such archives inside another one", async () => {
    folder.put(
      "mixed.tgz",
      tgzOf([
        { path: "a.xz", body: Buffer.from("fd377a585a0000", "hex") },
        { path: "web.txt", body: ticket("web") },
      ]),
    );
    expect(notesOf(await read([folder.at("mixed.tgz")]))).to.deep.equal([
      `In "${folder.at("mixed.tgz")}" these were not read: 1 archive that is neither tar, gzip nor zip.`,
    ]);
  });
});
