import { defineCause } from "../define.ts";
import { words } from "../signals.ts";

export default defineCause({
  group: "content",
  title: "No variant for this platform",
  what: "The image exists, but not for this node's operating system, architecture or Windows build.",
  why: "",
  scope: "image",
  signals: [
    {
      means: "certain",
      see: words(
        /no match for platform|no matching manifest for|no image found in (?:manifest list|image index)|cannot be used on this platform|-based image is incompatible with a|no unpack platforms|no supported platform|does not match the (?:specified|detected host) platform|cannot download image with operating system|does not support platform/i,
      ),
    },
  ],
  outranks: ["image-not-found", "tag-not-found", "unsupported-manifest", "node-filesystem-error"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
