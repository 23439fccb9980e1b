/** The file in which a team writes down causes of its own: its text → causes and advice, or what is wrong with it. */

import { isScalar } from "yaml";
import type { AnyCauseId, OwnCauseId } from "../catalogue/any-id.ts";
import { type Command, type Cure, fix } from "../catalogue/commands.ts";
import type { Facts } from "../catalogue/define.ts";
import { CAUSE_IDS } from "../catalogue/ids.ts";
import type { Advice, OwnCause } from "../catalogue/own.ts";
import { fill, wrongPlaces } from "./fill.ts";
import { about, either, list, oneOf, type Placed, placed, record, some, text } from "./shape.ts";
import { ADVICE_WHEN, CAUSE_WHEN, seeAny } from "./when.ts";
import { Page, type Problem } from "./yaml-text.ts";

/** What one file says. Where there are problems, it says nothing. */
export interface OwnFile {
  /** As it was named. */
  readonly name: string;
  readonly causes: readonly TestedCause[];
  readonly advice: readonly TestedAdvice[];
  readonly problems: readonly Problem[];
}

export interface Examples {
  readonly is: readonly Placed[];
  readonly isNot: readonly Placed[];
}

export interface TestedCause extends OwnCause {
  readonly place: Placed;
  readonly examples: Examples;
}

export interface TestedAdvice extends Advice {
  readonly examples: Examples;
}

