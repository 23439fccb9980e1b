import { defineCause } from "../define.ts";
import { words } from "../signals.ts";

export default defineCause({
  group: "node",
  title: "The node's disk is full",
  what: "The node had no room, or no inodes, for the image.",
  why: "",
  scope: "node",
  signals: [
    {
      means: "certain",
      see: words(
        /no space left on device|disk quota exceeded|not enough space on the disk|thin pool .{0,100}(?:full|free space)/i,
        ({ error }) => error.http === null,
      ),
    },
  ],
  outranks: ["node-filesystem-error", "corrupt-image", "connection-interrupted"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
