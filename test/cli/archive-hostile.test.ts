import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { strToU8, zipSync } from "fflate";
import { answer, complaintsOf, Folder, growthDuring, notesOf, read, tarOf, tgzOf, ticket } from "./input-given.ts";

const MIB = 1024 * 1024;
/** What reading may cost on top of the program, however large the thing pretends to be. */
const ROOM = 200 * MIB;

describe("a hostile archive", () => {
  let folder: Folder;
  before(() => {
    folder = new Folder();
  });
  after(() => folder.remove());

  const WEB = { path: "web.txt", body: ticket("web") };

  describe("that leads elsewhere", () => {
    it("by the names of a tar is not followed", async () => {
      folder.put(
        "names.tar",
        tarOf([
          { path: "../../etc/passwd", body: ticket("a") },
          { path: "/etc/passwd", body: ticket("b") },
          { path: "x/../../y", body: ticket("c") },
          { path: "C:\\Windows\\x", body: ticket("d") },
          { path: "..\\..\\x", body: ticket("e") },
          WEB,
        ]),
      );
      const found = await answer([folder.at("names.tar")]);
      expect(found.report.failures.map(({ pod }) => pod)).to.deep.equal(["web"]);
      expect(found.report.warnings).to.deep.equal([
        `In "${folder.at("names.tar")}" these were not read: 5 names that lead out of the archive.`,
      ]);
    });

    it("by the names of a zip is not followed", async () => {
      folder.put(
        "names.zip",
        zipSync({
          "../../etc/passwd": strToU8(ticket("a")),
          "/etc/x": strToU8(ticket("b")),
          "web.txt": strToU8(ticket("web")),
        }),
      );
      const found = await answer([folder.at("names.zip")]);
      expect(found.report.failures.map(({ pod }) => pod)).to.deep.equal(["web"]);
      expect(found.report.warnings[0]).to.contain("2 names that lead out of the archive");
    });

    it("by links and devices is not followed", async () => {
      folder.put(
        "links.tar",
        tarOf([
          { path: "passwd", type: "SymbolicLink", linkpath: "/etc/passwd" },
          { path: "shadow", type: "Link", linkpath: "/etc/shadow" },
          { path: "sda", type: "BlockDevice" },
          { path: "pipe", type: "FIFO" },
          WEB,
        ]),
      );
      expect(notesOf(await read([folder.at("links.tar")]))).to.deep.equal([
        `In "${folder.at("links.tar")}" these were not read: 2 links, 2 devices, pipes or other special files.`,
      ]);
    });

    it("by the links of a zip is not followed", async () => {
      folder.put(
        "links.zip",
        zipSync({
          passwd: [strToU8("/etc/passwd"), { os: 3, attrs: (0o120777 << 16) >>> 0 }],
          "web.txt": strToU8(ticket("web")),
        }),
      );
      expect(notesOf(await read([folder.at("links.zip")]))[0]).to.contain("1 link.");
    });
  });

  it("shows no control characters of its names", async () => {
    folder.put("names2.tar", tarOf([{ path: "a\u001b[31m\u202eb!c.txt", body: ticket("web") }]));
    const { report } = await answer([folder.at("names2.tar")]);
    expect(report.failures.map(({ source }) => source)).to.deep.equal([`${folder.at("names2.tar")}!ab_c.txt`]);
  });

  describe("that is a bomb", () => {
    const RATIO = /unpacks to more than 250 times its size, .*; the rest was not read\.$/;

    it("of a thousand to one is given up, in little memory", async () => {
      folder.put("zeros.gz", gzipSync(Buffer.alloc(512 * MIB)));
      let said: string[] = [];
      const growth = await growthDuring(async () => {
        said = complaintsOf(await read([folder.at("zeros.gz")]));
      });
      expect(said).to.have.length(1);
      expect(said[0]).to.match(RATIO);
      expect(growth).to.be.below(ROOM);
    });

    it("in a tar.gz spoils what follows, and not what came before", async () => {
      folder.put("zeros.tgz", tgzOf([WEB, { path: "zeros.txt", body: Buffer.alloc(64 * MIB, "a") }]));
      const found = await answer([folder.at("zeros.tgz")]);
      expect(found.report.failures.map(({ pod }) => pod)).to.deep.equal(["web"]);
      expect(found.unanswered.map(({ message }) => message).join()).to.match(RATIO);
      expect(found.report.complete).to.equal(false);
    });

    it("in a zip spoils only itself", async () => {
      folder.put(
        "zeros.zip",
        zipSync({ "a.txt": new Uint8Array(64 * MIB).fill(97), "web.txt": strToU8(ticket("web")) }),
      );
      const found = await answer([folder.at("zeros.zip")]);
      expect(found.report.failures.map(({ pod }) => pod)).to.deep.equal(["web"]);
      expect(found.unanswered.map(({ message }) => message).join()).to.match(RATIO);
    });

    it("in a bomb is given up at the first", async () => {
      const inner = gzipSync(Buffer.alloc(64 * MIB, "a"));
      folder.put("nested.tgz", tgzOf([{ path: "inner.gz", body: inner }, WEB]));
      const found = await answer([folder.at("nested.tgz")]);
      expect(found.report.failures.map(({ pod }) => pod)).to.deep.equal(["web"]);
      expect(found.unanswered.map(({ message }) => message)).to.have.length(1);
      expect(found.unanswered[0]?.message).to.contain("nested.tgz!inner.gz").and.match(RATIO);
    });

    it("that packs itself again and again is not unpacked", async () => {
      folder.put("gzgz", gzipSync(gzipSync(ticket("web"))));
      const three = tgzOf([{ path: "2.tgz", body: tgzOf([{ path: "3.tgz", body: tgzOf([WEB]) }]) }]);
      folder.put("three.tgz", three);
      expect(complaintsOf(await read([folder.at("gzgz"), folder.at("three.tgz")]))).to.deep.equal([
        `The archive "${folder.at("gzgz")}" is packed too many times over.`,
        `The archive "${folder.at("three.tgz")}!2.tgz!3.tgz" is packed too many times over.`,
      ]);
    });

    it("of honest ratio ends at the limit on everything", async () => {
      folder.put("long.tgz", tgzOf(["a", "b", "c", "d"].map((path) => ({ path, body: ticket(path) }))));
      const { unanswered, report } = await answer([folder.at("long.tgz")], { limits: { unpacked: 4000 } });
      expect(report.failures.length).to.be.below(4);
      expect(unanswered[0]?.message).to.contain("the rest was not read.");
    });
  });

  describe("of a hundred thousand members", () => {
    it("in a tar.gz is left at the limit, in little memory", async () => {
      const many = Array.from({ length: 100_001 }, (_, index) => ({ path: `${index}.txt`, body: "x" }));
      folder.put("many.tgz", tgzOf([WEB, ...many]));
      let found: Awaited<ReturnType<typeof answer>> | null = null;
      const growth = await growthDuring(async () => {
        found = await answer([folder.at("many.tgz")]);
      });
      const { report, unanswered } = found as unknown as Awaited<ReturnType<typeof answer>>;
      expect(report.failures.map(({ pod }) => pod)).to.deep.equal(["web"]);
      expect(unanswered.map(({ message }) => message)).to.deep.equal([
        `"${folder.at("many.tgz")}" leads to more than 20,000 texts; the rest was not read.`,
      ]);
      expect(growth).to.be.below(ROOM);
    }).timeout(60_000);

    it("in a zip is not begun", async () => {
      const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`${index}.txt`, strToU8("x")]));
      folder.put("many.zip", zipSync(many, { level: 0 }));
      expect(complaintsOf(await read([folder.at("many.zip")], { limits: { entries: 100 } }))).to.deep.equal([
        `"${folder.at("many.zip")}" holds more than 100 names; the rest was not read.`,
      ]);
    });

    it("that are folders is left at the limit too", async () => {
      folder.put(
        "folders.tar",
        tarOf(Array.from({ length: 101 }, (_, index) => ({ path: `${index}/`, type: "Directory" }))),
      );
      expect(complaintsOf(await read([folder.at("folders.tar")], { limits: { entries: 100 } }))[0]).to.contain(
        "holds more than 100 names",
      );
    });
  });

  it("of one huge member keeps the others, in little memory", async () => {
    // JSON is held until its end. Random letters, so that it is the length that is too much and not the ratio.
    const noise = Buffer.from(Array.from({ length: MIB }, () => 97 + Math.floor(Math.random() * 26)));
    const huge = Buffer.concat([Buffer.from('["'), ...Array.from({ length: 300 }, () => noise)]);
    folder.put("huge.tar", tarOf([{ path: "huge.json", body: huge }, WEB]));
    const found = await answer([folder.at("huge.tar")], { limits: { text: 32 * MIB } });
    expect(found.report.failures.map(({ pod }) => pod)).to.deep.equal(["web"]);
    expect(found.unanswered.map(({ message }) => message)).to.deep.equal([
      `The file "${folder.at("huge.tar")}!huge.json" is longer than 32 MiB.`,
    ]);
  }).timeout(60_000);
});