const filled = (longest: number) => text({ longest, wrong: wrongPlaces });
const ONE_LINE = { longest: 120, pattern: /^\S[^\n]*$/, like: "one line that begins with a letter" };
const OWN_ID = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?\/[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const ownId = text({
  longest: 127,
  pattern: OWN_ID,
  like: "a name such as team/blocked-by-gate, in small letters, digits and dashes",
});

const LINKS = about(
  "Pages that tell more.",
  list(text({ longest: 500, pattern: /^https?:\/\/[^\s"'<>]+$/, like: "an address that begins with https://" }), 1, 5),
);
const COMMANDS = about(
  "Commands to paste; {namespace}, {pod}, {image} and the like are filled in.",
  list(
    record(
      {
        run: filled(2000),
        effect: about("Whether it only looks, or alters something.", oneOf(["inspect", "changes"])),
      },
      {},
    ),
    1,
    10,
  ),
);
const CURE = {
  title: about("What to do, in a few words.", text({ ...ONE_LINE, wrong: wrongPlaces })),
};
const MORE = {
  note: about("What else to know.", filled(2000)),
  commands: COMMANDS,
  links: LINKS,
};
const example = placed(text({ longest: 20_000, raw: true }));
const isNot = about("Texts that look like it and are something else.", list(example, 1, 50));

const CAUSE = record(
  {
    id: about("team/name: the team, a slash, the cause.", placed(ownId)),
    title: about("A few words for a heading and a table.", text(ONE_LINE)),
    what: about("One sentence: what was seen.", text({ longest: 500 })),
    confidence: about("How sure you are where `when` holds.", oneOf(["certain", "likely", "possible"])),
    when: about("What it is recognised by.", CAUSE_WHEN),
    examples: about(
      "Texts as people paste them, for `causes lint`.",
      record({ is: about("Texts that have this cause.", list(example, 1, 50)) }, { isNot }),
    ),
  },
  {
    why: about("A paragraph: how it comes about.", text({ longest: 3000 })),
    group: about(
      "Where it stands in the table of causes.",
      oneOf(["reference", "auth", "limits", "network", "tls", "content", "node", "other"]),
    ),
    scope: about(
      "What one act would mend: all failures of a registry, of an image, …",
      oneOf(["registry", "namespace", "image", "node"]),
    ),
    outranks: about(
      "Causes that give way where both are recognised. Without it this is the answer only where no built-in cause is.",
      some(either((node) => isScalar(node) && String(node.value).includes("/"), ownId, oneOf(CAUSE_IDS))),
    ),
    fixes: about("What to do, step by step.", list(record(CURE, MORE), 1, 10)),
    links: LINKS,
  },
);

const ADVICE = record(
  { for: about("The built-in causes that it is for.", some(oneOf(CAUSE_IDS))), ...CURE },
  {
    when: about("Where it holds; without it, wherever the cause is recognised.", ADVICE_WHEN),
    ...MORE,
    examples: about(
      "Texts as people paste them, for `causes lint`.",
      record({ is: about("Texts that get this advice.", list(example, 1, 50)) }, { isNot }),
    ),
  },
);

export const MOST_IN_A_FILE = 100;

export const FILE = record(
  {
    apiVersion: about("Which version of this form.", oneOf(["pullcheck/v1"])),
    kind: about("What this file is.", oneOf(["OwnCauses"])),
  },
  {
    causes: about("Causes that the catalogue does not have.", list(CAUSE, 1, MOST_IN_A_FILE)),
    advice: about(
      "What to do at built-in causes, shown before what the catalogue advises.",
      list(ADVICE, 1, MOST_IN_A_FILE),
    ),
  },
  {
    schema: { anyOf: [{ required: ["causes"] }, { required: ["advice"] }] },
    wrong: (names) =>
      names.has("causes") || names.has("advice") ? null : 'There is neither "causes" nor "advice" here.',
  },
);

/** Characters. */
export const LONGEST_FILE = 128 * 1024;

/** Never throws. `name` is the file as it was named. */
export function readOwnFile(name: string, content: string): OwnFile {
  const nothing = { name, causes: [], advice: [] };
  if (content.length > LONGEST_FILE) {
    const message = `The file is longer than ${LONGEST_FILE / 1024} kB. Spread its causes over several files.`;
    return { ...nothing, problems: [{ line: 1, column: 1, field: null, message }] };
  }
  const page = new Page(content);
  const read = page.problems.length > 0 ? null : FILE.read(page.root, "", page);
  if (read === null) return { ...nothing, problems: page.problems };
  const file = name.split(/[\\/]/).at(-1) ?? name;
  return {
    name,
    causes: (read.causes ?? []).map(({ id, title, what, why = "", group = "other", scope = "image", ...cause }) => ({
      id: id.text as OwnCauseId,
      place: id,
      file,
      path: name,
      title,
      what,
      why,
      group,
      scope,
      links: cause.links ?? [],
      means: cause.confidence,
      see: seeAny(cause.when),
      outranks: (cause.outranks ?? []) as readonly AnyCauseId[],
      fixes: (facts: Facts) => (cause.fixes ?? []).map((one) => cureOf(one, facts, file)),
      examples: { is: cause.examples.is, isNot: cause.examples.isNot ?? [] },
    })),
    advice: (read.advice ?? []).map(({ when = [{}], examples, ...advice }) => ({
      file,
      for: advice.for,
      when: seeAny(when),
      cure: (facts: Facts) => cureOf(advice, facts, file),
      examples: { is: examples?.is ?? [], isNot: examples?.isNot ?? [] },
    })),
    problems: [],
  };
}

interface WrittenCure {
  readonly title: string;
  readonly note?: string;
  readonly commands?: readonly { readonly run: string; readonly effect: Command["effect"] }[];
  readonly links?: readonly string[];
}

function cureOf({ title, note = "", commands = [], links = [] }: WrittenCure, facts: Facts, file: string): Cure {
  const see = links.length === 0 ? "" : `See ${links.join(", ")}`;
  const more = [fill(note.trim(), facts), see].filter(Boolean).join(" ");
  const ready = commands.map(
    ({ run, effect }): Command => ({
      run: fill(run.trimEnd(), facts),
      effect,
      // Whatever shell the team has written it for, it is that of its readers.
      anywhere: null,
    }),
  );
  return { ...fix(fill(title, facts), ready, more === "" ? null : more), own: file };
}
