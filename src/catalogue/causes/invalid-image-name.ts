import { defineCause } from "../define.ts";
import { state, step, words } from "../signals.ts";

export default defineCause({
  group: "reference",
  title: "The image name is not a valid reference",
  what: "The image reference breaks the grammar of image names, so no registry was asked.",
  why: "",
  scope: "image",
  signals: [
    { means: "certain", see: step(["default-tag", "parse-image"]) },
    {
      means: "certain",
      see: words(
        /invalid reference format|must be lowercase|invalid (?:tag|digest) format|cannot specify 64-byte hexadecimal|unsupported digest algorithm|invalid checksum digest (?:length|format)|repository name must (?:have|not|be)|is a reserved name|repository name .{0,300}must be lowercase/i,
      ),
    },
    { means: "certain", see: state("InvalidImageName") },
  ],
  outranks: ["image-inspect-failed"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
