/**
 * Mangles the fixtures for as long as it is let: first every transformation by itself, with its share of causes that
 * stay, then two and three of them at random. Ends with status 1 where a cause changed or a promise broke.
 *
 *   npm run fuzz                 until Ctrl-C
 *   npm run fuzz -- 60 7         for 60 seconds, from seed 7
 */

import { randomFrom } from "./mangle.ts";
import { cleanTexts, everySingle, type Survival, survive } from "./measure.ts";

const [seconds = "Infinity", firstSeed = "1"] = process.argv.slice(2);
const texts = cleanTexts(["1.20", "1.26", "1.32", "1.35", "1.36"]);
const end = performance.now() + Number(seconds) * 1000;

function tell(name: string, { failures, same, lost, changed, broken }: Survival): void {
  console.log(`${((same / failures) * 100).toFixed(1).padStart(6)} %  ${name}`);
  for (const what of changed) console.log(`          changed: ${what}`);
  for (const what of broken) console.log(`          broken:  ${what}`);
  for (const what of lost.slice(0, 3)) console.log(`          lost:    ${what}`);
  if (changed.length > 0 || broken.length > 0) process.exitCode = 1;
}

const singles = everySingle();
for (const [name, mangles] of singles) tell(name, survive(texts, mangles, Number(firstSeed)));

for (let seed = Number(firstSeed); performance.now() < end; seed++) {
  const random = randomFrom(seed);
  const chosen = Array.from({ length: random() < 0.7 ? 2 : 3 }, () => singles[Math.floor(random() * singles.length)]);
  const steps = chosen.filter((one) => one !== undefined);
  const few = texts.filter((_, index) => index % 16 === seed % 16);
  const survival = survive(
    few,
    steps.flatMap(([, mangles]) => mangles),
    seed,
  );
  if (survival.same < survival.failures || survival.broken.length > 0)
    tell(`seed ${seed}: ${steps.map(([name]) => name).join(", then ")}`, survival);
}
