import { ownMember } from '@/lib/token/json.ts';
import type { InspectionFact, InspectionGroup, SdkState } from '../page.ts';
import type { ProviderFacts } from '../provider.ts';
import { cookieSuffix, readPublishableKey } from './instance.ts';

/** All that a session can be, and what follows. Source: clerk.com/docs, reference/types/session-status; `@clerk/shared` 4.41.0. */
const STATUS: Readonly<Record<string, string>> = {
  active: 'Signed in, all is allowed',
  pending: 'Signed in, but a session task is still to do; until then the user counts as signed out',
  abandoned: 'Abandoned in the browser, as it would be at abandonAt; the user has to sign in again',
  ended: 'Signed out with session.end(); the client still lists it, and it never comes back',
  expired: 'Its time is over (expireAt), by inactivity or by its maximum lifetime; the user has to sign in again',
  removed: 'Signed out with session.remove() or signOut(); it is taken from the client and never comes back',
  replaced: 'Another session took its place; the client still lists it',
  revoked:
    'Ended by the application, from its backend or the dashboard, and taken from the client; the next request for a token gets 401',
};

const INSTANCE_STATUS: Readonly<Record<string, string>> = {
  loading: 'clerk-js is still loading',
  ready: 'clerk-js has loaded and works',
  degraded: 'clerk-js has loaded, but a request it needed failed: what it says may be old',
  error: 'clerk-js could not load',
};

const TASKS: Readonly<Record<string, string>> = {
  'choose-organization': 'The user has to choose an organization',
  'reset-password': 'The user has to set a new password',
  'setup-mfa': 'The user has to set up a second factor',
};

/** What a fact is; where its value decides, `explainClerkFact` does. */
const MEANINGS: Readonly<Record<string, string>> = {
  id: 'The token’s sid',
  'user.id': 'The token’s sub',
  lastActiveAt: 'Last touched by an active page',
  expireAt: 'When the session expires and the user has to sign in again; the token’s exp is only about the token',
  abandonAt: 'When the session counts as abandoned, if nothing ended it before',
  createdAt: 'Signed in',
  updatedAt: 'Last changed on the server',
  'publicUserData.identifier': 'What the user signed in with',
  'publicUserData.hasImage': 'Whether the picture is the user’s own',
  'lastActiveToken.iat': 'The token in memory was issued',
  'lastActiveToken.exp': 'The token in memory expires; the session lives on',
  'lastActiveToken.jti': 'Which token it is',
  version: 'clerk-js',
  frontendApi: 'Where clerk-js finds its API',
  domain: 'Of a satellite app',
  proxyUrl: 'The Frontend API is reached through this address',
  cookieSuffix: 'From the SHA-1 of the publishable key; this instance’s cookies end in it',
};

export function explainClerkFact(name: string, value: string | number | boolean | null): string | undefined {
  switch (name) {
    case 'status':
      return typeof value === 'string' ? (ownMember(STATUS, value) ?? ownMember(INSTANCE_STATUS, value)) : undefined;
    case 'actor':
      return value === null ? 'Nobody acts as this user' : 'Impersonation: this actor acts as the user';
    case 'lastActiveOrganizationId':
      return value === null ? 'The personal account' : 'The active organization, the token’s o.id';
    case 'factorVerificationAge':
      return typeof value === 'string' ? explainFactorAge(value) : undefined;
    case 'currentTask':
      return typeof value === 'string' ? ownMember(TASKS, value) : 'Nothing is left to do';
    case 'publishableKey':
      return typeof value === 'string' && !readPublishableKey(value)
        ? 'Not in the form of a publishable key'
        : undefined;
    case 'isSatellite':
      return value === true ? 'The primary domain signs in, this one follows' : undefined;
    default:
      return ownMember(MEANINGS, name);
  }
}

/** `12, -1`: minutes since the first and the second factor were verified. */
function explainFactorAge(value: string): string | undefined {
  const [first, second] = value.split(', ').map(Number);
  if (first === undefined || second === undefined) return undefined;
  const age = (minutes: number, factor: string) =>
    minutes === -1 ? `no ${factor} factor` : `${factor} factor ${minutes} min ago`;
  const text = `${age(first, 'first')}, ${age(second, 'second')}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const factOf = (sdk: SdkState | undefined, name: string): InspectionFact['value'] =>
  sdk?.inspection.flatMap(({ facts }) => facts).find((fact) => fact.name === name)?.value ?? null;

export type SessionFacts = Readonly<Record<string, InspectionFact['value']>>;

/** One of the sessions that the SDK tells of: the one of this id, or the active one. */
export function sessionIn(sdk: SdkState | undefined, id: unknown): SessionFacts | undefined {
  const wanted = id || sdk?.session?.id;
  return sdk?.inspection
    .map(({ facts }): SessionFacts => Object.fromEntries(facts.map(({ name, value }) => [name, value])))
    .find((facts) => facts['id'] === wanted && 'user.id' in facts);
}

/** `Ada Lovelace (ada@example.com)`, with as much of it as is known. */
export function userOf(session: SessionFacts): string | undefined {
  const told = (name: string) => session[`publicUserData.${name}`] || undefined;
  const name = [told('firstName'), told('lastName')].filter(Boolean).join(' ');
  const account = told('identifier') ?? session['user.id'];
  return name && account ? `${name} (${account})` : name || (account ? String(account) : undefined);
}

/** What the publishable key says, and whether this page's cookies are this instance's. */
export function inspectInstance({ sdk, hasCookie }: ProviderFacts): readonly InspectionGroup[] {
  const key = factOf(sdk, 'publishableKey');
  const decoded = typeof key === 'string' ? readPublishableKey(key) : undefined;
  if (typeof key !== 'string' || !decoded) return [];
  const suffix = cookieSuffix(key);
  const fact = (name: string, value: string | boolean): InspectionFact => ({ name, kind: 'value', value });
  return [
    {
      title: 'Publishable key',
      facts: [
        fact('instance', decoded.instance),
        fact('frontendApiHost', decoded.frontendApi),
        fact('cookieSuffix', suffix),
        fact(`__session_${suffix}`, hasCookie(`__session_${suffix}`) ? 'there' : 'not there'),
      ],
    },
  ];
}

/** What nobody should overlook. The active session is the first that is inspected, so its facts are the first found. */
export function clerkNotices({ sdk }: ProviderFacts): readonly string[] {
  if (!sdk?.session) return [];
  const actor = factOf(sdk, 'actor');
  const task = factOf(sdk, 'currentTask');
  return [
    ...(actor === null
      ? []
      : [`Impersonation: ${String(actor)} is signed in as ${sdk.user?.label ?? sdk.user?.id ?? 'this user'}.`]),
    ...(sdk.session.status === 'pending'
      ? [`The session is pending: ${typeof task === 'string' ? `task ${task} is` : 'a task is'} still to do.`]
      : []),
  ];
}
