import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { makeProgress } from "../../src/cli/progress.ts";

function terminal(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  return { isTTY, columns, written, write: (text: string) => written.push(text) };
}

describe("the progress line", () => {
  it("says nothing within the first second", () => {
    const stderr = terminal(true);
    const progress = makeProgress(stderr);
    progress.page("pods", 5000);
    progress.end();
    expect(stderr.written).to.deep.equal([]);
  });

  it("then counts pages, pods and events, and is gone at the end", () => {
    const stderr = terminal(true);
    let now = 0;
    const progress = makeProgress(stderr, () => now);
    progress.page("pods", 5000);
    now = 2000;
    progress.page("pods", 1);
    progress.page("events", 1);
    progress.end();
    expect(stderr.written).to.deep.equal([
      "\r\u001b[KReading the cluster: 2 pages, 5,001 pods …",
      "\r\u001b[KReading the cluster: 3 pages, 5,001 pods, 1 event …",
      "\r\u001b[K",
    ]);
  });

  it("tells that the first page is long in coming, in no more columns than there are", async () => {
    const stderr = terminal(true, 30);
    const progress = makeProgress(stderr);
    await wait(1100);
    progress.end();
    expect(stderr.written[0]).to.equal("\r\u001b[KReading the cluster: waiting ");
  });

  it("is nothing for a log file", () => {
    const stderr = terminal(false);
    const progress = makeProgress(stderr, () => 5000);
    progress.page("pods", 1);
    progress.end();
    expect(stderr.written).to.deep.equal([]);
  });
});
