import type { HttpAnswer } from '../page.ts';
import type { Provider, ResponseReading } from '../provider.ts';

/** Tokens of makes that are not known here: they are decoded and counted down, and refreshed as their owner says. */
export const other: Provider = {
  id: 'other',
  name: 'Other',
  mints: () => false,
  sessionNames: [],
  memoryName: '',
  companions: [],
  claims: {},
  header: {},
  isExpectedChange: () => false,
  identify: ({ sid, sub }) => ({
    session: typeof sid === 'string' ? sid : undefined,
    user: typeof sub === 'string' ? sub : undefined,
  }),
  countdown: [],
  explainFact: () => undefined,

  actions: [
    {
      id: 'custom-request',
      label: 'Custom refresh',
      call: ({ method, path }) => `${method ?? 'POST'} ${path ?? ''}`,
      hint: 'Calls an endpoint of your app that renews the session. It is your own: Claimcheck only sends what you say.',
      main: true,
      options: [
        { name: 'method', label: 'Method', kind: 'text', initial: 'POST', hint: 'GET, POST, …', remembered: true },
        {
          name: 'path',
          label: 'Path',
          kind: 'text',
          initial: '',
          required: true,
          hint: 'On this origin, such as /api/auth/refresh',
          remembered: true,
        },
        {
          name: 'headers',
          label: 'Headers',
          kind: 'lines',
          initial: '',
          hint: 'Name: value, one a line',
          remembered: false,
        },
      ],
      warning: undefined,
      yields: () => 'session-token',
      interpret: interpretResponse,
    },
  ],

  isOwnRequest: () => false,
  retries: undefined,
  explainHeldBack: () => undefined,
};

function interpretResponse({ status, redirected, body }: HttpAnswer): ResponseReading {
  const facts = body === '' ? [] : [{ name: 'body', value: body }];
  if (redirected) {
    return {
      tone: 'bad',
      headline: 'The endpoint redirects',
      reasons: ['A redirect is not followed. Is the path right?'],
      facts,
    };
  }
  if (status === 404) {
    return { tone: 'bad', headline: 'Not found, 404', reasons: ['There is no such endpoint. Set its path.'], facts };
  }
  return { tone: status < 400 ? 'neutral' : 'bad', headline: `Your endpoint answered ${status}`, reasons: [], facts };
}
