/**
 * `npm run demo`: the main job on real input. First offline, on what a real kubectl printed of a pod whose image has a
 * typo in its tag; then live, through a real kubectl and an API server that holds that same pod.
 */
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { loadScenario, startApiServer } from "../test/tools/api-server.ts";
import { fetchKubectl, findKubectl } from "./kubectl.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const NEWEST = 36;

function say(sentence: string): void {
  process.stdout.write(`\n\u001b[1m${sentence}\u001b[0m\n\n`);
}

/** The command as a user types it; the plugin's answer goes straight to the terminal. Status 1 is its "found one". */
async function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<boolean> {
  const { exitCode } = await execa(file, args, {
    cwd: ROOT,
    env,
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
    reject: false,
  });
  return exitCode === 1;
}

const saved = "fixtures/kubectl/1.36/a-describe-pod.txt";
say(`1. A support ticket: kubectl-pullcheck -f ${saved}`);
const offline = await run("plugin/kubectl-pullcheck", ["-f", saved]);

const kubectl =
  (await fetchKubectl(NEWEST, (reason) => say(`No kubectl of our own: ${reason}.`))) ?? (await findKubectl());
if (kubectl === null) {
  say("2. The live part is left out: there is no kubectl here. Everything else works without one.");
  process.exitCode = offline ? 0 : 1;
} else {
  say("2. A cluster: kubectl pullcheck demo-pod");
  const server = await startApiServer(
    loadScenario(fileURLToPath(new URL("../fixtures/kubectl/scenarios/a.json", import.meta.url))),
  );
  const path = `${ROOT}plugin:${kubectl.replace(/\/[^/]+$/, "")}:${process.env["PATH"]}`;
  const live = await run(kubectl, ["pullcheck", "demo-pod"], { ...server.env(), PATH: path });
  await server.close();
  say("Both gave the same answer for the same pod. Next: kubectl pullcheck --help, or README.md.");
  process.exitCode = offline && live ? 0 : 1;
}
