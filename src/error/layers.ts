/**
 * The layers that programs put around an error on its way from a socket to an event row.
 *
 * A rule knows the words of one layer; what follows the words is the next layer. `subject` is the thing that the
 * layer speaks of (an image, a host, a file). The rules run on masked text (see prepare.ts), where a name is a run
 * of filler characters: `NAME` below.
 *
 * Wordings: kubelet (kubernetes pkg/kubelet/images, kuberuntime), containerd (core/remotes/docker, core/unpack,
 * internal/cri and their 1.x homes), moby (distribution/, daemon/), cri-dockerd, containers/image (docker/, copy/,
 * storage/), CRI-O (internal/), Go's net, net/http, crypto/tls and crypto/x509.
 */
import { type Anchors, anchorsOf } from "./anchor.ts";
import { FILLER } from "./prepare.ts";

export interface LayerRule {
  readonly step: string;
  readonly pattern: RegExp;
  readonly anchors: Anchors;
  /** The program whose words these are, where only one says it so. */
  readonly by?: "containerd" | "docker" | "cri-o";
  /** True where the words alone tell that an image is being pulled. */
  readonly pull?: true;
}

/** Other programs' quotation marks, around what is a name beyond doubt. */
const TICKED = `'${FILLER}{1,4096}'|\`${FILLER}{1,4096}\``;
const NAME = `(?:"[^"]{0,4096}"|${TICKED}|${FILLER}+|[^\\s"':,${FILLER}][^\\s"':,]*)`;
const QUOTED = `"[^"]{0,4096}"`;
const subject = `(?<subject>${NAME})`;
/** Where a sentence can go on: a bare word is a name only when what is told of it follows. */
const subjectOfSentence = `(?<subject>${QUOTED}|${TICKED}|'[^'\\s]{1,400}'(?=:)|${FILLER}+|[^\\s"':,${FILLER}][^\\s"':,]*(?=:|[.]?$))`;

/** An HTTP status as Go prints it; the phrase is the standard one, so that what follows stays readable. */
const PHRASES = [
  "Bad Request",
  "Unauthorized",
  "Payment Required",
  "Forbidden",
  "Not Found",
  "Method Not Allowed",
  "Not Acceptable",
  "Proxy Authentication Required",
  "Request Timeout",
  "Conflict",
  "Gone",
  "Length Required",
  "Precondition Failed",
  "Request Entity Too Large",
  "Unsupported Media Type",
  "I'm a teapot",
  "Misdirected Request",
  "Unprocessable Entity",
  "Locked",
  "Too Early",
  "Upgrade Required",
  "Too Many Requests",
  "Unavailable For Legal Reasons",
  "Internal Server Error",
  "Not Implemented",
  "Bad Gateway",
  "Service Unavailable",
  "Service Temporarily Unavailable",
  "Gateway Timeout",
  "Gateway Time-out",
  "Insufficient Storage",
  "Moved Permanently",
  "Found",
  "See Other",
  "Temporary Redirect",
  "Permanent Redirect",
].join("|");
const STATUS = `(?<status>[1-5]\\d\\d)\\b(?: \\(?(?:${PHRASES})\\b\\)?)?`;
/** Not in the title of an HTML page: that is somebody's body text. */
const STATUS_WITH_PHRASE = `(?<!>)\\b(?<status>[1-5]\\d\\d) \\(?(?:${PHRASES})\\b\\)?`;

/** The registry error codes of the OCI distribution specification, as clients print them, and two of docker's. */
export const CODES =
  "toomanyrequests|unauthorized|denied|unavailable|unsupported|manifest[ _](?:unknown|invalid|unverified|blob[ _]unknown)|name[ _](?:unknown|invalid)|blob[ _](?:unknown|upload[ _]unknown)|(?:tag|digest|size)[ _]invalid|unknown";

function rule(step: string, words: string, more: Pick<LayerRule, "by" | "pull"> = {}): LayerRule {
  let pattern: RegExp | null = null;
  return {
    step,
    anchors: anchorsOf(words),
    // Most of them are never asked for.
    get pattern() {
      pattern ??= new RegExp(words, "dgi");
      return pattern;
    },
    ...more,
  };
}

