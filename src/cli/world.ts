/** What the program touches outside itself; `process` is one, and tests make their own. */
export interface World {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As Node names it: "linux", "win32", … */
  readonly platform?: string;
  /** Of the signals that ask it to end; where there are none, nobody asks. */
  on?(signal: EndSignal, listener: () => void): unknown;
  off?(signal: EndSignal, listener: () => void): unknown;
}

export type EndSignal = "SIGINT" | "SIGTERM";

export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
  on?(event: "error" | "resize", listener: () => void): unknown;
  off?(event: "error" | "resize", listener: () => void): unknown;
}
