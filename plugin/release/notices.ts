/**
 * THIRD-PARTY-NOTICES: whose work is in the executables, and under which licence. Packages of the same text share it.
 * Of Bun and what it links, the licences that ask for more than to be named are told whole.
 */
import { readFileSync } from "node:fs";
import type { Package } from "./packages.ts";
import { BUN_VERSION } from "./targets.ts";

const RULE = "=".repeat(78);

export function thirdPartyNotices(packages: readonly Package[]): string {
  const byText = new Map<string, string[]>();
  for (const { name, version, license, licenseText } of packages)
    byText.set(licenseText, [...(byText.get(licenseText) ?? []), `${name} ${version} (${license})`]);
  const parts = [...byText].map(([text, names]) => `${names.join("\n")}\n\n${text}`);
  return `${[INTRODUCTION, ...parts, BUN, LGPL].join(`\n\n${RULE}\n\n`)}\n`;
}

const INTRODUCTION = `kubectl-pullcheck is under the Apache License 2.0, see LICENSE. Its executable also holds the
work of others, under their own licences: the npm packages and the runtime named below.`;

const BUN = `Bun ${BUN_VERSION}, https://bun.com, the runtime (MIT)

Copyright (c) the authors of Bun

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

Bun links these libraries statically; https://github.com/oven-sh/bun/blob/bun-v${BUN_VERSION}/LICENSE.md leads to the
licence of each:

  JavaScriptCore and WebKit    LGPL 2 or later
  tinycc                       LGPL 2.1
  BoringSSL, libarchive, ICU, libjpeg-turbo    licences of their own, all permissive
  brotli, c-ares, libdeflate, libuv (Windows), ls-hpack, ls-qpack, lsquic, mimalloc, picohttpparser, uucode    MIT
  highway, simdutf, uSockets, uWebSockets, LLVM libc++abi, parts of TigerBeetle    Apache-2.0
  libbase64, libspng, libwebp, lol-html, zstd    BSD
  zlib-ng    zlib

Its source, and how to link it anew with a changed JavaScriptCore or tinycc, is at https://github.com/oven-sh/bun and
https://github.com/oven-sh/WebKit. A Bun linked so can be put under kubectl-pullcheck: its source builds with any Bun, by
what plugin/release/compile.ts runs. Both licences permit that, and reverse engineering for debugging such changes.`;

/** The version that covers both: tinycc's own, and a later one than WebKit's 2. */
const LGPL = `The licence of JavaScriptCore, WebKit and tinycc\n\n${readFileSync(
  new URL("LGPL-2.1.txt", import.meta.url),
  "utf8",
).trim()}`;
