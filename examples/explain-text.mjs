// Explains the text of a ticket, with the pure core and nothing of the command line:
//
//   node explain-text.mjs < ticket.txt
import { text } from "node:stream/consumers";
import { CATALOGUE, diagnose } from "kubectl-pullcheck";

const { failures, warnings } = diagnose([{ source: "ticket.txt", text: await text(process.stdin) }]);

for (const { image, cause, confidence, evidence, fixes } of failures) {
  console.log(`${image?.raw ?? "An image"}: ${CATALOGUE[cause].title} (${cause}, ${confidence})`);
  for (const { quote } of evidence) console.log(`  it says: ${quote}`);
  for (const { title } of fixes) console.log(`  to do: ${title}`);
}
for (const warning of warnings) console.log(`note: ${warning}`);
