/**
 * kubectl's complaints → one sentence on what happened and one on what to do. The wordings are kubectl's, the same from
 * 1.20 to 1.36 (client-go, cli-runtime and apimachinery's api/errors); what none of them fits is quoted as it is.
 */
import { maskSecrets } from "../diagnose/mask-secrets.ts";
import { cleanLine } from "../text/clean.ts";
import type { KubectlAnswer } from "./kubectl.ts";
import { UserError } from "./user-error.ts";

/** What was asked, for the sentence: "pod web-0 in namespace default". */
export interface Asked {
  readonly what: string;
}

/** The complaint of an answer with a failing status. */
export function explainKubectl(answer: KubectlAnswer, { what }: Asked): UserError {
  const said = firstComplaint(answer.stderr);
  for (const { says, sentence, hint } of COMPLAINTS) {
    const found = says.exec(said);
    if (found === null) continue;
    const words = found.slice(1).map((word) => word ?? "");
    return new UserError(sentence(what, words), {
      hint: typeof hint === "string" ? hint : hint(words),
      said: `kubectl said: ${said}`,
    });
  }
  return new UserError(`kubectl could not read ${what}.`, {
    hint: "Run the same with kubectl get, and mend what it complains of.",
    said: said === "" ? `kubectl said nothing and ended with status ${answer.exitCode}.` : `kubectl said: ${said}`,
  });
}

/** True where kubectl says that a thing is not there, and not that it could not look. */
export function isNotFound(answer: KubectlAnswer): boolean {
  return answer.exitCode !== 0 && firstComplaint(answer.stderr).startsWith("Error from server (NotFound)");
}

/** The names in all of kubectl's "not found" lines. */
export function namesNotFound(answer: KubectlAnswer): string[] {
  return [...answer.stderr.matchAll(/^Error from server \(NotFound\): \S+ "([^"]+)" not found/gm)].map(
    ([, name]) => name as string,
  );
}

/** True where a list has changed for so long that the server cannot show the rest of it as it was. */
export function isExpired(answer: KubectlAnswer): boolean {
  return /\((?:Expired|Gone|ResourceExpired)\)|continue parameter is too old/.test(firstComplaint(answer.stderr));
}

/**
 * True where the same question may well be answered a moment later. A refused connection is not: nobody is there. Neither
 * is "too many requests": every kubectl has tried that again by itself, ten times, after as long as the server said.
 */
export function isPassing(answer: KubectlAnswer): boolean {
  return /\((?:ServiceUnavailable|InternalError|ServerTimeout)\)|currently unable to handle|unexpected EOF|: EOF$|connection reset|connection lost|GOAWAY|stream error/.test(
    firstComplaint(answer.stderr),
  );
}

const LONGEST = 600;

/**
 * kubectl's own first line. klog's stand before it (five since 1.26), and what a login helper has to say.
 *
 *   E1122 15:50:45.071368    7694 memcache.go:265] couldn't get current server API group list: …
 *   The connection to the server localhost:8080 was refused - did you specify the right host or port?
 */
function firstComplaint(stderr: string): string {
  const lines = stderr.split("\n").map((line) => cleanLine(line).trim());
  const plain = lines.filter((line) => line !== "" && !/^[IWEF]\d{4} \d\d:\d\d:\d\d|^Warning: /.test(line));
  const own = plain.find((line) =>
    /^(?:Error from server|[Ee]rror: |Error in |Unable to connect|The connection to)/.test(line),
  );
  const first = maskSecrets(own ?? plain[0] ?? lines.find((line) => line !== "") ?? "");
  return first.length > LONGEST ? `${first.slice(0, LONGEST)}…` : first;
}

interface Complaint {
  readonly says: RegExp;
  readonly sentence: (what: string, words: readonly string[]) => string;
  readonly hint: string | ((words: readonly string[]) => string);
}

const SHOW_CONTEXTS = "See which there are: kubectl config get-contexts";

