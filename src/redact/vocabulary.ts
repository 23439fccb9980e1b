/**
 * The words of error messages and of our own commands. A pod may be called "registry" or "timeout"; as long as such a
 * word does not stand where a name stands it is a word, and replacing it would change what the message says.
 */
import { CATALOGUE } from "../catalogue/index.ts";
import { FILLER, prepare } from "../error/prepare.ts";

let words: ReadonlySet<string> | null = null;

export function isWord(name: string): boolean {
  words ??= new Set([...wordsOfCatalogue().filter((word) => !SAMPLES.test(word)), ...COMMANDS.split(/\s+/)]);
  return words.has(name.toLowerCase());
}

/** The catalogue knows the wordings of all that it recognises; names in its examples are hidden. */
function wordsOfCatalogue(): string[] {
  return Object.values(CATALOGUE).flatMap(({ title, what, why, examples }) =>
    [title, what, why, ...examples.is.map(hidden), ...examples.isNot.map(([message]) => hidden(message))].flatMap(
      (text) => text.toLowerCase().match(/[a-z][a-z0-9]*(?:-[a-z0-9]+)*/g) ?? [],
    ),
  );
}

/** Names in the catalogue's examples that stand there without a sign of being one. */
const SAMPLES = /^(?:acme|nginx|web|shop|demo|cart)\b/;

function hidden(message: string): string {
  return prepare(message)
    .masked.replaceAll(FILLER, " ")
    .replaceAll(/'[^']*'/g, " ");
}

const COMMANDS = `kubectl get set image create delete secret secrets patch replace describe logs events event pod pods node
  nodes deployment statefulset daemonset job cronjob replicaset serviceaccount rolebinding service services ingress
  endpointslices namespace namespaces container containers name names skopeo inspect copy raw list-tags crane validate
  curl openssl s_client x509 docker login pull push save load info crictl ctr jq aws ecr iam eks gcloud artifacts az acr
  aks grep sed base64 decode dig getent ip ping systemctl journalctl containerd crio kubelet sort tail head cat ls cp
  mkdir printf helm minikube kind k3d oc cosign dockerconfigjson docker-registry spec status metadata image-puller
  library latest registry registries repository repositories projects locations tag tags manifests blobs
  pulling pulled normal warning failed backoff back-off scheduled assigned error err cluster local svc http https tcp udp
  sha256 v1 v2 amd64 arm64 linux windows code message detail errors i o io net app apps
  select-string casesensitive simplematch out-null set-content remove-item convert file resolve-path null
  go-template index base64decode dockerconfigjson data kind type key server login tagged pinned pullcheck-auth`;
