import { expect } from "chai";
import { type Advised, advisedIn, SITUATIONS, type SituationName } from "./situations.ts";

const EVERY = Object.keys(SITUATIONS) as SituationName[];

function told({ cause, example, fixes }: Advised, title: string): string {
  return `${cause} (${example.slice(0, 120)}): ${title}: ${JSON.stringify(
    fixes.find((one) => one.title === title),
    null,
    1,
  )}`;
}

describe("the fixes of every cause", () => {
  for (const situation of EVERY) {
    it(`explain each word in CAPITALS: ${situation}`, () => {
      for (const advised of advisedIn(situation))
        for (const { title, commands, note } of advised.fixes)
          for (const { run } of commands)
            for (const word of placeholdersIn(run)) expect(wordsOf(note ?? ""), told(advised, title)).to.include(word);
    });

    it(`look before they change: ${situation}`, () => {
      for (const advised of advisedIn(situation)) {
        for (const { title, commands } of advised.fixes) {
          const effects = commands.map(({ effect }) => effect);
          const sorted = [...effects].sort((a, b) => Number(a === "changes") - Number(b === "changes"));
          expect(effects, told(advised, title)).to.deep.equal(sorted);
        }
        const [first] = advised.fixes.flatMap(({ commands }) => commands);
        expect(first?.effect ?? "inspect", told(advised, advised.fixes[0]?.title ?? "")).to.equal("inspect");
      }
    });
  }
});

/** Words that stand for something else; those that programs take as they stand are left out. */
function placeholdersIn(command: string): string[] {
  const words = command
    .replaceAll(/\$\{?[A-Z_]+\}?|\b[A-Z_]+=(?=\S)/g, " ")
    .match(/(?<![\w$.%{-])[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*(?![\w(=])/g);
  return [...new Set(words ?? [])].filter((word) => word.length > 1 && !TAKEN_AS_THEY_STAND.has(word));
}

const TAKEN_AS_THEY_STAND: ReadonlySet<string> = new Set("AWS TAGGED POST DNS IP HTTP".split(" "));

function wordsOf(text: string): string[] {
  return text.match(/[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*/g) ?? [];
}

/** All that a changing command may do. What deletes, overwrites or drops something is not among it. */
const ALLOWED: readonly RegExp[] = [
  // The cluster: containers and secrets are matched by their names; what is created must not be there.
  /^(?:kubectl|oc) set image /,
  /^kubectl patch .* --type=strategic /,
  /^kubectl create (?:secret|rolebinding) /,
  /^kubectl get secret .* \| kubectl create (?:-n \S+ )?-f -$/,
  // What was read is put back with an entry more; who was faster is not overwritten.
  /^kubectl get (?:secret|serviceaccount) .* -o json \| jq .* \| kubectl replace -f -$/,
  /^kubectl (?:edit|debug|cordon) /,
  // Registries and clouds: something is added.
  /^aws iam attach-role-policy |^az acr network-rule add |^az aks update .* --attach-acr |^gcloud artifacts repositories add-iam-policy-binding /,
  /^(?:skopeo copy|docker push|docker buildx build|cosign sign|curl -sS -u USER -X POST \S+\/scan)\b/,
  // The reader's machine: new files, and images into a local cluster.
  /^(?:docker save -o image\.tar|kind load|minikube image load|k3d image import|openssl req -new) /,
  // The node: files that are there stay, images come, services are read again.
  /^(?:mkdir -p|cp -n) |^sh -c '(?:set -C;)/,
  /^(?:crictl pull|docker pull|ctr images pull|ctr -n k8s\.io images import|docker load) /,
  /^systemctl (?:restart|reload|edit|start) |^Restart-Service |^apt-get install -y |^chronyc makestep$/,
];

describe("a changing command", () => {
  for (const situation of EVERY)
    it(`does nothing that is not allowed: ${situation}`, () => {
      for (const advised of advisedIn(situation))
        for (const { title, commands } of advised.fixes)
          for (const { run, effect } of commands) {
            expect(run, told(advised, title)).not.to.match(
              /\b(?:delete|prune|drain|rmi?|unlink|truncate|scale|drop|--force\b|--overwrite\b|sed -i)(?![\w/.:-])/,
            );
            if (effect === "changes")
              expect(
                ALLOWED.some((one) => one.test(run)),
                told(advised, title),
              ).to.equal(true);
          }
    });

  it("says what a restart of Docker does to containers", () => {
    for (const advised of advisedIn("deployment", { runtime: "docker" }))
      for (const { title, commands, note } of advised.fixes)
        if (commands.some(({ run }) => /^systemctl restart docker\b/.test(run)))
          expect(note, told(advised, title)).to.contain("live-restore");
  });
});
