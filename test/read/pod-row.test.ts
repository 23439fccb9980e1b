import { expect } from "chai";
import { parsePodRow } from "../../src/read/pod-row.ts";

const STATUS = "0/1     ImagePullBackOff   0          4m";

describe("a row of `get pods`", () => {
  for (const name of ["<my-pod>", "[REDACTED]-64779b77f9-nsm6s", "my_pod_1", "web-XXXX-7b", "web-***-7b"])
    it(`is one whatever stands in place of the name: ${name}`, () => {
      expect(parsePodRow(`${name}   ${STATUS}`)).to.deep.include({ name, status: "ImagePullBackOff" });
      expect(parsePodRow(`shop   ${name}   ${STATUS}`)).to.deep.include({ name, namespace: "shop" });
    });

  for (const [what, before, after] of [
    ["in a string of source code", "  ['", "','hi'],"],
    ["in code marks", "`", "`"],
    ["whose emphasis ends with it", "*", "_"],
    ["in a bullet", "- ", ""],
  ] as const)
    it(`is one ${what}`, () => {
      expect(parsePodRow(`${before}web-0   ${STATUS}${after}`)).to.deep.include({
        name: "web-0",
        status: "ImagePullBackOff",
      });
    });

  it("has a name without the marks that emphasise it", () => {
    expect(parsePodRow(`**web-0**   ${STATUS}`)?.name).to.equal("web-0");
    expect(parsePodRow(`\`web-0\`   ${STATUS}`)?.name).to.equal("web-0");
  });

  it("has a status without the marks that emphasise it", () => {
    expect(parsePodRow("web-0   0/1   **_ErrImagePull_**   0   3m")?.status).to.equal("ErrImagePull");
  });

  for (const line of [
    "deployment.apps/web   0/1     1            0           4m",
    `web-0   ${STATUS}x`,
    "<none>   0/1 of them",
  ])
    it(`is not: ${line}`, () => expect(parsePodRow(line)).to.equal(null));
});
