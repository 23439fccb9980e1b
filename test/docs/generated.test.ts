import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { between } from "../../tools/gen/markers.ts";
import { fieldTables } from "../../tools/gen/report-fields.ts";
import { ROOT } from "./pages.ts";

describe("what is generated", () => {
  it("matches what it is made from", async () => {
    const { exitCode, stderr } = await execa("node", ["--import=tsx", "tools/gen.ts", "--check"], {
      cwd: ROOT,
      reject: false,
    });
    expect(exitCode, stderr).to.equal(0);
  });

  it("stands between its two comments, and the rest of the page stays", () => {
    const page = "a\n<!-- gen x -->\nold\n<!-- end x -->\nb <!-- gen y --><!-- end y -->";
    const once = between(page, "x", "new\n");
    expect(once).to.equal("a\n<!-- gen x -->\n\nnew\n\n<!-- end x -->\nb <!-- gen y --><!-- end y -->");
    expect(between(once, "x", "new")).to.equal(once);
  });

  it("is not written where a comment is missing", () => {
    for (const page of ["", "<!-- gen x -->", "<!-- end x --> <!-- gen x -->", "<!-- gen y --><!-- end y -->"])
      expect(() => between(page, "x", "new"), page).to.throw("gen x");
  });

  it("tells of every field of the report what it is for", () => {
    const tables = fieldTables(JSON.parse(readFileSync(join(ROOT, "src/report.schema.json"), "utf8")));
    const rows = tables.split("\n").filter((line) => line.startsWith("| `"));
    expect(rows).to.have.length.of.at.least(80);
    for (const row of rows) expect(row).to.match(/^\| `[\w.[\]]+` \| [^|]+ \| [^|]+\. ?\|$|\.\.\. \|$/);
  });
});
