import { ownMember } from '@/lib/token/json.ts';
import type { SaidResponse, Verdict, VerdictReader } from '../provider.ts';

/** Where `RoqAuth()` mounts them, and where its session and refetch may have been moved to. */
function isHandler({ pathname }: URL): boolean {
  return /\/(?:refetch-session|auth\/session)$/.test(pathname);
}

type Words = readonly [headline: string, why: string];

const CODES: Readonly<Record<string, Words>> = {
  TOKEN_MALFORMED: [
    'The session cookie is not accepted',
    'Its signature does not fit ROQ_API_KEY (ROQ_SECRET in version 1): the key was changed, or another app on this host wrote it. The answer clears the cookie.',
  ],
  SESSION_EXPIRED: [
    'The session has expired',
    'The access token inside had run out, and @roq/nextjs refetches only as long as it is live. The answer clears the cookie.',
  ],
  LOGIN_STATE_INVALID: [
    'The sign-in was started elsewhere',
    'Its state is not that of roq-auth-state: another tab, or cookies that were cleared meanwhile.',
  ],
  AUTH_FAILED: ['The sign-in failed at ROQ’s platform', 'The server’s log says more.'],
};

/** The answers of the handlers of `@roq/nextjs` 2.0.3: the status alone says little. */
export const ROQ_VERDICTS: VerdictReader = {
  headers: [],
  words: [...Object.keys(CODES), 'unauthenticated'],
  speaksAt: isHandler,
  read,
};

function read({ url, said, carriedOwn }: SaidResponse): Verdict | undefined {
  if (!carriedOwn && !(url && (isHandler(url) || url.pathname.includes('/auth/')))) return undefined;
  const code = said['body.code'] ?? '';
  const words = ownMember(CODES, code);
  if (words) return bad(code, ...words);
  if (!url || !isHandler(url)) return undefined;
  if (said['body.success'] === 'false') {
    const told = said['body.error'];
    return bad(
      'success: false',
      'The refetch failed, whatever the status says',
      `${told === undefined ? '' : `ROQ’s platform or the app says “${told}”. `}The session cookie is untouched.`,
    );
  }
  if (said['body.status'] === 'unauthenticated') {
    return {
      tone: 'neutral',
      reason: 'unauthenticated',
      headline: 'Nobody is signed in',
      reasons: ['The app saw no roq-session-token with this request.'],
    };
  }
  return undefined;
}

const bad = (reason: string, headline: string, why: string): Verdict => ({
  tone: 'bad',
  reason,
  headline,
  reasons: [why],
});
