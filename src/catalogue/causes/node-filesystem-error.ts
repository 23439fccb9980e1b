import { defineCause } from "../define.ts";
import { isUnpacking } from "../readings.ts";
import { step, words } from "../signals.ts";

export default defineCause({
  group: "node",
  title: "The node's file system failed",
  what: "The node could not store or unpack the image: a file system, permission or mount fault.",
  why: "",
  scope: "node",
  signals: [
    {
      means: "certain",
      see: words(
        /read-only file system|input\/output error|too many open files|operation not (?:permitted|supported)|device or resource busy|structure needs cleaning|stale (?:NFS )?file handle|insufficient UIDs or GIDs|too many links|cannot allocate memory|being used by another process|failed to lchown/i,
        ({ error }) => error.http === null,
      ),
    },
    {
      means: "likely",
      see: words(
        /no such file or directory|permission denied|file exists|access is denied|failed to mount|not a directory/i,
        ({ error }) => error.http === null && error.registry.length === 0,
      ),
    },
    { means: "likely", see: step("prepare-snapshot") },
    {
      means: "likely",
      see: words(
        /snapshotter .{0,100}(?:was not found|not loaded)|not loaded: invalid argument|parent snapshot|target snapshot/i,
      ),
    },
    {
      means: "likely",
      see: words(/^(?:rename|link|mkdir|open|chmod|symlink|stat|mknod|unlinkat) /i, ({ error }) => isUnpacking(error)),
    },
  ],
  outranks: ["corrupt-image", "tls-untrusted-ca", "image-not-found"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
