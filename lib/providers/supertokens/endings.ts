import { isRecord, ownMember, parseJson } from '@/lib/token/json.ts';
import type { HttpAnswer } from '../page.ts';
import type { FailedEnd, FailureReading, ResponseReading } from '../provider.ts';

/** What the refresh endpoint's answer means. Where the SDK refreshed and succeeded, there is none to be read. */
export function interpretRefresh({ status, redirected, body }: HttpAnswer): ResponseReading {
  const message = messageIn(body);
  const facts = message === undefined ? [] : [{ name: 'message', value: message }];
  const bad = (headline: string, ...reasons: string[]): ResponseReading => ({ tone: 'bad', headline, reasons, facts });
  if (redirected)
    return bad('The refresh endpoint redirects', 'A redirect is not followed. Is the API’s address right?');
  if (status >= 200 && status < 300) {
    return {
      tone: 'good',
      headline: 'Refreshed without the SDK',
      reasons: [
        'The page has no SuperTokens SDK, so the plain endpoint was called and what an SDK writes was written for it.',
      ],
      facts,
    };
  }
  if (status === 401 && message === 'token theft detected') {
    return bad(
      'Token theft detected, 401',
      'The refresh token had been used before, so SuperTokens ended the session: it is signed out everywhere.',
      'Two refreshes at the same time look like theft too: another tab without the SDK’s lock, a server, a test.',
    );
  }
  if (status === 401 && message === 'try refresh token') {
    return bad(
      'The server wants a refresh again, 401 try refresh token',
      'This is the answer to an expired access token. From the refresh endpoint it means that the request was taken for an API call: is the API’s base path right?',
    );
  }
  if (status === 401) {
    return bad(
      `Signed out, 401${message === undefined ? '' : ` ${message}`}`,
      'The server knows no such session any more: it was revoked, it ran out, or the refresh token did not reach it.',
    );
  }
  if (status === 404) {
    return bad(
      'No refresh endpoint, 404',
      'The API’s address comes from the token’s iss. Is SuperTokens mounted there?',
    );
  }
  return bad(
    `Refresh failed, ${status}`,
    'The server answered with an error. The session and its tokens stay as they are.',
  );
}

function messageIn(body: string): string | undefined {
  const json = parseJson(body);
  return isRecord(json) && typeof json['message'] === 'string' ? json['message'].slice(0, 200) : undefined;
}

/** Endings that only SuperTokens has; undefined for one that is told alike for all. */
export function explainFailure(end: FailedEnd): FailureReading | undefined {
  if (end.status === 'sdk-missing') {
    return {
      headline: 'SuperTokens is not on this page',
      reasons: ['There is neither its SDK nor a session of it: no sFrontToken says where the API is.'],
    };
  }
  if (end.status === 'signed-out') {
    return {
      headline: 'Nobody is signed in',
      reasons: [
        'The page has no sFrontToken, so its SDK takes it for signed out. Sign in on the page, then try again.',
      ],
    };
  }
  return end.status === 'failed' && typeof end.code === 'string' ? ownMember(FAILURES, end.code) : undefined;
}

const FAILURES: Readonly<Record<string, FailureReading>> = {
  'front-token-hidden': {
    headline: 'Refreshed on the server, but the page cannot see it',
    reasons: [
      'The answer has no front-token header that the page may read, so the SDK fails and keeps the old claims. The server did replace the tokens.',
      'Expose it: Access-Control-Expose-Headers must name front-token (and st-access-token, st-refresh-token, anti-csrf), as supertokens.getAllCORSHeaders() and the middleware do; a proxy must not drop it.',
    ],
  },
  'not-intercepted': {
    headline: 'The SDK did not refresh',
    reasons: [
      'The SDK let the call pass: it sees no session of its own, or the API’s address (the token’s iss) is not the apiDomain that it was set up with.',
    ],
  },
  'no-issuer': {
    headline: 'The API’s address is unknown',
    reasons: ['sFrontToken has no iss that is an address, as in tokens before version 4, so there is nowhere to ask.'],
  },
};

/** What a developer has to know of a token that has just come of a refresh. */
export function explainNewToken(claims: Readonly<Record<string, unknown>>): readonly string[] {
  return typeof claims['parentRefreshTokenHash1'] === 'string'
    ? [
        'The next verified API call replaces this token once more, with the same claims: only then does the server take the old refresh token for used up (parentRefreshTokenHash1 becomes null).',
      ]
    : [];
}
