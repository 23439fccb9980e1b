/** Where a terminal broke the lines of a dump, and how two halves of a value become one again. */
import { joinBroken } from "../text/join.ts";

/** In characters; 0 where nothing shows that lines were broken at an edge. */
export function edgeOf(lines: readonly string[]): number {
  let widest = 0;
  let times = 0;
  for (const { length } of lines) {
    if (length > widest) [widest, times] = [length, 1];
    else if (length === widest) times++;
  }
  return widest >= 40 && times >= 2 ? widest : 0;
}

/** `length` is that of the line on which `left` ended. At the very edge nothing is lost but a blank. */
export function joinAtEdge(left: string, right: string, length: number, edge: number): string {
  if (edge > 0 && length === edge) return left + right;
  if (edge > 0 && length === edge - 1) return `${left} ${right.trimStart()}`;
  return joinBroken(left, right, true);
}
