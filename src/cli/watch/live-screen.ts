/**
 * The live table of `--watch`: a screen of its own, which is gone at the end, so that nothing of it stays between the
 * report and the summary. A frame is one write from the top left, over the frame before it.
 */
import { type LiveView, liveLines } from "../../render/live.ts";
import type { PullChange } from "../../report.ts";
import type { Answer } from "../answer.ts";
import { usesColor, widthOf } from "../output.ts";
import { privateAnswer } from "../private-answer.ts";
import type { ClusterRequest } from "../request.ts";
import type { World } from "../world.ts";
import type { Ending, Teller } from "./teller.ts";

/** The alternate screen, the cursor's visibility, "synchronized update" (mode 2026, passed over where it is unknown). */
const ENTER = "\u001b[?1049h\u001b[?25l";
const LEAVE = "\u001b[?25h\u001b[?1049l";
const BEGIN_FRAME = "\u001b[?2026h\u001b[H";
const END_LINE = "\u001b[K";
const END_FRAME = "\u001b[J\u001b[?2026l";

const CTRL_C = 0x03;

export interface LiveOptions {
  /** Prints the whole report. */
  readonly report: (answer: Answer) => void;
  /** Somebody wants it to end. */
  readonly stop: () => void;
}

const MOST_CHANGES = 20;
const USUAL_HEIGHT = 24;

export class LiveScreen implements Teller {
  readonly ownsTerminal: boolean;
  private answer: Answer | null = null;
  private why: string | null = null;
  private changes: readonly PullChange[] = [];
  private readonly request: ClusterRequest;
  private readonly world: World;
  private readonly report: (answer: Answer) => void;
  private readonly stop: () => void;
  private readonly redraw = (): void => this.draw();
  private readonly hearKeys = (keys: Uint8Array): void => {
    if (keys.includes(CTRL_C)) this.stop();
  };

  constructor(request: ClusterRequest, world: World, { report, stop }: LiveOptions) {
    this.request = request;
    this.world = world;
    this.report = report;
    this.stop = stop;
    this.ownsTerminal = world.stderr.isTTY === true;
  }

  begin(answer: Answer): void {
    this.report(answer);
    this.world.stdout.write(ENTER);
    this.world.stdout.on?.("resize", this.redraw);
    this.listen(true);
    this.show(answer);
  }

  tell(answer: Answer, changes: readonly PullChange[]): void {
    this.changes = [...this.changes, ...changes].slice(-MOST_CHANGES);
    this.show(answer);
  }

  warn(sentence: string | null): void {
    if (sentence === this.why) return;
    this.why = sentence;
    this.draw();
  }

  end(last: Ending | null): void {
    if (this.answer === null) return;
    this.world.stdout.off?.("resize", this.redraw);
    this.listen(false);
    this.world.stdout.write(LEAVE);
    if (last === null) return;
    // The report above tells how things stood at the beginning.
    const changed =
      this.changes.length > 0 ? this.linesOf({ changes: [], warning: null, closing: last.sentence }) : [last.sentence];
    this.world.stdout.write(`${changed.join("\n")}\n`);
  }

  /** Keys would be shown in the middle of the table. */
  private listen(on: boolean): void {
    const { stdin } = this.world;
    if (stdin.isTTY !== true) return;
    stdin.setRawMode?.(on);
    if (on) stdin.on?.("data", this.hearKeys);
    else {
      stdin.off?.("data", this.hearKeys);
      stdin.pause?.();
    }
  }

  private show(answer: Answer): void {
    this.answer = privateAnswer(answer, this.request).answer;
    this.draw();
  }

  private draw(): void {
    if (this.answer === null) return;
    const lines = this.linesOf({ changes: this.changes, warning: this.why, closing: null });
    this.world.stdout.write(`${BEGIN_FRAME}${lines.map((line) => line + END_LINE).join("\r\n")}${END_FRAME}`);
  }

  private linesOf(view: Pick<LiveView, "changes" | "warning" | "closing">): string[] {
    if (this.answer === null) return [];
    const { report, looked } = this.answer;
    return liveLines(
      { ...view, report, looked },
      {
        // In the last column a terminal waits with the next line, and some of them lose what stands there.
        width: widthOf(this.world) - 1,
        height: this.world.stdout.rows || USUAL_HEIGHT,
        color: usesColor(this.request.show.color, this.world),
      },
    );
  }
}
