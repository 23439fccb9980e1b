import { defineCause } from "../define.ts";
import { words } from "../signals.ts";

export default defineCause({
  group: "content",
  title: "The image is in a form the runtime does not take",
  what: "The runtime does not take this kind of content: retired schema 1, an unknown media type, encrypted, or no image at all.",
  why: "",
  scope: "image",
  signals: [
    {
      means: "certain",
      see: words(
        /is no longer supported|are no longer supported|schema 1 (?:image|support)|unsupported schema version|no processor for media-type|unsupported image-specific operation|encountered remote .{0,300} when fetching|mismatched image rootfs|unsupported media type|unsupported manifest|AI models are not yet supported|invalid mixed OCI image/i,
      ),
    },
    { means: "likely", see: words(/missing signature key/i) },
    // A descriptor of a type that no runtime has a handler for: it was never fetched as a blob.
    {
      means: "likely",
      see: words(/could not fetch content descriptor .{0,200}\((?!application\/vnd\.(?:docker|oci)\.)/i),
    },
  ],
  outranks: ["corrupt-image", "image-not-found", "unexpected-registry-response"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
