/** A real krew, for the test that installs a release with it: one on PATH, or what Go builds from its module. */
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const MODULE = "sigs.k8s.io/krew/cmd/krew@v0.5.0";
const FOLDER = fileURLToPath(new URL("../.cache/krew/", import.meta.url));

/** The path of krew; null, with the reason told, where there is none. */
export async function findKrew(explain: (reason: string) => void): Promise<string | null> {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), FOLDER];
  const candidates = folders.flatMap((folder) => [join(folder, "kubectl-krew"), join(folder, "krew")]);
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;

  mkdirSync(FOLDER, { recursive: true });
  const go = await execa("go", ["install", MODULE], { env: { GOBIN: FOLDER }, reject: false, timeout: 240_000 });
  if (go.exitCode === 0) return join(FOLDER, "krew");
  explain(
    go.code === "ENOENT"
      ? "there is neither krew nor Go on PATH"
      : `there is no krew on PATH, and Go could not build ${MODULE}: ${go.stderr
          .split("\n")
          .at(-1)
          ?.replace(/^\s+|\.$/g, "")}`,
  );
  return null;
}
