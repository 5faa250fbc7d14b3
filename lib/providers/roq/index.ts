import type { Provider, ProviderFacts } from '../provider.ts';
import { COOKIE_DATE_NOTE, isExpectedChange, ROQ_CLAIMS } from './claims.ts';
import { readResponse } from './response.ts';
import { identify, isSessionToken } from './tokens.ts';
import { ROQ_VERDICTS } from './verdicts.ts';

const NAME = 'roq-session-token';
const SECURE_NAME = `__Secure-${NAME}`;

/** ROQ, as `@roq/nextjs` 1 and 2 have it. */
export const roq: Provider = {
  id: 'roq',
  name: 'ROQ',
  mints: isSessionToken,

  // The package reads the bare name only: where both are there, the other one is left over.
  sessionNames: [/^roq-session-token$/, /^__Secure-roq-session-token$/],

  memoryName: '',

  companions: [
    { name: /^roq-auth-state$/, label: 'sign-in under way: its state' },
    { name: /^roq-auth-nonce$/, label: 'sign-in under way: its nonce' },
  ],

  claims: ROQ_CLAIMS,
  header: {},
  isExpectedChange,
  identify,
  countdown: ['roqAccessToken'],
  cookieDateNote: COOKIE_DATE_NOTE,
  explainFact: () => undefined,
  notices,

  actions: [
    {
      id: 'refetch-session',
      label: 'Refetch session',
      call: ({ path }) => `GET ${path ?? ''}`,
      hint: 'After roles, tenant or profile changed on the server: the app gets new tokens from ROQ and writes a new session cookie.',
      main: true,
      options: [
        {
          name: 'path',
          label: 'Path',
          kind: 'text',
          initial: '/api/auth/refetch-session',
          hint: 'On this origin; where the app mounts refetchSessionHandler, such as /api/refresh',
          required: true,
          remembered: true,
        },
      ],
      warning: undefined,
      yields: () => 'session-token',
      interpret: readResponse,
    },
  ],

  isOwnRequest: ({ pathname }) => pathname.endsWith('/refetch-session'),
  verdicts: ROQ_VERDICTS,
  retries: undefined,
  explainHeldBack: () => undefined,
};

/** `tokenToCookie` adds the prefix; `handlers/*` and `clear-session-cookie.js` do not (`@roq/nextjs` 2.0.3). */
function notices({ hasCookie }: ProviderFacts): readonly string[] {
  if (!hasCookie(SECURE_NAME)) return [];
  if (hasCookie(NAME)) {
    return [
      `There are two session cookies. @roq/nextjs reads and clears ${NAME} only; ${SECURE_NAME} is left over from another setting of ROQ_SESSION_COOKIE_SECURE.`,
    ];
  }
  return [
    `The session cookie is named ${SECURE_NAME}, but @roq/nextjs reads and clears ${NAME} only. For the app nobody is signed in, a refetch finds no session, and signing out leaves this cookie. It comes of ROQ_SESSION_COOKIE_SECURE=true: unset it.`,
  ];
}