const KUBELET: readonly LayerRule[] = [
  rule("field-path", `spec\\.(?:initContainers|containers|ephemeralContainers)\\{(?<subject>[^}]{0,253})\\}:? ?`),
  rule("combined", `\\(combined from similar events\\):? ?`),
  rule(
    "pull-image",
    `failed (?:to pull|pulling) image(?: (?!with )${subjectOfSentence})?(?: for container ${QUOTED})?(?: with policy ${QUOTED})?(?:: ?| |(?=\\W)|$)`,
    { pull: true },
  ),
  // GitLab's runner: executors/docker/internal/pull/manager.go.
  rule("pull-policies", `with specified policies \\[[^\\]]{0,200}\\](?:: ?|(?=\\W)|$)`, { pull: true }),
  rule("back-off", `Back-off pulling image ${subject}(?:: ?| |(?=\\W)|$)`, { pull: true }),
  rule("never-pull", `Container image ${subject} is not present with pull policy of Never`, { pull: true }),
  rule(
    "waiting",
    `\\b(?<subject>ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName|ImageInspectError|ImagePullFailed)\\b(?::(?: "?)?|, Message: )`,
    { pull: true },
  ),
  rule(
    "waiting",
    `failed to ${QUOTED} for ${QUOTED} with (?<subject>ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName|ImageInspectError|RegistryUnavailable|SignatureValidationFailed):? "?`,
    { pull: true },
  ),
  rule("sync-pod", `failed to ${QUOTED} for (?<subject>${QUOTED}) with (?:\\w+):? "?`),
  rule("grpc", `(?:rpc error:? )?\\bcode ?=? ?(?<code>\\w+),? desc ?=? ?`),
  rule(
    "registry-unavailable",
    `RegistryUnavailable: |image pull failed for ${subject} because the registry is unavailable[:.] ?`,
    { pull: true },
  ),
  rule(
    "signature-validation",
    `SignatureValidationFailed(?:: |$)|image pull failed for ${subject} because the signature validation failed: `,
    { pull: true },
  ),
  rule(
    "pull-image",
    `image pull failed for ${subject}, this may be because there are no credentials on this request\\.? ?details: ?\\(?`,
    { pull: true, by: "docker" },
  ),
  rule("pull-image", `image pull failed: `, { pull: true }),
  rule("pull-image", `trying and failing to pull image`, { pull: true }),
  rule("pull-image", `waiting to start: (?:image|${subject}) can't be pulled`, { pull: true }),
  rule("waiting", `waiting to start: (?<subject>ErrImageNeverPull|InvalidImageName|ImageInspectError)\\b`, {
    pull: true,
  }),
  // Where the line is cut before it says anything, its neighbours tell more.
  rule("pull-image", `\\bPull ?Image ${subject}(?: from image service)? failed: (?!rpc error: code ?=? ?$)`, {
    pull: true,
  }),
  rule("pull-image", `\\bUnable to pull Docker image ${subject}(?:\\. |$)`, { pull: true }),
  // GitLab's runner looks for what it has just pulled, and keeps to itself why the pull failed.
  rule("pull-image", `\\bfailed(?: \\(system failure\\))?: Error: No such image: ${subject}`, { pull: true }),
  rule("import-image", `\\bImport failed \\(\\w+\\): (?:Internal error occurred: )?`, { pull: true }),
  rule("cancel-pull", `cancel(?:led|ling)? pulling image ${subject} because (?:of |it )`, { pull: true }),
  rule(
    "sandbox",
    `(?:failed (?:to )?create (?:pod )?sandbox(?: for pod(?: ${QUOTED})?)?|failed to start sandbox(?: ${NAME})?|RunPodSandbox for ${NAME} failed):? ?`,
  ),
  rule("sandbox-image", `failed to get sandbox image ${subject}(?:: ?|$)`, { pull: true }),
  rule("inspect-image", `failed to inspect image ${subject}: `, { pull: true }),
  rule("inspect-image", `\\bImageStatus(?: ${subject})? from image service failed(?:: |" err="?)`, { pull: true }),
  rule("default-tag", `failed to apply default image tag ${subject}: `, { pull: true }),
  rule("parse-image", `(?:couldn't|could not|failed to) parse (?:image )?(?:name|reference)(?: ${subject})?: `, {
    pull: true,
  }),
  rule("pull-secrets", `Unable to retrieve pull secret ${subject} for \\S{1,500} due to [^.]{0,300}\\.?`, {
    pull: true,
  }),
  rule("pull-secrets", `Unable to retrieve some image pull secrets \\((?<subject>[^)]{0,1000})\\)[^.]{0,80}\\.?`, {
    pull: true,
  }),
  rule(
    "credential-plugin",
    `error execing credential provider plugin ${subject} for image ${NAME}:? ?|failed getting credential from external registry credential provider: ?`,
    { pull: true },
  ),
];

