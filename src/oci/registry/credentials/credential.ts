/** What is shown to a registry or its token service. Never printed. */
export type Secret =
  | { readonly kind: "password"; readonly username: string; readonly password: string }
  /** An OAuth 2 refresh token (docker's "identity token"). */
  | { readonly kind: "identity"; readonly token: string }
  /** Sent as the bearer token itself (docker's "registry token"). */
  | { readonly kind: "bearer"; readonly token: string };

export interface Credential {
  readonly secret: Secret;
  /** Where it was found, for messages: a file, a variable or a helper. */
  readonly from: string;
}

/** What a search for credentials came to. */
export interface Search {
  readonly credential?: Credential;
  /** Every place that was looked at, in order. */
  readonly looked: readonly string[];
  /** What should have answered and could not: broken files, missing or hanging helpers. */
  readonly failures: readonly string[];
}
