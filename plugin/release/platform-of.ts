/** Which machine an executable is for, from its own header: `linux-amd64`, … and null for anything that no target is. */

export function platformOf(file: Buffer): string | null {
  if (file.toString("latin1", 0, 4) === "\x7fELF") return named("linux", file.readUInt16LE(18), ELF);
  if (file.readUInt32LE(0) === 0xfeedfacf) return named("darwin", file.readUInt32LE(4), MACH_O);
  if (file.toString("latin1", 0, 2) === "MZ") return windows(file);
  return null;
}

const ELF = { 62: "amd64", 183: "arm64" };
const MACH_O = { 16777223: "amd64", 16777228: "arm64" };
const PE = { 34404: "amd64", 43620: "arm64" };
const PE32_PLUS = 0x20b;
const CONSOLE = 3;

function windows(file: Buffer): string | null {
  const at = file.readUInt32LE(0x3c);
  const optional = at + 24;
  if (file.toString("latin1", at, at + 4) !== "PE\0\0" || file.readUInt16LE(optional) !== PE32_PLUS) return null;
  // Of the other subsystem, a window would open and nothing be printed.
  if (file.readUInt16LE(optional + 68) !== CONSOLE) return null;
  return named("windows", file.readUInt16LE(at + 4), PE);
}

function named(os: string, machine: number, machines: Readonly<Record<number, string>>): string | null {
  const arch = machines[machine];
  return arch === undefined ? null : `${os}-${arch}`;
}
