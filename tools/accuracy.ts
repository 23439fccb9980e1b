/** `npm run accuracy -- DIR`: how often the program is right on the labelled cases in DIR, and every miss. */
import { join } from "node:path";
import {
  type MessageCase,
  type PasteCase,
  readCases,
  type Scored,
  scoreMessages,
  scorePastes,
  share,
} from "./score.ts";

const folder = process.argv[2] ?? "fixtures/corpus";
const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;

function print(title: string, scored: readonly Scored[]): void {
  if (scored.length === 0) return;
  const wrong = share(scored, "wrong", "confident");
  console.log(
    `${title}: ${scored.length} · strict ${percent(share(scored, "strict"))} · accepted ${percent(share(scored, "strict", "accepted"))} · wrong ${percent(wrong)} (with "certain" ${percent(share(scored, "confident"))}) · silent ${percent(share(scored, "silent"))}`,
  );
}

function printBy(title: string, scored: readonly Scored[], key: (one: Scored) => string): void {
  console.log(`\n${title}`);
  for (const name of [...new Set(scored.map(key))].sort()) {
    const members = scored.filter((one) => key(one) === name);
    const cells = [members.length, percent(share(members, "strict")), percent(share(members, "strict", "accepted"))];
    console.log(`  ${name.padEnd(44)}${cells.map((cell) => String(cell).padStart(10)).join("")}`);
  }
}

const messages = scoreMessages(readCases<MessageCase>(join(folder, "messages.jsonl")));
const runtimes = scoreMessages(readCases<MessageCase>(join(folder, "runtimes", "messages.jsonl")));
const pastes = scorePastes(readCases<PasteCase>(join(folder, "pastes.jsonl")), folder);
const all = [...messages, ...runtimes, ...pastes.found];

if (all.length === 0) {
  console.error(`${folder} holds no labelled cases: messages.jsonl, runtimes/messages.jsonl or pastes.jsonl.`);
  process.exitCode = 2;
} else {
  printBy("By cause: cases, strict, accepted", all, (one) => one.label);
  printBy("By runtime: cases, strict, accepted", all, (one) => one.runtime);
  const misses = all.filter((one) => one.outcome !== "strict" && one.outcome !== "accepted");
  console.log(`\nMisses: ${misses.length}`);
  for (const miss of misses)
    console.log(
      `  ${miss.id}: ${miss.label}, got ${miss.got} (${miss.outcome})\n      ${miss.text.replace(/\s+/g, " ").slice(0, 200)}`,
    );
  for (const line of [
    ...pastes.invented.map((one) => `invented ${one}`),
    ...pastes.extra.map((one) => `extra ${one}`),
    ...pastes.eventCounts.wrong.map((one) => `rows ${one}`),
  ])
    console.log(`  ${line}`);
  console.log("");
  print("messages", messages);
  print("runtimes", runtimes);
  print("pastes", pastes.found);
  const { right, of } = pastes.eventCounts;
  if (of > 0)
    console.log(
      `pastes: extra ${pastes.extra.length} · invented ${pastes.invented.length} · event rows counted right ${right} of ${of} (${percent(right / of)})`,
    );
}
