/** Colour as a value: `paint(color).cause("…")`. It only underlines what the words say already. */
export type Role = "cause" | "heading" | "words" | "command" | "caution" | "aside";

export type Paint = Readonly<Record<Role, (text: string) => string>>;

/** Select Graphic Rendition: 1 bold, 2 faint, 31 red, 33 yellow, 36 cyan. Only colours that every theme keeps legible. */
const SGR: Readonly<Record<Role, string>> = {
  cause: "1;31",
  heading: "1",
  words: "31",
  command: "36",
  caution: "33",
  aside: "2",
};

export function paint(color: boolean): Paint {
  const brush =
    (role: Role) =>
    (text: string): string =>
      color && text !== "" ? `\u001b[${SGR[role]}m${text}\u001b[0m` : text;
  return {
    cause: brush("cause"),
    heading: brush("heading"),
    words: brush("words"),
    command: brush("command"),
    caution: brush("caution"),
    aside: brush("aside"),
  };
}
