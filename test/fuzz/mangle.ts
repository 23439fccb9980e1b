/**
 * What happens to text on its way into a ticket. Each transformation keeps all that the text says; what is lost on the
 * way is said beside the few that lose something.
 */
export type Mangle = (text: string, random: () => number) => string;

const lines = (text: string): string[] => text.split(/\r\n|[\r\n]/);
const each = (text: string, change: (line: string, index: number) => string): string =>
  lines(text).map(change).join("\n");

/** A terminal: broken at the very edge, words and all. */
function terminal(width: number): Mangle {
  return (text) =>
    lines(text)
      .flatMap((line) => {
        const chars = Array.from(line);
        const parts: string[] = [];
        do parts.push(chars.splice(0, width).join(""));
        while (chars.length > 0);
        return parts;
      })
      .join("\n");
}

/** A mail program: broken between words. */
function mail(width: number): Mangle {
  return (text) =>
    lines(text)
      .flatMap((line) => {
        const parts: string[] = [];
        let current = "";
        for (const word of line.split(/(?<=\s)(?=\S)/)) {
          if ((current + word).trimEnd().length > width && current.trim() !== "") {
            parts.push(current.trimEnd());
            current = word;
          } else current += word;
        }
        return [...parts, current.trimEnd()];
      })
      .join("\n");
}

/** A pager that indents what it breaks. */
function hanging(width: number, indent: number): Mangle {
  return (text) =>
    lines(text)
      .flatMap((line) => {
        const parts = [line.slice(0, width)];
        for (let rest = line.slice(width); rest !== ""; rest = rest.slice(width - indent))
          parts.push(" ".repeat(indent) + rest.slice(0, width - indent));
        return parts;
      })
      .join("\n");
}

/** A terminal program's frame. */
function frame(width: number): Mangle {
  return (text, random) =>
    each(
      terminal(width)(text, random),
      (line) => `│ ${line}${" ".repeat(Math.max(0, width - Array.from(line).length))} │`,
    );
}

const between = (text: string, before: string, after: string): string => `${before}\n${text}\n${after}`;

export const TRANSFORMATIONS: Readonly<Record<string, Mangle>> = {
  "wrapped at 72": terminal(72),
  "wrapped at 80": terminal(80),
  "wrapped at 100": terminal(100),
  "wrapped at 120": terminal(120),
  "wrapped at 200": terminal(200),
  "mail at 72": mail(72),
  "mail at 100": mail(100),
  "hanging indent": hanging(120, 30),
  "in a frame": frame(120),
  "in a narrow frame": frame(90),
  "quoted >": (text) => each(text, (line) => `> ${line}`),
  "quoted >>": (text) => each(text, (line) => `>> ${line}`),
  "quoted mail": (text, random) => each(mail(72)(text, random), (line) => `> ${line}`),
  "behind #": (text) => each(text, (line) => `# ${line}`),
  "behind //": (text) => each(text, (line) => `// ${line}`),
  "behind *": (text) => each(text, (line) => `* ${line}`),
  "behind -": (text) => each(text, (line) => `- ${line}`),
  "without indentation": (text) => each(text, (line) => line.trimStart()),
  "squeezed to single blanks": (text) => each(text, (line) => line.trim().replace(/ {2,}/g, " ")),
  "columns as tabs": (text) => each(text, (line) => line.replace(/(?<=\S) {2,}/g, "\t")),
  "columns as a Markdown table": (text) => each(text, (line) => `| ${line.trim().replace(/ {2,}/g, " | ")} |`),
  "columns as CSV": (text) =>
    each(text, (line) =>
      line
        .trim()
        .split(/ {2,}/)
        .map((cell) => `"${cell.replaceAll('"', '""')}"`)
        .join(","),
    ),
  "indented by eight": (text) => each(text, (line) => `        ${line}`),
  "line numbers": (text) => each(text, (line, index) => `${String(index + 1).padStart(4)}  ${line}`),
  "grep numbers": (text) => each(text, (line, index) => `${index + 1}:${line}`),
  timestamps: (text) => each(text, (line) => `2026-01-02T03:04:05.123Z ${line}`),
  "chat names": (text) => each(text, (line) => `[10:42] bob: ${line}`),
  "blank lines between": (text) => lines(text).join("\n\n"),
  "in a fence": (text) => between(text, "Hallo zusammen, das hier:\n\n```text", "```\n\nDanke im Voraus"),
  "between prompts": (text) => between(text, "[root@node-1 ~]# kubectl describe pod", "[root@node-1 ~]# "),
  "between prose": (text) =>
    between(
      text,
      "Dear team, our pods do not start since the night.\nWhat I see is this.\n",
      "\nBest regards\nA. Customer, +49 30 1234",
    ),
  "without its header": (text) =>
    lines(text)
      .filter((line) => line.length > 500 || !/Type\s+Reason|LAST SEEN|-{4}/.test(line))
      .join("\n"),
  CRLF: (text) => text.replaceAll("\n", "\r\n"),
  "CR alone": (text) => text.replaceAll("\n", "\r"),
  "byte order mark": (text) => `\ufeff${text}`,
  "non-breaking blanks": (text) => text.replaceAll(" ", "\u00a0"),
  "zero-width blanks": (text) => text.replaceAll("a", "a\u200b"),
  "NUL here and there": (text, random) => Array.from(text, (char) => (random() < 0.01 ? `${char}\0` : char)).join(""),
  colours: (text) =>
    text.replaceAll("Warning", "\u001b[33mWarning\u001b[0m").replaceAll("Failed", "\u001b[1;31mFailed\u001b[m"),
  "cursor movements": (text) => each(text, (line) => `\u001b[2K\u001b[1G${line}`),
  "smart quotes": (text) => text.replace(/"([^"\n]*)"/g, "“$1”"),
  HTML: (text) =>
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("\n", "<br>\n"),
  "a JSON string": (text) => JSON.stringify({ log: text }),
  escaped: (text) => JSON.stringify(text).slice(1, -1),
  "Markdown links": (text) => text.replace(/https:\/\/[^\s"]+/g, (url) => `[${url}](${url})`),
  defanged: (text) =>
    text.replaceAll("https://", "hxxps://").replace(/(?<=\w)\.(?=(?:io|com|example|svc|local)\b)/g, "[.]"),
  // Loses the rows above the first that failed; the one about a pull secret is what it failed for.
  "lower part only": (text) => {
    const all = lines(text);
    const failed = all.findIndex((line) => /Failed\b.*Failed to|FailedToRetrieve/.test(line));
    return failed < 1 ? text : all.slice(failed).join("\n");
  },
};

/** A small generator whose numbers follow from the seed alone (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
