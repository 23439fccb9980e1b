/** Where the changes go: lines of text, of JSON or of names, or a screen that is redrawn. */
import { changeLine, changeName, jsonLine } from "../../render/change.ts";
import type { PullChange } from "../../report.ts";
import type { Answer } from "../answer.ts";
import { writeAnswer } from "../output.ts";
import { privateAnswer } from "../private-answer.ts";
import type { ClusterRequest } from "../request.ts";
import type { World } from "../world.ts";
import { LiveScreen } from "./live-screen.ts";

export interface Teller {
  /** Nothing else may write to the terminal between its beginning and its end. */
  readonly ownsTerminal: boolean;
  /** The report as of now. */
  begin(answer: Answer): void;
  tell(answer: Answer, changes: readonly PullChange[]): void;
  /** What is to be known of what is shown; null where it is true. */
  warn(sentence: string | null): void;
  /** Null where nothing could be read at all. */
  end(last: Ending | null): void;
}

export interface Ending {
  readonly answer: Answer;
  readonly sentence: string;
}

/** `stop` is called where somebody wants it to end. */
export function makeTeller(request: ClusterRequest, world: World, stop: () => void): Teller {
  const { format, quiet, verbose } = request.show;
  const report = (answer: Answer): void => writeAnswer(privateAnswer(answer, request).answer, request.show, world);
  const whole = (answer: Answer): void => jsonAnswer(answer, request, world);
  if (format === "json") return new Lines(world, { begin: whole, line: jsonLine, end: ({ answer }) => whole(answer) });
  if (format === "name") return new Lines(world, { begin: report, line: changeName });
  const isLive = world.stdout.isTTY === true && world.env["TERM"] !== "dumb" && !quiet && !verbose;
  if (isLive) return new LiveScreen(request, world, { report, stop });
  const end = ({ sentence }: Ending): void => void world.stdout.write(quiet ? "" : `${sentence}\n`);
  return new Lines(world, { begin: report, line: changeLine, end });
}

/** The report on one line. At the end comes another one, so that the last line tells how things stand. */
function jsonAnswer(answer: Answer, request: ClusterRequest, world: World): void {
  const { report } = privateAnswer(answer, request).answer;
  world.stdout.write(`${jsonLine(report)}\n`);
}

interface LineForm {
  begin(answer: Answer): void;
  line(change: PullChange): string | null;
  end?(last: Ending): void;
}

class Lines implements Teller {
  readonly ownsTerminal = false;
  private readonly world: World;
  private readonly form: LineForm;

  constructor(world: World, form: LineForm) {
    this.world = world;
    this.form = form;
  }

  begin(answer: Answer): void {
    this.form.begin(answer);
  }

  tell(_: Answer, changes: readonly PullChange[]): void {
    for (const change of changes) {
      const line = this.form.line(change);
      if (line !== null) this.world.stdout.write(`${line}\n`);
    }
  }

  warn(): void {}

  end(last: Ending | null): void {
    if (last !== null) this.form.end?.(last);
  }
}
