import { defineCause } from "../define.ts";
import { isUnpacking } from "../readings.ts";
import { code, has, status, words } from "../signals.ts";

export default defineCause({
  group: "content",
  title: "The image's content is damaged or incomplete",
  what: "What the registry delivered is not what its manifest promised, or part of it is missing.",
  why: "",
  scope: "image",
  signals: [
    {
      means: "certain",
      see: words(
        /unexpected commit (?:digest|size)|digest did not match|verification failed for digest|wrong diff ?id|number of layers and diffIDs|invalid tar header|gzip: invalid|zlib: invalid|flate: corrupt|unknown dictionary|layers from manifest don't match|download config\.json digest|content digest .{1,200} not found/i,
      ),
    },
    { means: "certain", see: code("BLOB_UNKNOWN") },
    { means: "certain", see: words(/unknown blob|blob unknown/i) },
    { means: "certain", see: words(/could not fetch content descriptor/i) },
    { means: "certain", see: status([404], ["blob"]) },
    { means: "likely", see: words(/content at .{1,4096} not found/i) },
    { means: "likely", see: words(/\bEOF\b|not a directory|invalid checksum/i, ({ error }) => isUnpacking(error)) },
    { means: "likely", see: words(/unexpected end of JSON input|unmarshal image config/i) },
    {
      means: "likely",
      see: words(
        /invalid character/i,
        ({ error }) => has(error, "image-config") && has(error, "registry-error") === false,
      ),
    },
  ],
  outranks: [
    "image-not-found",
    "tag-not-found",
    "connection-interrupted",
    "unexpected-registry-response",
    "node-filesystem-error",
  ],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
