/**
 * Error messages outside any table: a log line, what `crictl pull` printed, a sentence in a chat. A message begins at
 * a line that speaks of a pull and goes on until something else begins.
 */
import { cleanLine } from "../text/clean.ts";
import { parseEventRow } from "./event-row.ts";

/** Words that no text about anything else has. */
const SPEAKS_OF_A_PULL =
  /failed (?:to pull|pulling) (?:and unpack )?image|failed to pull and unpack|Back-off pulling image|failed to resolve (?:reference|image|ref )|pull access denied|PullImage \\*"[^"\\]{1,400}\\*" failed|initializing source docker:|(?:reading|pinging) (?:manifest|container registry|docker registry)|manifest (?:for \S+ not found|unknown)|failed to get sandbox image|failed to apply default image tag|failed to inspect image|couldn't parse image|image pull failed|no match(?:ing manifest)? for|failed to copy: |failed to extract layer|failed to register layer|failed commit on ref|CannotPullContainerError|toomanyrequests|unable to retrieve auth token|unable to retrieve some image pull secrets|pull policy of Never|pull QPS exceeded|(?:error )?pulling image(?: configuration)?: |ErrImagePull: |ErrImagePull, Message|copying system image|Source image rejected|filesystem layer verification failed|short-name (?:"|resolution)|credential provider plugin|Error response from daemon: (?:Get|Head|manifest|pull|repository|unauthorized|received|error from registry)|error unpacking image|server gave HTTP response to HTTPS client|(?:head|get|request to|status code) "?https?:\/\/[^\s"]{1,300}\/v2\/[\w./-]{0,300}|PullImage from image service failed|ImageStatus (?:"[^"]{1,400}" )?from image service failed|images\/create\?fromImage|unable to connect to image repository|trying to pull repository|trying and failing to pull image|waiting to start: (?:(?:image|\S{1,400}) can't be pulled|ErrImageNeverPull|InvalidImageName|ImageInspectError)|unable to pull docker image|import failed \(\w{1,40}\): |unable to parse auth field|cancel(?:led)? pulling image|Error: (?:ErrImagePull|ImagePullBackOff|ImageInspectError|InvalidImageName|ErrImageNeverPull|SignatureValidationFailed)/i;

/** Codes of the OCI distribution specification; in capitals they are no word of a sentence. */
const REGISTRY_CODE = /\b(?:DENIED|UNAUTHORIZED|TOOMANYREQUESTS|MANIFEST_UNKNOWN|NAME_UNKNOWN): /;

export function speaksOfPull(text: string): boolean {
  return SPEAKS_OF_A_PULL.test(text) || REGISTRY_CODE.test(text);
}