const CONTAINERD: readonly LayerRule[] = [
  rule("pull-and-unpack", `failed to pull and unpack image(?: ${subject})?: ?`, { by: "containerd", pull: true }),
  rule("pull-and-unpack", `(?:PullImage|pull image) ${subject} failed"? error="?`, { by: "containerd", pull: true }),
  rule("resolve-reference", `failed to re(?:sol|so)ve ref(?:erence)?(?: ${subject})?(?:: ?|[\\s"'.]{0,4}$)`, {
    by: "containerd",
    pull: true,
  }),
  rule("resolve-image", `failed to resolve image(?: ${subject})?: ?`, { by: "containerd", pull: true }),
  rule("no-endpoint", `no available registry endpoint: `, { by: "containerd", pull: true }),
  rule("image-config", `get image config descriptor: `, { by: "containerd", pull: true }),
  rule("request", `failed to do request: ?`, { by: "containerd" }),
  rule(
    "copy",
    `failed to copy: (?:httpRead(?:er)?Seeker: failed open: ?)?|httpRead(?:er)?Seeker: failed open: ?|failed to send write: `,
    { by: "containerd", pull: true },
  ),
  rule("authorize", `failed to authorize(?: redirect)?: ?`, { by: "containerd", pull: true }),
  rule("fetch-anonymous-token", `failed to fetch anonymous token: ?`, { by: "containerd", pull: true }),
  rule("fetch-oauth-token", `failed to fetch oauth token: ?`, { by: "containerd", pull: true }),
  rule("get-credentials", `failed to get credentials for ${subject}: `, { by: "containerd", pull: true }),
  rule("commit", `failed commit on ref ${subject}(?:: ?(?:commit failed: )?|$)`, { by: "containerd", pull: true }),
  rule("extract-layer", `failed to extract layer (?:${subject}|\\([^)]{0,400}\\) to \\S+ as ${QUOTED}): ?`, {
    by: "containerd",
    pull: true,
  }),
  rule("extract-layer", `failed to extract layer: ?`, { by: "containerd", pull: true }),
  rule(
    "prepare-snapshot",
    `failed to (?:prepare extraction|stat|commit|create prepare) snapshot(?: dir)?(?: ${QUOTED}| ${NAME})?: ?`,
    { by: "containerd", pull: true },
  ),
  rule(
    "unpack",
    `failed to unpack image on snapshotter ${NAME}: ?|error unpacking image(?: ${subject})?: ?|apply layer error for ${NAME}: `,
    { by: "containerd", pull: true },
  ),
  rule("mount-callback", `mount callback failed on ${subject}: `, { by: "containerd" }),
  rule(
    "status",
    `unexpected status(?: code)?(?: from (?<method>[A-Z]+) request)? to (?<url>${FILLER}[^\\s:]*) ?: ${STATUS}`,
    { by: "containerd" },
  ),
  rule(
    "status",
    `pulling from host (?<host>\\S+) failed with (?:unexpected )?status code (?:\\[(?<path>[^\\]]{0,1000})\\]|(?<url>${FILLER}+)): ${STATUS}`,
    { by: "containerd", pull: true },
  ),
  rule(
    "status",
    `unexpected (?<method>[A-Z]{3,7} )?status code (?:(?<url>${FILLER}[^\\s:]*)|\\[(?<path>[^\\]]{0,1000})\\]) ?: ${STATUS}`,
    {
      by: "containerd",
    },
  ),
  rule("status", `unexpected status: ${STATUS}`, { by: "containerd" }),
  rule("server-message", ` ?- Server message: `, { by: "containerd" }),
  rule("access-denied", `pull access denied,? repository does not exist or may require authorization(?:: |$)`, {
    by: "containerd",
    pull: true,
  }),
  rule("auth-server", `server message: `, { by: "containerd" }),
  rule("image-verifier", `image verifier ${subject} blocked pull of \\S+ with digest \\S+ for reason: `, {
    by: "containerd",
    pull: true,
  }),
  rule("convert", `failed to convert whiteout file ${subject}: `, { by: "containerd" }),
];

