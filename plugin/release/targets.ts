/**
 * The six machines that a release is built for. An executable is Bun's own with the program in it, so each target names
 * Bun's package for that machine and pins it: the integrity is what the npm registry publishes for this very version
 * (`npm view @oven/bun-linux-x64@1.4.5 dist.integrity`), and nothing else is ever unpacked.
 */

/** From 1.4.1 on its darwin-arm64 files start on macOS 27; a new version needs six new integrities below. */
export const BUN_VERSION = "1.4.5";

export interface Target {
  /** `<os>-<arch>` as Go, krew and the folders in build/ say it. */
  readonly name: string;
  readonly os: "linux" | "darwin" | "windows";
  readonly arch: "amd64" | "arm64";
  /** As Bun says it. */
  readonly bun: string;
  readonly integrity: string;
  /** What krew links to: the only file that a user runs. */
  readonly executable: string;
  readonly archive: string;
}

export const TARGETS: readonly Target[] = [
  target(
    "linux-amd64",
    "linux-x64",
    "sha512-IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==",
  ),
  target(
    "linux-arm64",
    "linux-aarch64",
    "sha512-4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==",
  ),
  target(
    "darwin-amd64",
    "darwin-x64",
    "sha512-qkLPMGHZM9NI6CeHTWwVezzmlo6cC4Ta7yUAjYIWXS366qQcOlcp75t2uZyiuVRBMPS0h9qE0tCcvCHGaFqjJg==",
  ),
  target(
    "darwin-arm64",
    "darwin-aarch64",
    "sha512-4MIFXHmctH2EhAxLXm2/qxNtv17dFtLJylvaOCsrgq6KSqHTs6eW5YSrJjRbJxYUJaR901fsN8JfZOa+CsWpWQ==",
  ),
  target(
    "windows-amd64",
    "windows-x64",
    "sha512-FNvply651vcE/GHgNWz6mZvhmkwBuu8Hw54oNzA+CQog+HW+542rXQmZqNHRkFxazD9L3xi+iTtvO3engAgJfw==",
  ),
  target(
    "windows-arm64",
    "windows-aarch64",
    "sha512-MiPFZnBNDnBXgr1oONc5pizC4fOLjnIOfNkYdFEnWzLmoFTg86naZIG3SvS7d/GglpQSAnCKMAzSjI/TAckiRw==",
  ),
];

/** The target that this machine is, whose Bun builds all the others; undefined where there is none. */
export function hostTarget(): Target | undefined {
  const os = process.platform === "win32" ? "windows" : process.platform;
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  return TARGETS.find(({ name }) => name === `${os}-${arch}`);
}

function target(name: string, bun: string, integrity: string): Target {
  const [os, arch] = name.split("-") as [Target["os"], Target["arch"]];
  const executable = os === "windows" ? "kubectl-pullcheck.exe" : "kubectl-pullcheck";
  return { name, os, arch, bun, integrity, executable, archive: `pullcheck-${name}.tar.gz` };
}
