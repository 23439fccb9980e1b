/** A text that is given bit by bit, because it may be longer than memory holds. */
import { FailingPods } from "../pull/failing-pods.ts";
import { LongText } from "../read/long-text.ts";

export function openText(source: string): LongText {
  return new LongText(source, new FailingPods());
}