const DOCKER: readonly LayerRule[] = [
  rule("daemon", `(?:docker: )?Error response from daemon: (?:\\{"message":"?)?`, { by: "docker" }),
  rule(
    "pull-access-denied",
    `pull access denied(?: for ${subject})?(?:, repository does not exist or may require 'docker login'(?:: |$)|[,.…]{0,3}$)`,
    { by: "docker", pull: true },
  ),
  rule("manifest-not-found", `manifest for ${subject} not found(?:: |$)`, { by: "docker", pull: true }),
  rule("repository-not-found", `repository ${subject} not found(?:: |$)`, { by: "docker", pull: true }),
  rule("image-configuration", `error pulling image configuration: (?:download failed after attempts=\\d+: )?`, {
    by: "docker",
    pull: true,
  }),
  rule("register-layer", `failed to register layer: (?:Error processing tar file\\(exit status \\d+\\): )?`, {
    by: "docker",
    pull: true,
  }),
  rule("download", `download failed after attempts=\\d+: `, { by: "docker", pull: true }),
  rule("parse-body", `error parsing HTTP (?<status>[1-5]\\d\\d) response body: `, { by: "docker", pull: true }),
  rule("registry-answer", `error from registry: `, { by: "docker", pull: true }),
  rule("fall-back", `error after falling back to get manifest by tag: `, { by: "docker", pull: true }),
  rule("status", `Error: Status ${STATUS} trying to pull repository (?:${subject}|<[^>]{1,200}>): `, {
    by: "docker",
    pull: true,
  }),
  rule(
    "cannot-pull",
    `CannotPullContainerError: (?:ref pull has been retried \\d+ time\\(s\\): |pull image manifest has been retried \\d+ time\\(s\\): )?`,
    { pull: true },
  ),
];