const COMPLAINTS: readonly Complaint[] = [
  {
    says: /\(NotFound\)/,
    sentence: (what) => `There is no ${what}.`,
    hint: "Check the name, and the namespace with -n.",
  },
  {
    says: /\(Forbidden\).{0,300}?cannot (\w+) resource "([\w.-]+)"/,
    sentence: (what, [verb, resource]) => `You may not read ${what}: the right to ${verb} ${resource} is missing.`,
    hint: ([verb, resource]) =>
      `Ask whoever runs the cluster for it; check with: kubectl auth can-i ${verb} ${resource}`,
  },
  {
    says: /\(Forbidden\)/,
    sentence: (what) => `You may not read ${what}.`,
    hint: "Ask whoever runs the cluster for the right to get pods and to list events.",
  },
  {
    says: /Unauthorized|must be logged in|provide credentials|Please enter Username|^error: EOF$/,
    sentence: () => "The cluster does not accept your login.",
    hint: "Log in again, or choose another user with --user, --context or --token.",
  },
  {
    says: /getting credentials|exec plugin|executable .{0,300} (?:not found|failed)/i,
    sentence: () => "The login helper that the kubeconfig names did not work.",
    hint: "Run kubectl get pods to see its whole message, and install or log in with that helper.",
  },
  {
    says: /server localhost:8080 was refused/,
    sentence: () => "kubectl knows of no cluster: it has no kubeconfig, or no context is chosen in it.",
    hint: "Choose one with --kubeconfig FILE or with: kubectl config use-context NAME",
  },
  {
    says: /connection to the server (\S+) was refused/,
    sentence: (_, [server]) => `The API server at ${server} refuses the connection.`,
    hint: "Check that the cluster is running and that the context is the right one: kubectl config current-context",
  },
  {
    says: /context (?:was not found for specified context: |")([^"\s]+)|no context exists with the name: "([^"]+)"/,
    sentence: (_, [one, other]) => `The kubeconfig has no context "${one || other}".`,
    hint: SHOW_CONTEXTS,
  },
  {
    says: /no server found for cluster "([^"]+)"|cluster "([^"]+)" does not exist/,
    sentence: (_, [one, other]) => `The kubeconfig has no cluster "${one || other}".`,
    hint: SHOW_CONTEXTS,
  },
  {
    says: /auth info "([^"]+)" does not exist/,
    sentence: (_, [user]) => `The kubeconfig has no user "${user}".`,
    hint: SHOW_CONTEXTS,
  },
  {
    says: /^error: stat (.+): no such file or directory/,
    sentence: (_, [file]) => `The kubeconfig ${file} does not exist.`,
    hint: "Check the name given with --kubeconfig or in KUBECONFIG.",
  },
  {
    says: /error loading config file|invalid configuration|unable to read (?:certificate-authority|client-\w+)|in configuration/i,
    sentence: () => "The kubeconfig cannot be used.",
    hint: "Look at it with: kubectl config view",
  },
  {
    says: /dial tcp: lookup (\S+?)(?: on \S+)?: /,
    sentence: (_, [host]) => `The API server's name ${host} cannot be resolved.`,
    hint: "Check the network or VPN, and the server in: kubectl config view --minify",
  },
  {
    says: /x509|tls: |TLS handshake|certificate|HTTP response to HTTPS client/i,
    sentence: () => "The encrypted connection to the API server failed.",
    hint: "Check the server and its certificate authority in: kubectl config view --minify",
  },
  {
    says: /deadline exceeded|Client\.Timeout|i\/o timeout|timed out|\(Timeout\)/i,
    sentence: (what) => `The API server gave no answer about ${what} in time.`,
    hint: "Check the network or VPN, or allow more time with --request-timeout=2m",
  },
  {
    says: /\(BadRequest\).{0,300}(?:selector|field label)/i,
    sentence: () => "The selector cannot be understood.",
    hint: "Write labels as -l app=web and fields as --field-selector spec.nodeName=node-1",
  },
  {
    says: /unknown flag: (\S+)/,
    sentence: (_, [flag]) => `This kubectl does not know the flag ${flag}.`,
    hint: "Leave it out, or use a newer kubectl.",
  },
  {
    says: /without impersonating a user/,
    sentence: () => "--as-group and --as-uid work only together with --as.",
    hint: "Add --as USER.",
  },
  {
    says: /Unable to connect to the server|unexpected EOF|connection reset|EOF$|Please retry/i,
    sentence: () => "The connection to the API server broke off.",
    hint: "Try again; where it stays so, check the network or VPN.",
  },
  {
    says: /\((?:Expired|Gone|ResourceExpired)\)|continue parameter is too old/,
    sentence: (what) =>
      `${what[0]?.toUpperCase()}${what.slice(1)} changed while they were read, faster than the API server could list them.`,
    hint: "Try again, or choose fewer with -n or a selector.",
  },
  {
    says: /doesn't have a resource type "([^"]+)"/,
    sentence: (_, [type]) => `This cluster has no kind of objects that is called "${type}".`,
    hint: "See which there are: kubectl api-resources. A saved text is read with -f FILE.",
  },
  {
    says: /\((?:ServiceUnavailable|InternalError|TooManyRequests|ServerTimeout)\)|currently unable to handle/,
    sentence: () => "The API server is in trouble and did not answer.",
    hint: "Try again in a minute.",
  },
];

export function kubectlMissing(path: string | null): UserError {
  return path === null
    ? new UserError("kubectl is not on PATH.", {
        hint: "Install it (https://kubernetes.io/docs/tasks/tools), or set KUBECTL_PATH to it. Saved text needs no kubectl: kubectl-pullcheck -f FILE",
      })
    : new UserError(`There is no kubectl at "${cleanLine(path)}".`, { hint: "Correct KUBECTL_PATH, or unset it." });
}

export function kubectlUnusable(file: string, reason: string): UserError {
  return new UserError(`kubectl (${cleanLine(file)}) did not run to its end.`, {
    hint: "Check that this works: kubectl version --client",
    said: reason === "" ? null : `The system said: ${maskSecrets(cleanLine(reason.split("\n")[0] ?? ""))}`,
  });
}

export function kubectlTooLong(seconds: number, isAskedFor: boolean): UserError {
  return new UserError(`kubectl gave no answer within ${seconds} s.`, {
    hint: isAskedFor
      ? "Allow more time with a longer --request-timeout, or 0 for no limit."
      : "Check that the cluster can be reached (kubectl get pods), or allow more time with --request-timeout=2m",
  });
}

/** An answer that is not the list, or only a part of it. */
export function kubectlNoList(): UserError {
  return new UserError("kubectl's answer is not the whole list that was asked for.", {
    hint: "Check that KUBECTL_PATH, or the kubectl on PATH, is kubectl itself (kubectl version --client), and that no proxy cuts its answers.",
  });
}

export function kubectlTooMuch(): UserError {
  return new UserError("kubectl's answer is too long to be read.", {
    hint: "Choose fewer pods, with -n or with a selector.",
  });
}
