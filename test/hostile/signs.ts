/** How an attack shows in a command, whatever the shell. */

/** What the attacks would run. */
export const TRAPS = [
  "pwned",
  "PWNED",
  "evil",
  "touch",
  "rm",
  "bash",
  "nc",
  "env",
  "id",
  "x",
  "reboot",
  "Start-Process",
];

/** Words of which the attacks are made; an argument that holds one stems from an attack. */
export const MARK = /pwned|evil|touch|oproxy|passwd/i;

/** A name, a reference, an address, or one of these behind our own `--flag=` or `container=`. */
const VALID =
  /^(?:--[a-z-]+=|[a-z0-9-]+=|@|\/(?:etc|var\/snap)\/(?:[a-z0-9.-]+\/)+|\/CN=|subjectAltName=(?:DNS|IP):)?(?:(?:docker|https?):\/\/)?\[?[A-Za-z0-9_][\w.:@/%\]-]*(?:\?[\w=&:/.-]*|=CA\.crt)?$/;

/** A word behind -n that is a flag itself. */
export const FLAG_AS_NAME = /\bkubectl [^|;]{0,300} -n -/;

/** True for an argument that is a valid name, or holds valid names only. */
export function isValid(arg: string): boolean {
  return VALID.test(arg) || isNested(arg);
}

/** A patch in JSON, a script for sh -c, a program for jq: what is in quotes in there is a name again. */
function isNested(arg: string): boolean {
  if (/^"[\w.:/-]+" = "[\w.:/-]+"$/.test(arg)) return true;
  if (!/^(?:\{|\[|set -C;)/.test(arg)) return false;
  return [...arg.matchAll(/"([^"]*)"/g)].every(([, name = ""]) => !MARK.test(name) || /^[\w.:/ \\=[\]-]+$/.test(name));
}
