/** The version in package.json, as a constant so that a single-file build needs no package.json beside it. */
export const VERSION = "0.1.0";
