/**
 * What stops us and is nobody's bug: a sentence that says what happened, and what to do about it. Everything else that
 * is thrown is a fault of this program.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  /** What to do: a sentence, or a command to copy. */
  readonly hint: string;
  /** The words of whoever said so, cleaned and masked: `kubectl said: …`; null where nobody else was asked. */
  readonly said: string | null;

  constructor(message: string, { hint, said = null }: { hint: string; said?: string | null }) {
    super(message);
    this.hint = hint;
    this.said = said;
  }
}
