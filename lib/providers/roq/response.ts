import * as v from 'valibot';
import { MAX_CLAIM_DEPTH } from '@/lib/token/decode.ts';
import { depthExceeds, isRecord, parseJson } from '@/lib/token/json.ts';
import { textWithoutTokens } from '@/lib/token/redact.ts';
import type { HttpAnswer } from '../page.ts';
import type { ResponseReading } from '../provider.ts';
import { withoutTokens } from './redact.ts';

type Facts = ResponseReading['facts'];
type Json = Readonly<Record<string, unknown>>;

const signedIn = v.looseObject({ status: v.literal('authenticated'), session: v.looseObject({ id: v.string() }) });
const signedOut = v.looseObject({ status: v.literal('unauthenticated') });
const refused = v.looseObject({ success: v.literal(false) });
const coded = v.looseObject({ code: v.string() });
/** What `RoqAuth()` says of a path that it does not serve, with status 500. */
const unrouted = v.looseObject({ error: v.literal('An invalid path was requested') });

const SET_PATH = 'Set the right one with “Refetch session…” in the menu of actions.';
const UNTOUCHED = 'The session cookie is untouched.';

/** What the answer to a refetch says, by `handlers/refetch-session.js` of `@roq/nextjs` 2.0.3. The status alone says little. */
export function readResponse(http: HttpAnswer): ResponseReading {
  const { status, redirected, body } = http;
  const json = bodyIn(body);
  if (redirected) return redirect();
  if (status === 404) {
    return bad('Not found, 404', [`The path is wrong: the app has no refetch there. ${SET_PATH}`], shown(http, json));
  }
  if (v.is(unrouted, json)) {
    return bad(
      `Not a path of RoqAuth, ${status}`,
      [`The path is wrong: RoqAuth() is mounted there, and serves no refetch at its end. ${SET_PATH}`],
      shown(http, json),
    );
  }
  if (status === 405) {
    return bad('GET is not allowed, 405', [
      'The route does not export GET, which is how @roq/ui-react asks, or the path is that of another route.',
      SET_PATH,
    ]);
  }
  if (v.is(refused, json)) return refusal(json, status);
  if (v.is(coded, json) && status >= 400) return error(json, status);
  if (status >= 400) {
    return bad(
      `The server ${status >= 500 ? 'failed' : 'refused'}, ${status}`,
      [
        status >= 500
          ? 'The handler, or what stands before it, broke down: see the server’s log.'
          : 'This does not come from the handler of @roq/nextjs: something that stands before it answered.',
        UNTOUCHED,
      ],
      shown(http, json),
    );
  }
  if (v.is(signedIn, json)) return success(json, status);
  if (v.is(signedOut, json)) return nobody(status, json);
  if (json === undefined) return noJson(http);
  return bad(
    `Not an answer of ROQ, ${status}`,
    [`It is JSON, but neither a session nor the lack of one. The path may be that of another endpoint. ${SET_PATH}`],
    shown(http, json),
  );
}

function success(answer: v.InferOutput<typeof signedIn>, status: number): ResponseReading {
  const { id, roqUserId, user, iat, exp, ...rest } = answer.session;
  const { firstName, lastName, email, roles, tenantId, ...more } = isRecord(user) ? user : {};
  const known = { roqUserId, user: { firstName, lastName, email, ...more }, roles, tenantId, iat, exp };
  return {
    tone: 'good',
    headline: 'Session refetched',
    reasons: [
      'The app’s own React state is not updated by this call: only refetchSession() of RoqProvider does that. Reload the page, and the app shows what the cookie says.',
    ],
    facts: facts({ 'HTTP status': status, status: answer.status, 'session.id': id, ...known, ...rest }),
    offersReload: true,
  };
}

function nobody(status: number, json: unknown): ResponseReading {
  return bad(
    'The app saw no session cookie',
    [
      `It answered ${status} and “unauthenticated”: the request carried no roq-session-token.`,
      'A cookie that the panel shows may be of another path or domain, or be named __Secure-roq-session-token, which @roq/nextjs does not read.',
    ],
    facts({ 'HTTP status': status, ...members(json) }),
  );
}

