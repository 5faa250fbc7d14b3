const { Clerk } = window;
const element = (id) => document.getElementById(id);
const show = (id, text) => (element(id).textContent = text);

let serverBirthday;

function render() {
  const { session, user } = Clerk;
  document.body.dataset.state = session ? 'signed-in' : 'signed-out';
  if (!session) return;

  show('name', user.fullName);
  show('initials', `${user.firstName[0]}${user.lastName[0]}`);
  show('email', user.primaryEmailAddress.emailAddress);
  show('session', session.id);

  const { claims } = session.lastActiveToken.jwt;
  const stale = serverBirthday !== undefined && claims.birthday !== serverBirthday;
  show('token-birthday', claims.birthday ?? '–');
  show('server-birthday', serverBirthday ?? '–');
  show('verdict', stale ? 'the token is stale' : 'the token agrees');
  document.body.dataset.stale = String(stale);
  renderTimeLeft(claims);
}

function renderTimeLeft({ iat, exp }) {
  const left = Math.max(0, exp - Date.now() / 1000);
  show('seconds', Math.floor(left));
  element('meter').style.width = `${(100 * left) / (exp - iat)}%`;
}

async function post(path, body) {
  await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

async function callApi() {
  const token = await Clerk.session.getToken();
  const response = await fetch('/api/me', { headers: { authorization: `Bearer ${token}` } });
  const { claims, error } = await response.json();
  show('answer', `${response.status}: ${error ?? `birthday ${claims.birthday}`}`);
}

element('change').addEventListener('submit', (event) => {
  event.preventDefault();
  void post('/api/birthday', { birthday: element('birthday').value });
});
element('call').addEventListener('click', () => {
  callApi().catch((error) => show('answer', `failed: ${error.message}`));
});
element('sign-out').addEventListener('click', () => void Clerk.signOut(render));
element('sign-in').addEventListener('click', async () => {
  await post('/api/sign-in');
  location.assign('/');
});

const profile = new EventSource('/api/profile/events');
profile.addEventListener('message', ({ data }) => {
  serverBirthday = JSON.parse(data).publicMetadata.birthday;
  if (Clerk.loaded) render();
});

const isSatellite = document.body.dataset.satellite === 'true';
await Clerk.load({ telemetry: false, isSatellite, ...(isSatellite && { signInUrl: location.origin }) });
Clerk.addListener(render);
setInterval(() => Clerk.session && renderTimeLeft(Clerk.session.lastActiveToken.jwt.claims), 1000);
