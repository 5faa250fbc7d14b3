import { findTokens } from '@/lib/token/nested.ts';

/** Names by which applications call what keeps somebody signed in. Only a reason to show a value, never proof. */
const SESSION_NAME = /sess|token|auth|jwt|\bsid\b|[._-]sid$|^sid(?!ebar)|csrf|xsrf|refresh|remember|identity/i;

/** Whether a value may have to do with a session: it holds a token, or its name says so. */
export function isOfInterest(name: string, value: string): boolean {
  return SESSION_NAME.test(name) || resemblesToken(value) || findTokens(value).length > 0;
}

/** Base64url of `{"`: what every JOSE header begins with, also where the rest of the token is broken. */
export function resemblesToken(value: string): boolean {
  return /^(?:Bearer )?eyJ/.test(value);
}

export function isSessionName(name: string): boolean {
  return SESSION_NAME.test(name);
}
