/**
 * Error messages outside any table: a log line, what `crictl pull` printed, a sentence in a chat. A message begins at
 * a line that speaks of a pull and goes on until something else begins.
 */
import { cleanLine } from "../text/clean.ts";

/** Words that no text about anything else has. */
const SPEAKS_OF_A_PULL =
  /failed (?:to pull|pulling) (?:and unpack )?image|failed to pull and unpack|Back-off pulling image|failed to resolve (?:reference|image|ref )|pull access denied|PullImage "|initializing source docker:|(?:reading|pinging) (?:manifest|container registry|docker registry)|manifest (?:for \S+ not found|unknown)|failed to get sandbox image|failed to apply default image tag|failed to inspect image|couldn't parse image|image pull failed|no match(?:ing manifest)? for|failed to copy: |failed to extract layer|failed to register layer|failed commit on ref|CannotPullContainerError|toomanyrequests|unable to retrieve auth token|unable to retrieve some image pull secrets|pull policy of Never|pull QPS exceeded|(?:error )?pulling image(?: configuration)?: |ErrImagePull: |ErrImagePull, Message|copying system image|Source image rejected|filesystem layer verification failed|short-name (?:"|resolution)|credential provider plugin|Error response from daemon: (?:Get|Head|manifest|pull|repository|unauthorized|received|error from registry)|error unpacking image|server gave HTTP response to HTTPS client|kubelet does not have .{0,60}pull/i;

export function speaksOfPull(text: string): boolean {
  return SPEAKS_OF_A_PULL.test(text);
}

/** A line that starts a message of its own: a log line of kubelet, containerd or a build job, or the words themselves. */
const STARTS_A_MESSAGE =
  /^\W{0,20}(?:time="|level=|\{"|[EWIF]\d{4} \d\d:|(?:FATA|ERRO|WARN|INFO|DEBU)\[|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d |\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:|\d\d:\d\d:\d\d[ :]|(?:\[?(?:ERROR|WARNING)\b)|Failed to pull image|Failed to inspect image|Failed to apply default|Back-off pulling image|Failed to create pod sandbox|Error response from daemon|docker: |Error: (?:initializing|reading|choosing|copying|writing|parsing|failed|short-name|unable)|rpc error: code|unable to retrieve some image pull secrets|Container image "[^"]{0,300}" is not present)/i;

export function startsMessage(line: string): boolean {
  return STARTS_A_MESSAGE.test(line);
}

/** A shell prompt, or a command that a person typed. */
const PROMPT =
  /^\W{0,6}(?:\([\w.-]+\) ?)?(?:\[?[\w.-]+@[\w.-]+[^$#%➜>]{0,80}[$#%>](?:\s|$)|@[\w.-]+ ➜ |[$%❯➜] ?(?=\S)|PS [A-Za-z]:\\|[A-Za-z]:\\[^>]{0,100}>|(?:sudo )?(?:kubectl|oc|crictl|docker|podman|nerdctl|ctr|journalctl|systemctl|helm|curl|k) (?:-|\w))/;

export function isPrompt(line: string): boolean {
  return PROMPT.test(line);
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
  `\\b(?:kubectl|oc|k) (?:-n \\S+ )?(?:get (?:pods?|po)|logs|events .{0,80}--for (?:pod/)?|get events .{0,120}involvedObject\\.name=)[ /]?${NAME}(?: |$)`,
);
const NAMESPACE = new RegExp(`\\b(?:kubectl|oc|k) .{0,300}?(?:-n|--namespace)[ =]${NAME}`);
const PULL =
  /\b(?:docker|podman|crictl|nerdctl|ctr)(?: image| images| -n \S+)? pull (?:--?[\w=-]+ ){0,4}([\w][\w.:/@-]{1,400})/;

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
  /probe failed|probe errored|MountVolume|AttachVolume|attach or mount volumes|nodes are available|OCI runtime|failed to (?:start container|create containerd task|create shim)|(?:setup|set up|teardown|destroy) (?:network|sandbox container)|NetworkPlugin|plugin type=|secret "[^"]{0,253}" not found|configmap "[^"]{0,253}" not found|couldn't find key|creating overlay mount|invalid bind mount|back-off \S{1,8} restarting|restarting failed container|executable file not found|runAsNonRoot|exec format error|HPA|leader election/i;

export function isAboutSomethingElse(text: string): boolean {
  return ABOUT_SOMETHING_ELSE.test(text);
}

/** Nothing but punctuation, a fence, a heading or a rule: a message does not go on across it. */
export function isBoundary(line: string): boolean {
  const text = cleanLine(line).trim();
  return text === "" || /^(?:```|~~~|---+$|===+|#{1,6} \S|<\/?(?:details|summary|pre|code)\b|\.\.\.$|…$)/.test(text);
}
