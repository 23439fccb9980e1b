import { expect } from "chai";
import { CAUSE_IDS } from "../../src/catalogue/ids.ts";
import { expectHarmless } from "../render/expect-harmless.ts";
import { attackedCommands, harmlessCommands } from "./attacked-commands.ts";
import { runAmongStubs, unreadable } from "./shell.ts";
import { FLAG_AS_NAME, isValid, MARK, TRAPS } from "./signs.ts";

/** What the commands use. */
const PROGRAMS =
  `kubectl skopeo curl openssl docker dockerd crictl jq aws gcloud az crane ctr containerd crio cosign helm oc minikube
  kind k3d talosctl colima rdctl dig getent ip ping systemctl journalctl resolvectl timedatectl chronyc grep sed base64 tr sort head tail cat ls
  df du free ps date sysctl findmnt lvs dmesg ausearch printenv mkdir cp sh apt-get update-ca-certificates
  docker-credential-NAME yq wc cut awk xargs tee chown chmod setenforce umount mount find crictl nslookup`.split(/\s+/);

describe("commands made of attacks", () => {
  const distinct = new Set<string>();

  for (const cause of CAUSE_IDS)
    it(`of ${cause} hold no control or direction character, and no flag in a name's place`, () => {
      for (const command of attackedCommands(cause)) {
        distinct.add(command);
        // A here-document or a program of several lines may have line breaks.
        expectHarmless(command, command);
        expect(command).to.not.match(FLAG_AS_NAME);
      }
    });

  it("are all read by sh without a complaint", async function () {
    this.timeout(120_000);
    expect(distinct.size).to.be.greaterThan(1000);
    expect(await unreadable([...distinct].filter(isForSh))).to.deep.equal([]);
  });

  it("run nothing but what is suggested, create no file, and hand on only valid names", async function () {
    this.timeout(120_000);
    const harmless = harmlessCommands();
    const odd = [...distinct].filter((command) => isForSh(command) && !harmless.has(command));
    // Those that hold something of an attack, all of them; of the others a sample.
    const marked = odd.filter((command) => MARK.test(command));
    const sample = [...marked, ...odd.filter((command) => !MARK.test(command)).filter((_, index) => index % 7 === 0)];
    const { ran, created } = await runAmongStubs(sample, [...PROGRAMS, ...TRAPS]);
    expect(created).to.deep.equal([]);
    for (const { command, programs } of ran) {
      for (const [program = "", ...args] of programs) {
        expect(PROGRAMS, command).to.include(program);
        for (const arg of args.filter((one) => MARK.test(one))) expect(arg, command).to.satisfy(isValid);
      }
    }
    // The stubs are found: nearly every command runs one.
    expect(ran.filter(({ programs }) => programs.length > 0).length).to.be.greaterThan(sample.length * 0.9);
  });

  it("would be caught if they did: the traps are live", async () => {
    const { ran, created } = await runAmongStubs(
      ["kubectl get $(pwned x); touch y", "echo > made"],
      [...PROGRAMS, ...TRAPS],
    );
    expect(ran[0]?.programs.map(([program]) => program)).to.have.members(["kubectl", "pwned", "touch"]);
    expect(created).to.deep.equal(["made"]);
    expect(await unreadable(["echo 'a", "echo b"])).to.deep.equal(["echo 'a"]);
  });
});

/** Nodes with Windows are looked at with PowerShell. */
function isForSh(command: string): boolean {
  return !/^(?:Get|Restart|Start|Test)-[A-Z]/.test(command);
}
