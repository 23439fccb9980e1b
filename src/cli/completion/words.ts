/** The words that may follow `kubectl pullcheck completion`. */
export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
export type Shell = (typeof SHELLS)[number];

export const COMPLETION_WORDS = [...SHELLS, "install", "uninstall"] as const;
export type CompletionWord = (typeof COMPLETION_WORDS)[number];