const CRIO: readonly LayerRule[] = [
  rule(
    "pull-or-artifact",
    `unable to pull image or OCI artifact: (?:pull image err: )?|unable to pull image: |unable to try pulling possible OCI artifact: `,
    { by: "cri-o", pull: true },
  ),
  rule("initialize-source", `initializing (?:source|image from source) ${subject}(?:: ?|$)`, {
    by: "cri-o",
    pull: true,
  }),
  rule("ping-registry", `(?:error )?pinging (?:container|docker) registry ${subject}(?:: ?| |$)`, {
    by: "cri-o",
    pull: true,
  }),
  rule("read-manifest", `(?:error )?reading manifest (?:for )?(?<tag>\\S+?)(?: in ${subject})?(?:: ?| ?$)`, {
    by: "cri-o",
    pull: true,
  }),
  rule("manifest-type", `(?:error )?determining manifest MIME type for ${subject}: `, { by: "cri-o", pull: true }),
  rule("choose-image", `(?:error )?choosing (?:an image from manifest list ${subject}|image instance): `, {
    by: "cri-o",
    pull: true,
  }),
  rule("copy-from-list", `copying (?:system )?image from manifest list: |(?:failed|unable) to copy(?:ing)? image: `, {
    by: "cri-o",
    pull: true,
  }),
  rule("source-rejected", `Source image rejected: `, { by: "cri-o", pull: true }),
  rule("bearer-token", `Requesting bear(?:er)? token: `, { by: "cri-o", pull: true }),
  rule("auth-token", `unable to retrieve auth token: (?:invalid username\\/password: )?`, { by: "cri-o", pull: true }),
  rule("status", `invalid status code from registry ${STATUS}`, { by: "cri-o", pull: true }),
  rule("status", `received unexpected HTTP status: ${STATUS}`),
  rule("status", `StatusCode: ${STATUS}(?:, )?`, { by: "cri-o" }),
  rule("read-blob", `(?:error )?reading (?:config )?blob ${subject}: |(?:error )?fetching blob: `, {
    by: "cri-o",
    pull: true,
  }),
  rule("write-blob", `(?:error )?writing blob: `, { by: "cri-o", pull: true }),
  rule("store-blob", `(?:error )?storing blob to file ${subject}: `, { by: "cri-o", pull: true }),
  rule("read-source", `happened during read: `, { by: "cri-o", pull: true }),
  rule("add-layer", `(?:error )?adding layer with blob ${subject}: |error creating layer with ID ${NAME}: `, {
    by: "cri-o",
    pull: true,
  }),
  rule("process-tar", `processing tar file\\(`, { by: "cri-o", pull: true }),
  rule("apply-layer", `ApplyLayer (?:exit status \\d+ )?stdout: ?(?:stderr: )?`, { by: "cri-o", pull: true }),
  rule("commit-image", `committing the finished image: `, { by: "cri-o", pull: true }),
  rule("image-config", `parsing image configuration: `, { by: "cri-o", pull: true }),
  rule(
    "credentials",
    `getting username and password: (?:\\d+ errors? occurred: ?\\*? ?)?|error getting credentials(?: - err)?: `,
    { by: "cri-o", pull: true },
  ),
  rule("registries-conf", `loading registries configuration(?: ${subject})?: `, { by: "cri-o", pull: true }),
  rule("signatures", `reading signatures: (?:parsing signature \\S+: )?`, { by: "cri-o", pull: true }),
  rule("signatures", `None of the signatures were accepted, reasons: `, { by: "cri-o", pull: true }),
];

const GO: readonly LayerRule[] = [
  rule("http-request", `\\b(?<method>Head|Get|Post|Put) (?<url>"[^"]{0,4096}"|${FILLER}[^\\s:]*): `),
  rule("proxy", `proxyconnect tcp: ?`),
  rule(
    "dial",
    `(?:transport: )?(?:error while dialing:? )?\\bdial (?<network>tcp|udp|unix)(?: (?<subject>${FILLER}+|\\[[^\\]]{0,64}\\]:[\\d<\\w>]{1,8}|[^\\s:]+:[\\d<\\w>]{1,8}|[^\\s:]+))?: ?`,
  ),
  rule("lookup", `\\blookup ${subject}(?: on (?<server>\\S+?))?: `),
  rule("read", `\\bread (?<network>tcp|udp|unix) (?:(?!->)\\S){1,256}?(?: ?->\\S{1,256}?)?: (?:read: )?`),
  rule("write", `\\bwrite (?<network>tcp|udp|unix) (?:(?!->)\\S){1,256}?(?: ?->\\S{1,256}?)?: (?:write: )?`),
  rule("connect", `\\bconnect(?:ex)?: (?=\\w)|\\bgetsockopt: (?=\\w)|\\bwsarecv: `),
  rule("tls-verify", `tls: failed to verify certificate: `),
  rule("tls-alert", `remote error: tls: `),
  rule("status", STATUS_WITH_PHRASE),
];

/** `denied: requested access …`: only where a clause begins, since the same words end other sentences. */
const REGISTRY: readonly LayerRule[] = [
  rule("registry-error", `(?<![\\w-])(?<!access |permission |is |was )(?<subject>${CODES}): (?=\\S)`),
  rule("registry-error", `"code" ?: ?"(?<subject>[A-Z_]+)"(?: ?, ?"message" ?: ?"?)?`),
];

export const LAYER_RULES: readonly LayerRule[] = [...KUBELET, ...CONTAINERD, ...DOCKER, ...CRIO, ...GO, ...REGISTRY];