/** A line of a program's log: the lines around it tell of the same pull. */
const LOG_LINE =
  /^\W{0,20}(?:time="|level=|\{"|[EWIF]\d{4} \d\d:|(?:FATA|ERRO|WARN|INFO|DEBU)\[|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d |\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:|\d\d:\d\d:\d\d[ :])/;

export function isLogLine(line: string): boolean {
  return LOG_LINE.test(line);
}

const SHOUTED = /^\W{0,20}(?:ERROR|WARNING)\b/;
/** Not behind the quotation mark and the colon that end what a row broken above began. */
const NEXT_PULL =
  /^(?!"?:)\W{0,20}(?:failed to pull image|back-off pulling image|failed to create pod sandbox|container image "[^"]{0,300}" is not present|unable to retrieve some image pull secrets)/i;
const OPENING_WORDS =
  /^\W{0,20}(?:failed to inspect image|failed to apply default|error response from daemon|docker: |error: (?:initializing|reading|choosing|copying|writing|parsing|failed|short-name|unable|image)|rpc error: code)/i;

/** A line that starts a message of its own: a log line of kubelet, containerd or a build job, or the words themselves. */
export function startsMessage(line: string): boolean {
  return isLogLine(line) || SHOUTED.test(line) || NEXT_PULL.test(line) || OPENING_WORDS.test(line);
}

/** What the kubelet says besides the error; such a row has no second line. */
const WHOLE_ROW =
  /\s(?:Error: (?:ErrImagePull|ImagePullBackOff|ErrImageNeverPull|ImageInspectError|InvalidImageName)|(?:Back-off p|P)ulling image "[^"]{1,400}")$/;

/** A line that cannot go on a row of a table: it is another program's, or tells of another pull. */
export function endsRow(line: string, row: string): boolean {
  const unfinished = row.slice(-2).trimEnd().endsWith(":");
  if (WHOLE_ROW.test(row.slice(-500)) && /^\s*\w/.test(line)) return true;
  return isLogLine(line) || SHOUTED.test(line) || (NEXT_PULL.test(line) && !unfinished);
}

/** The kubelet's sentence somewhere in a line: a row of a table of which the columns could not be read. */
const NEXT_ROW = /\s(?:Failed to pull image|Back-off pulling image|Pulling image|Successfully pulled image) ?"/;

/** A line that tells of another pull than the lines above it, whatever stands in front. */
export function holdsRow(line: string): boolean {
  return NEXT_ROW.test(line);
}

/** A shell prompt, or a command that a person typed. */
const PROMPT =
  /^[^\w`"']{0,6}(?:\([\w.-]+\) ?)?(?:\[?[\w.-]+@[\w.-]+[^$#%➜>]{0,80}[$#%>](?:\s|$)|@[\w.-]+ ➜ |[$%❯➜] ?(?=\S)|PS [A-Za-z]:\\|[A-Za-z]:\\[^>]{0,100}>|(?:sudo )?(?:(?:kubectl|oc|k) (?:-|get|describe|logs|events?|apply|create|delete|edit|exec|run|rollout|top|explain|config|version|set|patch|pullcheck)\b|(?:helm|journalctl|systemctl|curl) (?:-|[a-z]+\b)|(?:docker|podman|nerdctl|crictl|ctr)(?: -n \S+)? (?:-|pull|run|images?|ps|login|logout|push|build|inspect|exec|save|load|tag|info|version)\b))/;

export function isPrompt(line: string): boolean {
  return PROMPT.test(line);
}

/** What docker and podman print before they pull. */
const ANNOUNCED =
  /^\W{0,6}(?:Unable to find image '([^']{1,400})' locally|Trying to pull ([\w][\w.:/@-]{1,400}?)\.\.\.)\s*$/;

/** The image that the lines below are about. */
export function announcedImage(line: string): string | null {
  const found = ANNOUNCED.exec(line);
  return found?.[1] ?? found?.[2] ?? null;
}

export interface CommandHint {
  readonly pod: string | null;
  readonly namespace: string | null;
  readonly image: string | null;
}

const NAME = "([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)";
const DESCRIBE = new RegExp(
  `\\b(?:kubectl|oc|k) [^|]{0,200}?\\bdescribe [^|]{0,120}?\\b(?:pods?|po)[ /] ?(?:-n [^ ]+ )?${NAME}`,
);
const DESCRIBE_ONE = new RegExp(
  `\\b(?:kubectl|oc|k) (?:-n \\S+ )?(?:(?:get (?:pods?|po)|logs)[ /]|events .{0,80}--for[ =](?:pod/)?|get events .{0,120}involvedObject\\.name=)${NAME}(?: |$)`,
);
const NAMESPACE = new RegExp(`\\b(?:kubectl|oc|k) .{0,300}?(?:-n|--namespace)[ =]${NAME}`);
const PULL =
  /\b(?:docker|podman|crictl|nerdctl|ctr)(?: image| images| -n \S{1,253})? pull (?:-[\w=-]+ ){0,16}([\w][\w.:/@-]{1,400})/;

/** What a typed command says of the output below it. */
export function commandHint(line: string): CommandHint | null {
  const pod = DESCRIBE.exec(line)?.[1] ?? DESCRIBE_ONE.exec(line)?.[1] ?? null;
  const namespace = NAMESPACE.exec(line)?.[1] ?? null;
  const image = PULL.exec(line)?.[1] ?? null;
  return pod === null && namespace === null && image === null ? null : { pod, namespace, image };
}

/** The OpenShift console, copied: label and value run together. */
const CONSOLE_POD = new RegExp(`^PodP${NAME}$`);
const CONSOLE_NAMESPACE = new RegExp(`^NamespaceNS${NAME}$`);

export function consoleHint(line: string): CommandHint | null {
  const pod = CONSOLE_POD.exec(line)?.[1] ?? null;
  const namespace = CONSOLE_NAMESPACE.exec(line)?.[1] ?? null;
  return pod === null && namespace === null ? null : { pod, namespace, image: null };
}

/** Things that say "not found", "denied" or "refused" and have nothing to do with pulling. */
const ABOUT_SOMETHING_ELSE =
  /probe failed|probe errored|MountVolume|AttachVolume|attach or mount volumes|nodes are available|OCI runtime|failed to (?:start container|create containerd task|create shim)|(?:setup|set up|teardown|destroy) (?:network|sandbox container)|NetworkPlugin|plugin type=|secret "[^"]{0,253}" not found|configmap "[^"]{0,253}" not found|couldn't find key|creating overlay mount|invalid bind mount|back-off \S{1,8} restarting|restarting failed container|executable file not found|runAsNonRoot|exec format error|HPA|leader election|failed to push\b|\bpushing image\b|push refers to repository|uploading layer to|\/blobs\/uploads\//i;

/** Words of kubectl, helm, an API server or a web server; in a text that speaks of no pull they leave nothing open. */
const OF_ANOTHER_PROGRAM =
  /timed out waiting for the condition|unable to connect to the server|cluster unreachable|(?:calling|call) (?:admission )?webhook|(?:INSTALLATION|UPGRADE|ROLLBACK|UNINSTALL) FAILED|failed (?:pre|post)-(?:install|upgrade|rollback|delete)|TLS handshake error from|http: proxy error|sandbox container|client rate limiter|failed to download openapi|chart repository|ComparisonError|failed to (?:generate manifest|fetch chart)/i;

export function isOfAnotherProgram(text: string): boolean {
  return OF_ANOTHER_PROGRAM.test(text);
}

export function isAboutSomethingElse(text: string): boolean {
  return ABOUT_SOMETHING_ELSE.test(text);
}

/** A fence with more behind it than the name of a language: a chat's message, its fences on the same line. */
const FENCED = /^[^\w`~]{0,8}(?:```|~~~)(?! {0,8}\S*$)/;

/** What stands behind such a fence, and whether the line ends with the second one; null for every other line. */
export function fencedText(line: string): { readonly text: string; readonly closed: boolean } | null {
  const fence = FENCED.exec(line)?.[0];
  if (fence === undefined) return null;
  const text = line.slice(fence.length).trimEnd();
  const closed = /[^`~][`~]{3}$/.test(text);
  return { text: closed ? text.slice(0, -3) : text, closed };
}

/** Nothing but punctuation, a fence, a heading or a rule: a message does not go on across it. */
export function isBoundary(line: string): boolean {
  const text = cleanLine(line).trim();
  if (text === "" || /^(?:```|~~~|---+$|===+|<\/?(?:details|summary|pre|code)\b|\.\.\.$|…$)/.test(text)) return true;
  // The end of a JSON value that the text stood in.
  if (/^["'`,;\s]*[}\])]["'`,;\s}\])]*$/.test(text)) return true;
  // A heading ends what stands above it; a comment sign in front of an error or of a row does not.
  return /^#{1,6} \S/.test(text) && !speaksOfPull(text) && parseEventRow(text) === null;
}
