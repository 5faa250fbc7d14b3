type FactValue = string | number | boolean | null;

const FACTS: Readonly<Partial<Record<string, (value: FactValue) => string | undefined>>> = {
  mode: (value) =>
    value === 'header'
      ? 'Tokens travel in headers; the SDK keeps them in cookies that scripts can read'
      : 'Tokens travel in HttpOnly cookies that the server sets',
  antiCsrf: (value) =>
    value === true ? 'By token: sAntiCsrf is sent with each request' : 'Not by token: a custom header or SameSite',
  ate: () => 'The access token’s expiry, as the page’s SDK has it',
  lastAccessTokenUpdate: () => 'When the SDK last stored a token',
  refreshTokenExpiry: () => 'The cookie’s date: after it only a new sign-in helps. Each refresh moves it',
  refreshUrl: () => 'From the token’s iss',
  lockHeld: (value) =>
    value === true ? 'A tab is refreshing, or left the lock behind' : 'Nobody is refreshing right now',
  clockSkewInMillis: () =>
    'How far the server’s clock is ahead of this one, as the SDK measured it by iat, to about a second',
};

export function explainFact(name: string, value: FactValue): string | undefined {
  return Object.hasOwn(FACTS, name) ? FACTS[name]?.(value) : undefined;
}
