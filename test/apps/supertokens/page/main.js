import SuperTokens from 'supertokens-web-js';
import Session from 'supertokens-web-js/recipe/session';

const { api, mode, signIn } = document.body.dataset;
const element = (id) => document.getElementById(id);
const show = (id, text) => (element(id).textContent = text);

let serverRole;

/** Read without the SDK's help, since its own functions refresh a token that has expired. */
function readFrontToken() {
  const value = /(?:^|; )sFrontToken=([^;]+)/.exec(document.cookie)?.[1];
  return value && JSON.parse(decodeURIComponent(escape(atob(value))));
}

function render() {
  const token = readFrontToken();
  document.body.dataset.state = token ? 'signed-in' : 'signed-out';
  if (!token) return;

  const { up: claims } = token;
  const stale = serverRole !== undefined && claims.role !== serverRole;
  show('email', claims.email);
  show('handle', claims.sessionHandle.slice(0, 8));
  show('token-role', claims.role);
  show('server-role', serverRole ?? '–');
  show('verdict', stale ? 'the token is stale' : 'the token agrees');
  document.body.dataset.stale = String(stale);

  const left = Math.max(0, claims.exp - Date.now() / 1000);
  show('seconds', Math.floor(left));
  element('meter').style.width = `${Math.min(100, (100 * left) / (claims.exp - claims.iat))}%`;
}

async function call(path, body) {
  const json = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(api + path, { method: body ? 'POST' : 'GET', ...json });
  return { status: response.status, ...(await response.json()) };
}

async function report(path, body) {
  try {
    const { status, error, message, claims, role } = await call(path, body);
    show('answer', `${status}: ${error ?? message ?? `role ${claims?.role ?? role}`}`);
  } catch (error) {
    show('answer', `failed: ${error.message}`);
  }
  render();
}

element('change').addEventListener('submit', (event) => {
  event.preventDefault();
  void report(event.submitter.value, { role: element('role').value });
});
element('call').addEventListener('click', () => void report('/api/me'));
element('sign-in').addEventListener('click', async () => {
  await call('/api/sign-in', {});
  render();
});
element('sign-out').addEventListener('click', async () => {
  await Session.signOut();
  render();
});

SuperTokens.init({
  appInfo: { appName: 'Role demo', apiDomain: api, apiBasePath: '/auth' },
  recipeList: [Session.init({ tokenTransferMethod: mode, onHandleEvent: ({ action }) => show('event', action) })],
});

new EventSource(`${api}/api/profile/events`).addEventListener('message', ({ data }) => {
  serverRole = JSON.parse(data).role;
  if (document.body.dataset.state !== 'loading') render();
});

if (!(await Session.doesSessionExist()) && signIn === 'true') await call('/api/sign-in', {});
render();
setInterval(render, 250);
