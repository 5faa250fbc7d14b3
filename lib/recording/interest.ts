import { findTokens } from '@/lib/token/nested.ts';

/** Names by which applications call what keeps somebody signed in. Only a reason to show a value, never proof. */
const SESSION_NAME = /sess|token|auth|jwt|\bsid\b|[._-]sid$|^sid|csrf|xsrf|refresh|remember|identity/i;

/** Whether a value may have to do with a session: it holds a token, or its name says so. */
export function isOfInterest(name: string, value: string): boolean {
  return SESSION_NAME.test(name) || findTokens(value).length > 0;
}

export function isSessionName(name: string): boolean {
  return SESSION_NAME.test(name);
}
