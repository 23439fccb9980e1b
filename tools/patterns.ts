/**
 * `npm run patterns`: is every regular expression of the program linear? Proved where it can be, measured where it
 * cannot, and the whole program measured over texts made to be slow. `-- --whole` and `-- --each` do one half.
 */
import { collectPatterns } from "./patterns/collect.ts";
import { slowPatterns } from "./patterns/dynamic.ts";
import { provenSlow } from "./patterns/static.ts";
import { hostileTexts, runWhole, SLOWEST_SECONDS_A_MEGABYTE } from "./patterns/whole.ts";

/** Milliseconds for the attacks on one pattern. */
const PATIENCE = 1000;
let faults = 0;

if (!process.argv.includes("--whole")) await judgeEach();
if (!process.argv.includes("--each")) judgeWhole();
console.log(faults === 0 ? "Everything is linear." : `\n${faults} faults.`);
process.exitCode = faults === 0 ? 0 : 1;

async function judgeEach(): Promise<void> {
  const { patterns, unseen } = await collectPatterns();
  console.log(`${patterns.length} patterns`);
  for (const where of unseen) complain(`${where} builds a pattern that nobody saw: let collect.ts reach it`);
  for (const { pattern, complexity, attack } of provenSlow(patterns)) {
    complain(`${pattern.where} ${complexity} (proved)\n    /${pattern.source}/${pattern.flags}\n    ${attack}`);
  }
  for (const { pattern, worst, secondsAMegabyte } of slowPatterns(patterns, PATIENCE)) {
    const growth = `grows with the power ${worst.exponent.toFixed(1)}, ${secondsAMegabyte.toFixed(1)} s for 1 MB or more`;
    const times = worst.times.map(({ ms }) => ms.toFixed(1)).join(" ");
    complain(
      `${pattern.where} ${growth}\n    /${pattern.source}/${pattern.flags}\n    ${worst.attack}\n    ${times} ms`,
    );
  }
}

function judgeWhole(): void {
  let slowest = { name: "", ms: 0 };
  for (const text of hostileTexts()) {
    const { name, times, exponent, ok } = runWhole(text);
    const shown = times.map((ms) => ms.toFixed(0)).join(" ");
    if (!ok) complain(`diagnose: ${name}: ${shown} ms, power ${exponent.toFixed(2)}`);
    else if ((times.at(-1) ?? 0) > slowest.ms) slowest = { name, ms: times.at(-1) ?? 0 };
  }
  console.log(
    `Slowest megabyte that passed: ${slowest.name}, ${slowest.ms.toFixed(0)} ms of ${SLOWEST_SECONDS_A_MEGABYTE * 1000}`,
  );
}

function complain(what: string): void {
  faults++;
  console.log(`FAULT ${what}`);
}
