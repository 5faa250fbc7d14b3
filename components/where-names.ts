import type { Where } from '@/lib/recording/credential.ts';

export const WHERE_NAMES: Readonly<Record<Where, string>> = {
  cookie: 'Cookie',
  localStorage: 'localStorage',
  sessionStorage: 'sessionStorage',
  sdk: 'SDK memory',
  'request-header': 'Request header',
  'request-cookie': 'Request cookie',
  'response-cookie': 'Set-Cookie',
  'response-header': 'Response header',
  'response-body': 'Response body',
};
