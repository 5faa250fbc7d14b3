import { providers } from '@/lib/providers/index.ts';
import { currentSighting, type Credential } from './credential.ts';
import { isSessionName, resemblesToken } from './interest.ts';
import { isCookieOfPage } from './page-cookies.ts';

/** What frameworks and people call the cookie that is the session, where scripts can read it too. */
const USUAL_NAME =
  /^(?:__(?:Host|Secure)-)?(?:(?:connect\.|php|j)?(?:sid|sess(?:ion)?(?:[._-]?(?:id|token))?)|auth|(?:(?:auth|access)[._-]?)?token)$/i;

/** Of signing in and of forms: they change with every page and keep nobody signed in. */
const PASSING_NAME = /csrf|xsrf|state|nonce|verifier|challenge/i;

/**
 * Whether a cookie may be the whole session of an app whose make is unknown, though nobody can look into its value: one
 * of the page's own site that has a session's name and that its server set out of the reach of scripts, which those of
 * analytics are not; or one that scripts can read, if it has a name that is usual for the session itself.
 */
export function isOpaqueSession(credential: Credential, url: string | null): boolean {
  const { name, cookie } = credential;
  const { value, tokens } = currentSighting(credential);
  if (!cookie || value === '' || tokens.length > 0 || resemblesToken(value)) return false;
  if (url !== null && !isCookieOfPage(cookie, [url])) return false;
  if (providers.some(({ companions }) => companions.some((companion) => companion.name.test(name)))) return false;
  return USUAL_NAME.test(name) || (cookie.httpOnly && isSessionName(name) && !PASSING_NAME.test(name));
}
