/**
 * Engines let memory grow to several times what is in use before they look for what is not; a long text leaves hundreds
 * of megabytes behind that way. Here they are told to look.
 */
/** Bytes of text between two looks. */
const OFTEN = 32 * 1024 * 1024;

export class Tidy {
  private read = 0;
  private isLong = false;

  /** After `bytes` more have been read. */
  after(bytes: number): void {
    this.read += bytes;
    if (this.read < OFTEN) return;
    this.read = 0;
    this.isLong = true;
    collectGarbage();
  }

  /** After the last of it, before anything is made of what was read. */
  end(): void {
    if (this.isLong) collectGarbage();
  }
}

function collectGarbage(): void {
  const { Bun: bun } = globalThis as { Bun?: { gc(now: boolean): void } };
  if (bun !== undefined) {
    bun.gc(true);
    return;
  }
  process.getBuiltinModule("node:v8").setFlagsFromString("--expose-gc");
  (process.getBuiltinModule("node:vm").runInNewContext("gc") as () => void)();
}