describe("a damaged archive", () => {
  let folder: Folder;
  before(() => {
    folder = new Folder();
  });
  after(() => folder.remove());

  const TWO = [
    { path: "web.txt", body: ticket("web") },
    { path: "api.txt", body: ticket("api") },
  ];

  it("that is a gzip cut off gives what is there", async () => {
    const text = ticket("web") + "x".repeat(10);
    const whole = gzipSync(text);
    folder.put("cut.txt.gz", whole.subarray(0, whole.length - 12));
    const found = await answer([folder.at("cut.txt.gz")]);
    expect(found.report.failures.map(({ pod }) => pod)).to.deep.equal(["web"]);
    expect(found.unanswered.map(({ message }) => message)).to.deep.equal([
      `The archive "${folder.at("cut.txt.gz")}" is cut off; what could be read of it counts.`,
    ]);
  });

  it("that is a tar.gz cut off is told once, under its own name", async () => {
    const noise = Array.from({ length: 40 }, (_, index) => ({
      path: `${index}`,
      body: Buffer.from(crypto.getRandomValues(new Uint8Array(600)).map((byte) => 97 + (byte % 26))),
    }));
    const whole = tgzOf([...TWO, ...noise]);
    folder.put("cut.tgz", whole.subarray(0, Math.floor(whole.length * 0.7)));
    const found = await answer([folder.at("cut.tgz")]);
    expect(found.report.failures.map(({ pod }) => pod)).to.deep.equal(["web", "api"]);
    expect(found.unanswered.map(({ message }) => message)).to.deep.equal([
      `The archive "${folder.at("cut.tgz")}" is cut off; what could be read of it counts.`,
    ]);
  });

  it("that is a tar cut off gives what is there", async () => {
    const whole = tarOf(TWO);
    folder.put("cut.tar", whole.subarray(0, 512 + 1024 + 512 + 300));
    const found = await answer([folder.at("cut.tar")]);
    expect(found.report.failures.map(({ pod }) => pod)).to.include("web");
    expect(found.unanswered.map(({ message }) => message)).to.deep.equal([
      `The archive "${folder.at("cut.tar")}" is cut off; what could be read of it counts.`,
    ]);
  });

  it("with a wrong checksum is not trusted", async () => {
    const bytes = gzipSync(ticket("web"));
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 8) ^ 1, bytes.length - 8);
    folder.put("crc.gz", bytes);
    const found = await answer([folder.at("crc.gz")]);
    expect(found.report.complete).to.equal(false);
    expect(found.unanswered.map(({ message }) => message)).to.deep.equal([
      `The archive "${folder.at("crc.gz")}" is damaged; what could be read of it counts.`,
    ]);
  });

  it("that is a zip with a wrong checksum is told, member by member", async () => {
    const bytes = Buffer.from(zipSync({ "web.txt": strToU8(ticket("web")), "api.txt": strToU8(ticket("api")) }));
    const directory = bytes.indexOf("PK\x01\x02", 0, "latin1");
    bytes.writeUInt8(bytes.readUInt8(directory + 16) ^ 1, directory + 16);
    folder.put("crc.zip", bytes);
    const found = await answer([folder.at("crc.zip")]);
    expect(found.report.failures).to.have.length(2);
    expect(found.unanswered.map(({ message }) => message)).to.deep.equal([
      `The archive "${folder.at("crc.zip")}!web.txt" is damaged; what could be read of it counts.`,
    ]);
  });

  it("that is a zip cut off is told", async () => {
    const bytes = zipSync({ "web.txt": strToU8(ticket("web")) });
    folder.put("cut.zip", bytes.subarray(0, bytes.length - 30));
    expect(complaintsOf(await read([folder.at("cut.zip")]))).to.deep.equal([
      `The archive "${folder.at("cut.zip")}" is cut off; what could be read of it counts.`,
    ]);
  });

  it("that is a zip with a password is told", async () => {
    const bytes = Buffer.from(zipSync({ "web.txt": strToU8(ticket("web")) }));
    bytes.writeUInt16LE(1, bytes.indexOf("PK\x01\x02", 0, "latin1") + 8);
    folder.put("locked.zip", bytes);
    expect(complaintsOf(await read([folder.at("locked.zip")]))).to.deep.equal([
      `The archive "${folder.at("locked.zip")}" is protected by a password.`,
    ]);
  });

  it("of any kind never makes the program fail", async () => {
    const seeds = [tgzOf(TWO), tarOf(TWO), Buffer.from(zipSync({ "web.txt": strToU8(ticket("web")) }))];
    // A fixed sequence, so that what fails once fails again.
    let state = 1;
    const next = (below: number): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    for (let round = 0; round < 300; round++) {
      const bytes = Buffer.from(seeds[round % seeds.length] as Buffer);
      for (let flips = 1 + next(8); flips > 0; flips--) bytes[next(bytes.length)] = next(256);
      folder.put("flipped", round % 5 === 0 ? bytes.subarray(0, next(bytes.length)) : bytes);
      const { unreadable } = await read([folder.at("flipped")]);
      for (const { hint } of unreadable) expect(hint).to.match(/^[A-Z].*\.?$/);
    }
  });
});
