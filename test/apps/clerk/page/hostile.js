const encode = (json) => btoa(json).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const token = (claims) => `${encode('{"alg":"RS256","typ":"JWT"}')}.${encode(claims)}.c2lnbmF0dXJl`;
const DEPTH = 20_000;

localStorage.setItem('megabyte_token', token(`{"sub":"big","exp":4102444800,"pad":"${'x'.repeat(750_000)}"}`));
localStorage.setItem('nested_token', token(`{"deep":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`));
sessionStorage.setItem('<i>html key</i>', token('{"sub":"html key","exp":4102444800}'));

const plausible = { version: '6.40.0', loaded: true, status: 'ready', instanceType: 'development' };
const throwing = () => {
  throw new Error('hostile: this method throws');
};
const never = () => new Promise(() => {});
// oxlint-disable-next-line unicorn/no-thenable -- a broken thenable is the point
const junk = () => ({ then: 'not a function', toString: 42, [Symbol.toPrimitive]: throwing });

const withMethods = (method) => ({
  ...plausible,
  session: { id: 'sess_hostile', status: 'active', getToken: method, reload: method, touch: method },
  user: { id: 'user_hostile', reload: method },
  client: { sessions: [] },
  addListener: method,
  setActive: method,
  signOut: method,
});

const trap = new Proxy(throwing, {
  get: throwing,
  has: throwing,
  ownKeys: throwing,
  getPrototypeOf: throwing,
  apply: throwing,
});

const KINDS = {
  throws: () => withMethods(throwing),
  never: () => withMethods(never),
  junk: () => ({
    version: [],
    loaded: 'yes',
    status: 7,
    session: 'sess',
    user: [null],
    client: junk(),
    addListener: 1,
  }),
  getters: () => trap,
};

window.Clerk = KINDS[new URLSearchParams(location.search).get('kind') ?? 'throws']();
