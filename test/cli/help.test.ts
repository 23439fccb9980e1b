import { expect } from "chai";
import { FLAGS } from "../../src/cli/flags.ts";
import { helpText } from "../../src/cli/help.ts";

describe("the help", () => {
  const pages = {
    general: helpText(),
    causes: helpText("causes"),
    completion: helpText("completion"),
    probe: helpText("probe"),
  };

  for (const [name, page] of Object.entries(pages)) {
    it(`on ${name} reads as kubectl's own: what it does, examples, options, usage`, () => {
      const heads = page.split("\n").filter((line) => /^\S.*:$/.test(line));
      expect(heads[0]).to.equal("Examples:");
      expect(heads.at(-1)).to.equal("Usage:");
      expect(page.split("\n")[0]).to.match(/^[A-Z].*\.$/);
      expect(page).to.match(/[^\n]\n$/);
    });

    it(`on ${name} begins each usage line with kubectl pullcheck`, () => {
      const usage = /^Usage:\n((?: {2}.*\n)+)/m.exec(page)?.[1]?.trimEnd().split("\n") ?? [];
      expect(usage).not.to.deep.equal([]);
      for (const line of usage) expect(line).to.match(/^ {2}kubectl pullcheck /);
    });
  }

  it("shows every flag, with what it is without it", () => {
    expect(pages.general)
      .to.contain("\n    -n, --namespace='':\n\tThe namespace")
      .and.contain("\n    --redact=false:\n\t");
    expect(pages.general).to.contain("\n    -f, --filename=[]:\n\t").and.contain("\n    -o, --output='table':\n\t");
    for (const { name } of FLAGS) expect(pages.general).to.contain(`--${name}=`);
  });
});
