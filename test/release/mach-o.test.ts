import { expect } from "chai";
import { badPages, signAdHoc } from "../../plugin/release/mach-o.ts";

const CODE = 10_000;

/** The smallest file that can be signed: a header, three load commands, code, and a signature that is of something else. */
function machO(): Buffer {
  const file = Buffer.alloc(CODE + 64, 0x90);
  const commands = [segment("__TEXT", 0, 8192), segment("__LINKEDIT", 8192, CODE + 64 - 8192), signature(CODE, 64)];
  const header = Buffer.alloc(32);
  header.writeUInt32LE(0xfeed_facf, 0);
  header.writeUInt32LE(2, 12);
  header.writeUInt32LE(commands.length, 16);
  header.writeUInt32LE(Buffer.concat(commands).length, 20);
  Buffer.concat([header, ...commands]).copy(file);
  return file;
}

function segment(name: string, offset: number, size: number): Buffer {
  const command = Buffer.alloc(72);
  command.writeUInt32LE(0x19, 0);
  command.writeUInt32LE(command.length, 4);
  command.write(name, 8);
  command.writeBigUInt64LE(BigInt(offset), 40);
  command.writeBigUInt64LE(BigInt(size), 48);
  return command;
}

function signature(offset: number, size: number): Buffer {
  const command = Buffer.alloc(16);
  for (const [index, word] of [0x1d, command.length, offset, size].entries()) command.writeUInt32LE(word, 4 * index);
  return command;
}

describe("the signature of a macOS program", () => {
  it("is told to be none where there is something else in its place", () => {
    expect(badPages(machO())).to.equal(null);
  });

  it("fits every page once it is made", () => {
    expect(badPages(signAdHoc(machO(), "demo"))).to.deep.equal([]);
  });

  it("no longer fits a page that was changed", () => {
    const signed = signAdHoc(machO(), "demo");
    signed[5000] = 0;
    expect(badPages(signed)).to.deep.equal([1]);
  });

  it("replaces the one before it, whatever that was, and stays the same", () => {
    const once = signAdHoc(machO(), "demo");
    expect(signAdHoc(once, "demo").equals(once)).to.equal(true);
  });

  it("carries the name that it was given", () => {
    expect(signAdHoc(machO(), "kubectl-pullcheck").includes("kubectl-pullcheck\0")).to.equal(true);
  });

  it("lies in a segment that ends with the file", () => {
    const signed = signAdHoc(machO(), "demo");
    const linkedit = 32 + 72;
    expect(signed.readBigUInt64LE(linkedit + 40) + signed.readBigUInt64LE(linkedit + 48)).to.equal(
      BigInt(signed.length),
    );
  });
});
