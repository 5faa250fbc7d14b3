/** How tokens travel: in cookies that the server sets, or in headers that the page's SDK keeps in cookies of its own. */
export type TransferMode = 'cookie' | 'header';

export type AntiCsrf = 'VIA_TOKEN' | 'VIA_CUSTOM_HEADER' | 'NONE';

/** What requests and tests change about the app, besides the sessions in its core. */
export interface SuperTokensState {
  mode: TransferMode;
  /** What the server knows; a token may still say otherwise. */
  role: string;
  /** A role that the next verified request puts into its own session. */
  roleForNextRequest: string | null;
  /** Whether the page signs itself in when there is no session. Ends with the session. */
  signInByItself: boolean;
  /** The HTTP status the refresh endpoint answers with, before it looks at any token. */
  refreshFailure: number | null;
  /** Settles when the refresh endpoint may answer again. */
  refreshHold: PromiseWithResolvers<void> | null;
  /** Whether requests to the API lose their connection, without an answer. */
  dropping: boolean;
  frontTokenHidden: boolean;
}

export const USER = { id: '5d1e0a52-7b3c-4a8e-9f0d-c1a1bcec0001', email: 'ada@example.com' } as const;

export const createState = (mode: TransferMode, signedIn: boolean): SuperTokensState => ({
  mode,
  role: 'user',
  roleForNextRequest: null,
  signInByItself: signedIn,
  refreshFailure: null,
  refreshHold: null,
  dropping: false,
  frontTokenHidden: false,
});
