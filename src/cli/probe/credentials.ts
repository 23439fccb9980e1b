/** Credentials as the probe takes them, whoever has them. */
import type { ImageReference } from "../../image/reference.ts";

export interface Credential {
  /** In words, for the report: "the Docker config". Never a user's name. */
  readonly from: string;
  /** The user's own, or those of the pod whose pull fails. */
  readonly whose: "user" | "pod";
  readonly user: string;
  /** A password, or a token in its place. */
  readonly secret: string;
  /** A refresh token, which is changed for an access token; it counts more than the password. */
  readonly identityToken: string | null;
}

export interface FoundCredentials {
  /** In the order in which they are to be tried. */
  readonly credentials: readonly Credential[];
  /** Sentences on what could not be read. */
  readonly warnings: readonly string[];
}

/** Asked only where anonymous was refused, once for each repository. */
export type CredentialSource = (image: Pick<ImageReference, "registry" | "repository">) => Promise<FoundCredentials>;
