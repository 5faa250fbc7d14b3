import type { Claims } from '@/lib/token/decode.ts';
import { isRecord } from '@/lib/token/json.ts';
import { sessionIn, userOf } from './facts.ts';
import type { ActionOptions, SdkState } from '../page.ts';
import type { ActionOption, ProviderAction } from '../provider.ts';

type Common = 'main' | 'options' | 'warning' | 'yields';
const PLAIN: Pick<ProviderAction, Common> = {
  main: false,
  options: [],
  warning: undefined,
  yields: () => 'session-token',
};

const text = (name: string, label: string, hint: string): ActionOption => ({
  name,
  label,
  kind: 'text',
  initial: '',
  hint,
  remembered: false,
});

const majorOf = (sdk: SdkState | undefined) => Number(/^\d+/.exec(sdk?.version ?? '')?.[0] ?? Number.NaN);
const goneSince = (major: number) => (sdk: SdkState | undefined) =>
  majorOf(sdk) >= major ? `clerk-js ${majorOf(sdk)} has no such option` : undefined;

const SESSION_ID = text('sessionId', 'Session', 'sess_…; empty for the active session');

/** What a developer would do with a Clerk session; the two main ones stand first. */
export const CLERK_ACTIONS: readonly ProviderAction[] = [
  {
    ...PLAIN,
    id: 'refresh-token',
    label: 'Refresh token',
    call: () => 'Clerk.session.getToken({ skipCache: true })',
    main: true,
    hint: 'After a claim changed on the server: mints a new session token. The User object stays as it is.',
  },
  {
    ...PLAIN,
    id: 'reload-user',
    label: 'Reload user',
    call: () => 'Clerk.user.reload()',
    main: true,
    hint: 'After the user changed on the server: fetches the User object and a new session token.',
  },
  {
    ...PLAIN,
    id: 'get-token',
    label: 'Get token with options',
    call: (options) => `Clerk.session.getToken(${literal(tokenOptions(options))})`,
    options: [
      text('template', 'JWT template', 'Its name; empty for the session token'),
      text('organizationId', 'Organization', 'org_…; empty for the active one'),
      {
        ...text(
          'leewayInSeconds',
          'Leeway in seconds',
          'Seconds before exp from which a cached token is not good enough',
        ),
        kind: 'number',
        initial: 0,
        missing: goneSince(6),
      },
      flag('skipCache', 'Skip the cache', 'Mints a new token even where the cached one is still good', true),
      {
        ...flag('throwOnError', 'Throw on error', 'Of old versions: later ones always throw', false),
        missing: goneSince(5),
      },
    ],
    // clerk-js takes the active organization by its id for the session's own, and keeps that token as such.
    yields: ({ template, organizationId }, claims) =>
      template || (organizationId && organizationId !== organizationIn(claims)) ? 'other-token' : 'session-token',
    hint: 'For a token of another kind: from a JWT template, or for an organization that is not active. Neither becomes the session’s token.',
  },
  {
    ...PLAIN,
    id: 'cached-token',
    label: 'Get cached token',
    call: () => 'Clerk.session.getToken()',
    hint: 'What the app’s own code gets: the token in memory while it is good for 5 s more. Shows whether the cache answered.',
  },
  {
    ...PLAIN,
    id: 'reload-session',
    label: 'Reload session',
    call: () => 'Clerk.session.reload()',
    hint: 'After the session changed on the server, such as its tasks or its actor: fetches the Session object and a new token.',
  },
  {
    ...PLAIN,
    id: 'touch-session',
    label: 'Touch session',
    call: () => 'Clerk.session.touch()',
    hint: 'Tells the server that the session is in use: moves lastActiveAt, and brings a new token.',
  },
  {
    ...PLAIN,
    id: 'set-organization',
    label: 'Switch organization',
    call: ({ organizationId }) => `Clerk.setActive(${literal({ organization: organizationId || null })})`,
    options: [text('organizationId', 'Organization', 'org_… or slug; empty for the personal account')],
    hint: 'Makes another organization the active one of this session, here and in the token.',
  },
  {
    ...PLAIN,
    id: 'set-session',
    label: 'Switch session',
    call: ({ sessionId }) => `Clerk.setActive({ session: ${sessionId ? quoted(sessionId) : 'Clerk.session.id'} })`,
    options: [{ ...text('sessionId', 'Session', 'sess_…, of those in the tab Session'), required: true }],
    hint: 'Makes another session of this client the active one, in an app with several sessions.',
  },
  {
    ...PLAIN,
    id: 'end-session',
    label: 'End session',
    call: ({ sessionId }) => `${sessionNamed(sessionId)}.end()`,
    options: [SESSION_ID],
    warning: signsOut('The session becomes ended, and the client goes on listing it.'),
    yields: () => 'nothing',
    hint: 'Signs the user of one session out; the client goes on listing the session, as ended.',
  },
  {
    ...PLAIN,
    id: 'remove-session',
    label: 'Remove session',
    call: ({ sessionId }) => `${sessionNamed(sessionId)}.remove()`,
    options: [SESSION_ID],
    warning: signsOut('The session becomes removed, and is taken from the client.'),
    yields: () => 'nothing',
    hint: 'Signs the user of one session out, as “sign out of this account” does in an app with several sessions.',
  },
];

function flag(name: string, label: string, hint: string, initial: boolean): ActionOption {
  return { name, label, kind: 'boolean', initial, hint, remembered: false };
}

/** Says whom it signs out of what, as far as the page tells: a page may have several users' sessions. */
function signsOut(becomes: string): NonNullable<ProviderAction['warning']> {
  return ({ sessionId }, sdk) => {
    const session = sessionIn(sdk, sessionId);
    if (sessionId && !session) return `The page tells of no session ${String(sessionId)} in this client.`;
    const who = (session && userOf(session)) ?? 'The user of this session';
    const which = session?.['id'] ? ` of session ${session['id']}` : '';
    return `${who} is signed out${which}, in all tabs of this browser; other sessions and devices stay. ${becomes} This cannot be undone: the user has to sign in again.`;
  };
}

/** Of a session token of version 2 or 1. */
const organizationIn = (claims: Claims | undefined) =>
  isRecord(claims?.['o']) ? claims['o']['id'] : claims?.['org_id'];

/** As the page half passes them: only what was chosen. */
function tokenOptions({ template, organizationId, leewayInSeconds, skipCache, throwOnError }: ActionOptions) {
  return {
    ...(template && { template }),
    ...(organizationId && { organizationId }),
    ...(leewayInSeconds && { leewayInSeconds }),
    ...(skipCache === true && { skipCache }),
    ...(throwOnError === true && { throwOnError }),
  };
}

const sessionNamed = (id: ActionOptions[string] | undefined) =>
  id ? `Clerk.client.sessions.find(({ id }) => id === ${quoted(id)})` : 'Clerk.session';

/** An object as a developer would write it; nothing for one without members. */
function literal(options: Readonly<Record<string, string | number | boolean | null>>): string {
  const members = Object.entries(options).map(([name, value]) => `${name}: ${quoted(value)}`);
  return members.length === 0 ? '' : `{ ${members.join(', ')} }`;
}

const quoted = (value: string | number | boolean | null) =>
  typeof value === 'string' ? `'${value.replaceAll(/['\\]/g, '\\$&')}'` : String(value);
