import { expect } from "chai";
import { platformOf } from "../../plugin/release/platform-of.ts";

const WINDOWS = { machine: 0x8664, magic: 0x20b, subsystem: 3 };

function windows({ machine, magic, subsystem }: typeof WINDOWS): Buffer {
  const file = Buffer.alloc(256);
  file.write("MZ");
  file.writeUInt32LE(64, 0x3c);
  file.write("PE", 64);
  file.writeUInt16LE(machine, 68);
  file.writeUInt16LE(magic, 88);
  file.writeUInt16LE(subsystem, 156);
  return file;
}

function elf(machine: number): Buffer {
  const file = Buffer.alloc(64);
  file.write("\x7fELF");
  file.writeUInt16LE(machine, 18);
  return file;
}

describe("the machine of a program", () => {
  it("is told by the header of each system", () => {
    expect(platformOf(elf(62))).to.equal("linux-amd64");
    expect(platformOf(elf(183))).to.equal("linux-arm64");
    expect(platformOf(windows(WINDOWS))).to.equal("windows-amd64");
    expect(platformOf(windows({ ...WINDOWS, machine: 0xaa64 }))).to.equal("windows-arm64");
  });

  it("is none of ours for 32 bits, for a program with a window, for anything else", () => {
    expect(platformOf(elf(3))).to.equal(null);
    expect(platformOf(windows({ ...WINDOWS, machine: 0x14c, magic: 0x10b }))).to.equal(null);
    expect(platformOf(windows({ ...WINDOWS, subsystem: 2 }))).to.equal(null);
    expect(platformOf(Buffer.from("#!/bin/sh\nexit 0\n"))).to.equal(null);
  });
});
