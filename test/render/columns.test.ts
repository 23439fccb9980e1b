import { expect } from "chai";
import stringWidth from "string-width";
import { type Column, layOut } from "../../src/render/columns.ts";
import { paint } from "../../src/render/style.ts";

type Row = readonly (string | null)[];

const column = (head: string, index: number, least: number | null = null): Column<Row> => ({
  head,
  cell: (row) => row[index] ?? null,
  least,
});
const COLUMNS = [column("POD", 0, 8), column("IMAGE", 1, 10), column("CAUSE", 2)];

const lay = (rows: readonly Row[], width: number, color = false): string[] | null =>
  layOut(COLUMNS, rows, width, paint(color));

/** Where the last column begins, in columns of the terminal. */
const startOfLast = (line: string): number => stringWidth(line.slice(0, line.lastIndexOf("  ") + 2));

describe("a table", () => {
  it("aligns its columns, with wide characters, joined emoji and combining marks too", () => {
    const lines = lay(
      [
        ["web", "nginx:1", "x"],
        ["ウェブ", "日本/イメージ:1", "x"],
        ["👩‍👩‍👧‍👦", "é́́", "x"],
        ["ก็", "🇩🇪", "x"],
      ],
      80,
    ) as string[];
    expect(lines).to.have.length(5);
    expect(new Set(lines.map(startOfLast)).size, lines.join("\n")).to.equal(1);
  });

  it("cuts long cells in the middle, so that a reference keeps its tag", () => {
    const [, row] = lay([["web", `registry.example/${"a".repeat(200)}:v2`, "dns-failure"]], 60) as string[];
    expect(stringWidth(row as string)).to.be.at.most(60);
    expect(row).to.match(/registry\S*…\S*:v2 {2}dns-failure$/);
  });

  it("never cuts a cause", () => {
    const [, row] = lay([["p".repeat(50), "i".repeat(50), "unexpected-registry-response"]], 50) as string[];
    expect(row).to.match(/ unexpected-registry-response$/);
  });

  it("is refused where not even cut cells fit", () => {
    expect(lay([["p".repeat(50), "i".repeat(50), "unexpected-registry-response"]], 40)).to.equal(null);
  });

  it("leaves out a column that has no value, and has a dash for a single one that is missing", () => {
    expect(
      lay(
        [
          ["a", null, "x"],
          [null, null, "y"],
        ],
        80,
      ),
    ).to.deep.equal(["POD  CAUSE", "a    x", "-    y"]);
  });

  it("keeps its rows apart also where cells are empty or hold line breaks", () => {
    expect(lay([["", "a\nb", "x"]], 80)).to.deep.equal(["POD  IMAGE  CAUSE", "-    a b    x"]);
  });

  it("of thousands of rows is laid out in a moment", function () {
    this.timeout(5000);
    const rows = Array.from({ length: 5000 }, (_, index): Row => [`web-${index}`, "nginx:1", "dns-failure"]);
    expect(lay(rows, 80)).to.have.length(5001);
  });

  it("underlines its head with colour and changes no word by it", () => {
    const [head] = lay([["a", "b", "c"]], 80, true) as string[];
    expect(head).to.equal("\u001b[1mPOD  IMAGE  CAUSE\u001b[0m");
  });
});
