/** What the program touches outside itself; `process` is one, and tests make their own. */
export interface World {
  readonly stdin: AsyncIterable<Uint8Array | string> & Partial<Keyboard>;
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

/** What standard input is besides, where it is a terminal. */
export interface Keyboard {
  readonly isTTY: boolean;
  /** Keys are then heard one by one, shown by nobody, and none of them is a signal. */
  setRawMode(on: boolean): unknown;
  on(event: "data", listener: (keys: Uint8Array) => void): unknown;
  off(event: "data", listener: (keys: Uint8Array) => void): unknown;
  pause(): unknown;
}

export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
  on?(event: "error" | "resize", listener: () => void): unknown;
  off?(event: "error" | "resize", listener: () => void): unknown;
}
