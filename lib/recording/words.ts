import type { ActionEnd, RequestFacts } from './event.ts';
import type { ResponseReading } from '@/lib/providers/provider.ts';
import type { CookieFate, Proof } from './proof.ts';

/** A proof in words: what happened, then the number; and where nothing came of it, why and what to do. */
export interface ProofWords {
  readonly tone: 'good' | 'neutral' | 'bad' | 'busy';
  readonly headline: string;
  readonly reasons: readonly string[];
}

export function describeProof(proof: Proof): ProofWords {
  const { verdict } = proof;
  switch (verdict.kind) {
    case 'running':
      return { tone: 'busy', headline: 'Waiting for the page', reasons: [] };
    case 'new-token':
      return newToken(proof, verdict.changed);
    case 'same-token':
      return {
        tone: 'neutral',
        headline: `Same token returned ${took(proof)}`,
        reasons: [
          proof.requests.length === 0
            ? 'No request was seen: the SDK answered from its cache and nothing was minted.'
            : 'The server was asked and the token stayed the same.',
        ],
      };
    case 'no-token':
      return {
        tone: 'bad',
        headline: `No token returned ${took(proof)}`,
        reasons: ['The call ended without an error, but gave no token and none was seen.'],
      };
    case 'other-token':
      return {
        tone: 'good',
        headline: `Token returned ${took(proof)}`,
        reasons: ['It is not the session’s token: the session, its cookie and the countdown stay as they are.'],
      };
    case 'done':
      return { tone: 'good', headline: `Done ${took(proof)}`, reasons: [] };
    case 'responded':
      return responded(proof, verdict.reading, verdict.changed);
    case 'failed':
      return failed(proof, verdict.end);
  }
}

function responded(
  { duration, provider, after, cookie }: Proof,
  reading: ResponseReading,
  changed: number | undefined,
): ProofWords {
  const told = (changed !== undefined && after && provider.explainNewToken?.(after.claims)) || [];
  const time = duration === null ? '' : ` in ${Math.round(duration).toLocaleString('en-US')} ms`;
  const token = changed === undefined ? opaqueChange(cookie) : `, new token, ${plural(changed)} changed`;
  return {
    tone: reading.tone,
    headline: `${reading.headline}${time}${token}`,
    reasons: [...reading.reasons, ...opaqueReasons(cookie), ...told],
  };
}

function opaqueChange(cookie: CookieFate): string {
  if (cookie.state === 'new-value') return `, new value in ${cookie.names.join(', ')}`;
  return cookie.state === 'same-value' ? `, same value in ${cookie.names.join(', ')}` : '';
}

function opaqueReasons({ state }: CookieFate): string[] {
  if (state !== 'new-value') return [];
  return ['The value is opaque: there are no claims to compare, and only the server knows what it stands for.'];
}

const plural = (claims: number) => (claims === 1 ? '1 claim' : `${claims} claims`);

function newToken(proof: Proof, changed: number): ProofWords {
  const held = heldBack(proof.cookie);
  if (!proof.before) return { tone: 'good', headline: `New token ${took(proof)}, the first one seen`, reasons: held };
  const told = (proof.after && proof.provider.explainNewToken?.(proof.after.claims)) ?? [];
  if (changed > 0) {
    const claims = `${plural(changed)} changed`;
    return {
      tone: held.length > 0 ? 'neutral' : 'good',
      headline: `New token ${took(proof)}, ${claims}`,
      reasons: [...held, ...told],
    };
  }
  const same = proof.after && proof.provider.explainSameClaims?.(proof.before.token, proof.after.token);
  return {
    tone: held.length > 0 ? 'neutral' : 'good',
    headline: `New token ${took(proof)}, no claim changed`,
    reasons: [same ?? 'A new token was minted and says the same: the server has the same data.', ...held, ...told],
  };
}

function heldBack(cookie: CookieFate): string[] {
  if (cookie.state !== 'held-back') return [];
  return [
    `The cookie ${cookie.name} was not rewritten, so requests still carry the old token.`,
    cookie.rule ?? 'No rule of the SDK that is known here explains it.',
  ];
}

function failed(proof: Proof, end: Exclude<ActionEnd, { status: 'done' | 'responded' }>): ProofWords {
  const { name } = proof.provider;
  const bad = (headline: string, ...reasons: string[]): ProofWords => ({ tone: 'bad', headline, reasons });
  const own = proof.provider.explainFailure?.(end);
  if (own) return bad(own.headline, ...own.reasons);
  switch (end.status) {
    case 'signed-out':
      return bad('Nobody is signed in', `${name} is loaded and has no session. Sign in on the page, then try again.`);
    case 'sdk-missing':
      return bad(
        `${name} is not on this page`,
        'Its SDK left nothing to call in the page. It may be bundled without a global, or not have loaded yet.',
      );
    case 'sdk-loading':
      return bad(
        `${name} has not loaded yet`,
        'The SDK is on the page but not ready. Wait for it, or look at the page’s console for why it failed.',
      );
    case 'unreachable':
      return bad(
        'No answer came',
        end.message,
        'The network failed, or the server forbids this page to see its answer (CORS).',
      );
    case 'offline':
      return bad('The browser is offline', end.message, 'The token is untouched. Go online, then try again.');
    case 'failed':
      return bad(
        `${proof.action.label} failed ${took(proof)}${end.httpStatus === null ? '' : `, ${end.httpStatus}`}${end.code === null ? '' : ` ${end.code}`}`,
        end.message,
        'The old token is untouched.',
      );
    case 'still-waiting':
      return { tone: 'busy', headline: 'Still waiting after 10 s', reasons: waitingReasons(proof) };
    case 'no-access':
      return bad('Claimcheck has no access to this page', 'Allow it on this site, then try again.');
    case 'page-gone':
      return bad('The page went away meanwhile', 'It was reloaded or closed before the call ended. Try again.');
    case 'bad-answer':
      return bad(
        'The page gave an unreadable answer',
        'Its SDK global may be wrapped or replaced by something else. Nothing it returned was used.',
      );
  }
}

function waitingReasons({ requests, provider, online }: Proof): string[] {
  if (online === false) return ['The browser is offline. The SDK tries again once it is back.'];
  const later = 'The outcome appears here when the call ends.';
  const last = requests.at(-1);
  if (!last) return [`No request has been answered yet. ${later}`];
  const told = last.status === 0 ? 'The server could not be reached' : `The server answered ${last.status}`;
  const troubled = last.status === 0 || last.status >= 500 || last.status === 429;
  return [
    `${told}${requests.length > 1 ? `, the last of ${requests.length} times` : ''}.`,
    ...(troubled && provider.retries ? [`${provider.retries}.`] : []),
    later,
  ];
}

/** `POST /v1/client/sessions/sess_1/tokens, 200 in 41 ms` */
export function describeRequest({ method, url, status, duration, error }: RequestFacts): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const outcome = status === 0 ? `no response${error ? ` (${error})` : ''}` : `${status} in ${Math.round(duration)} ms`;
  return `${method} ${path}, ${outcome}`;
}

const took = ({ duration }: Proof) =>
  duration === null ? '' : `in ${Math.round(duration).toLocaleString('en-US')} ms`;
