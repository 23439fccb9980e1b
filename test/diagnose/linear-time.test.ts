import { expect } from "chai";
import { diagnose } from "../../src/diagnose/diagnose.ts";

const FAILED = 'Failed to pull image "x": ';
const SIZE = 256 * 1024;

/** Texts at which a pattern or a loop that looks back too far takes minutes. Each is `SIZE` long. */
const ATTACKS: Readonly<Record<string, string>> = {
  "flags of a pull command": `xx docker pull ${"--a ".repeat(SIZE / 4)}!`,
  backslashes: `${FAILED}${"\\".repeat(SIZE)}`,
  "backslashes behind an escaped row": `\\nEvents: ${"\\".repeat(SIZE)}`,
  "one endless word": `${FAILED}foo\n${"a".repeat(SIZE)}!\nb c\nd e\n`,
  "hidden characters": `${FAILED}Get ${"\uE000".repeat(SIZE)}`,
  "quotation marks": FAILED + '"'.repeat(SIZE),
  blanks: `5m  Warning  Failed  pod/x  a${" ".repeat(SIZE)}!`,
  arrows: `${FAILED}read tcp ${"->".repeat(SIZE / 2)}`,
  brackets: `failed to pull image ${"(".repeat(SIZE)}x: `,
  "class words": `${FAILED}foo${": aborted".repeat(SIZE / 9)} x`,
  "a row that never ends": `5m  Warning  Failed  pod/x  ${FAILED}\n${"ab cd ef\n".repeat(SIZE / 9)}`,
  "a row that never begins": `5m  Warning  Failed  pod/x  \n${"ab cd ef\n".repeat(SIZE / 9)}`,
  "thousands of messages": lines(50, (i) => `Failed to pull image "repo/x${i}:1": not found\n`),
  "thousands of log lines": lines(
    80,
    (i) => `E0101 12:00:00.0  1 x.go:1] Failed to pull image "x${i % 3}:1": not found`,
  ),
  "thousands of pods": lines(45, (i) => `web-${i}   0/1   ImagePullBackOff   0   5m`),
  "thousands of rows": lines(70, (i) => `5m  Warning  Failed  pod/p${i}  Failed to pull image "x${i}": not found`),
  "thousands of scheduled pods": lines(
    90,
    (i) => `5m  Normal  Scheduled  default-scheduler  Successfully assigned d/p${i} to node`,
  ),
};

function lines(length: number, line: (index: number) => string): string {
  return Array.from({ length: SIZE / length }, (_, index) => line(index)).join("\n");
}

describe("hostile text", () => {
  for (const [name, text] of Object.entries(ATTACKS)) {
    it(`takes no more than its length: ${name}`, () => {
      const begun = performance.now();
      diagnose([{ source: "-", text }]);
      // Linear ones take a tenth of this on a slow machine; quadratic ones take a minute.
      expect(performance.now() - begun).to.be.below(5000);
    });
  }
});