/** `decodeJwt` of jose, on what the platform's refusal has in a token's place. */
const NO_TOKEN = /JWT must be a string/;

/** The platform's refusal comes with status 200. */
function refusal(json: Json, status: number): ResponseReading {
  const said = typeof json['error'] === 'string' && json['error'] !== '' ? textWithoutTokens(json['error']) : undefined;
  return bad(
    `Refetch failed, in spite of its ${status}`,
    [
      said === undefined ? 'The body says success: false.' : `The body says success: false, “${said.slice(0, 300)}”.`,
      said !== undefined && NO_TOKEN.test(said)
        ? 'So @roq/nextjs tells that ROQ’s platform answered without tokens: it takes this refresh token no more. One that is good for a single use fails from the second refetch on, as @roq/nextjs keeps the first.'
        : 'The app could not renew its tokens at ROQ’s platform: it was not reached, or refused. The server’s log may say more.',
      UNTOUCHED,
    ],
    facts({ 'HTTP status': status, ...members(json) }),
  );
}

const CODES: ReadonlyMap<string, readonly [headline: string, reason: string]> = new Map([
  [
    'TOKEN_MALFORMED',
    [
      'The session cookie is not accepted',
      'Its signature does not fit ROQ_API_KEY (ROQ_SECRET in version 1): the key was changed, or another app on this host wrote the cookie.',
    ],
  ],
  [
    'SESSION_EXPIRED',
    [
      'The session has expired',
      'The access token inside had run out. @roq/nextjs refetches only as long as it is live: afterwards it signs out.',
    ],
  ],
]);

function error(json: Json, status: number): ResponseReading {
  const code = textWithoutTokens(String(json['code'])).slice(0, 100);
  const [headline, reason] = CODES.get(code) ?? ['The app refused', 'This is no ending of a refetch that is known.'];
  return bad(
    `${headline}, ${status} ${code}`,
    CODES.has(code) ? [reason, 'The answer clears the cookie. Sign in on the page again.'] : [reason],
    facts({ 'HTTP status': status, ...members(json) }),
  );
}

const redirect = (): ResponseReading =>
  bad('The endpoint redirects', [
    'A redirect is not followed, and browsers do not tell where to. A middleware that sends visitors to a sign-in page does so, and the session may have ended for it.',
    `Or the path is wrong. ${SET_PATH}`,
    UNTOUCHED,
  ]);

function noJson(http: HttpAnswer): ResponseReading {
  const { status, contentType } = http;
  const page = contentType?.includes('html') === true;
  return bad(
    page ? `A page instead of JSON, ${status}` : `No JSON, ${status}`,
    [
      page
        ? `A catch-all route or a sign-in page answered in the handler’s place, so the path is most likely wrong. ${SET_PATH}`
        : `The body cannot be read as JSON. The path may be that of another endpoint. ${SET_PATH}`,
      UNTOUCHED,
    ],
    shown(http, undefined),
  );
}

function bad(headline: string, reasons: readonly string[], given: Facts = []): ResponseReading {
  return { tone: 'bad', headline, reasons, facts: given };
}

/** JSON too deep to be shown counts as none. */
function bodyIn(body: string): unknown {
  const json = parseJson(body);
  return depthExceeds(json, MAX_CLAIM_DEPTH) ? undefined : json;
}

const members = (json: unknown): Json => (isRecord(json) ? json : { body: json });

const shown = ({ status, contentType, body }: HttpAnswer, json: unknown): Facts =>
  facts({
    'HTTP status': status,
    'content-type': contentType ?? undefined,
    body: json ?? (body === '' ? undefined : textWithoutTokens(body).slice(0, 300)),
  });

/** What is given, without tokens, and without what is not there. */
const facts = (given: Json): Facts =>
  Object.entries(withoutTokens(given) as Json)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ name, value }));
