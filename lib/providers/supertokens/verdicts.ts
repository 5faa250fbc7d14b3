import { ownMember } from '@/lib/token/json.ts';
import type { SaidResponse, Verdict, VerdictReader } from '../provider.ts';

function read(response: SaidResponse): Verdict | undefined {
  const { status, url, said, carriedOwn } = response;
  if (response.unread) return readUnread(response);
  const message = said['body.message'];
  if (message === undefined || status < 400) return undefined;
  const own = carriedOwn || isRefresh(url);
  const words = ownMember(MESSAGES, message);
  if (!words || !(own || words.telling)) return undefined;
  const atRefresh = isRefresh(url) ? words.atRefresh : undefined;
  return { tone: words.tone, reason: message, headline: words.headline, reasons: [atRefresh ?? words.why] };
}

/** By default 401 is the status for a session that is not taken, and the SDK does not read why: it refreshes. */
function readUnread({ status, carriedOwn, followedBy }: SaidResponse): Verdict | undefined {
  if (status !== 401 || !carriedOwn) return undefined;
  const reason = 'body not read';
  return followedBy.some(isRefresh)
    ? {
        tone: 'bad',
        reason,
        headline: 'Refused, and the session was refreshed after it',
        reasons: [
          'The page did not read the body, so what it says is not known. To the SDK a 401 means “try refresh token”: the access token had expired, or is not taken any more.',
        ],
      }
    : {
        tone: 'bad',
        reason,
        headline: 'Refused; the page did not read why',
        reasons: ['The browser tells of a body only once the page has read it. No refresh was seen to follow.'],
      };
}

const isRefresh = (url: URL | undefined) => url?.pathname.endsWith('/session/refresh') === true;

interface Words {
  readonly tone: Verdict['tone'];
  readonly headline: string;
  readonly why: string;
  /** Where it is the refresh endpoint that says so. */
  readonly atRefresh?: string;
  /** Nobody else says it. */
  readonly telling: boolean;
}

const MESSAGES: Readonly<Record<string, Words>> = {
  'try refresh token': {
    tone: 'bad',
    headline: 'The access token had expired, or is not taken any more',
    why: 'The SDK refreshes now and sends the request again. Without the SDK, or with another client, it ends here.',
    atRefresh: 'From the refresh endpoint it means that the request was taken for an API call: is the base path right?',
    telling: true,
  },
  unauthorised: {
    tone: 'bad',
    headline: 'The server knows no such session',
    why: 'The request carried no session, or one that was revoked or has run out.',
    atRefresh:
      'The session was revoked, it ran out, or the refresh token did not reach the server: it is signed out now.',
    telling: false,
  },
  'token theft detected': {
    tone: 'bad',
    headline: 'Token theft detected: the session was ended',
    why: 'The refresh token had been used before. Two refreshes at the same time look like theft too: another tab without the SDK’s lock, a server, a test.',
    telling: true,
  },
  'invalid claim': {
    tone: 'bad',
    headline: 'The session lacks what the endpoint asks of its claims',
    why: 'The token is live, but one of its claims does not pass a validator: a role, a verified e-mail address. A refresh helps once the server’s data has changed.',
    telling: false,
  },
};

/**
 * The bodies of `supertokens-node` 24 (`recipe/session/utils.js`). Their status is 401 and 403 unless the app sets
 * `sessionExpiredStatusCode` and `invalidClaimStatusCode`, so the message counts and not the status.
 */
export const SUPERTOKENS_VERDICTS: VerdictReader = {
  headers: [],
  words: Object.keys(MESSAGES),
  speaksAt: () => false,
  read,
};
