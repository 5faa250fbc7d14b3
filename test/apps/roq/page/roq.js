const { React, ReactDOM } = window;
const { createElement: h, Fragment, useEffect, useState } = React;

const ROLES = ['member', 'editor', 'admin', 'owner'];

/** Asked for once: what else happens to the session, this app does not hear of. */
function useSession() {
  const [answer, setAnswer] = useState(null);
  useEffect(() => {
    fetch('/api/auth/session')
      .then((response) => response.json())
      .then(({ session }) => setAnswer({ session: session ?? null, time: new Date().toLocaleTimeString() }))
      .catch(() => setAnswer({ session: null }));
  }, []);
  return answer;
}

/** What the server holds, as it changes. */
function useProfile() {
  const [profile, setProfile] = useState(null);
  useEffect(() => {
    const events = new EventSource('/api/profile/events');
    events.addEventListener('message', ({ data }) => setProfile(JSON.parse(data)));
    return () => events.close();
  }, []);
  return profile;
}

function SignedOut() {
  return h(
    'section',
    { className: 'card person', 'aria-label': 'Signed out' },
    h(
      'div',
      null,
      h('strong', null, 'Nobody is signed in'),
      h('small', null, 'There is no session, so there is no token.'),
    ),
    h(
      'button',
      { id: 'sign-in', className: 'primary', onClick: () => location.assign('/api/auth/login') },
      'Sign in as Ada',
    ),
  );
}

function Person({ session }) {
  const { firstName, lastName, email } = session.user;
  return h(
    'section',
    { className: 'card person', 'aria-label': 'Signed-in user' },
    h('span', { className: 'avatar', 'aria-hidden': true }, firstName[0] + lastName[0]),
    h('div', null, h('strong', { id: 'name' }, `${firstName} ${lastName}`), h('small', { id: 'email' }, email)),
    h('code', { id: 'session', title: session.id }, session.id.slice(0, 8)),
    h('button', { id: 'sign-out', onClick: () => location.assign('/api/auth/logout') }, 'Sign out'),
  );
}

function Card({ id, title, roles, tenantId, stale, children }) {
  return h(
    'div',
    { className: 'card' },
    h('h2', null, title),
    h('output', { id: `${id}-roles`, 'data-stale': stale?.roles }, roles.join(', ')),
    h('small', { id: `${id}-tenant`, 'data-stale': stale?.tenantId }, `tenant ${tenantId}`),
    children,
  );
}

function Roles({ user, time, profile }) {
  const stale = {
    roles: user.roles.join() !== profile.roles.join(),
    tenantId: user.tenantId !== profile.tenantId,
  };
  const behind = stale.roles || stale.tenantId;
  return h(
    'section',
    { className: 'pair', 'aria-label': 'Roles' },
    h(Card, { id: 'app', title: "In the app's state", ...user, stale }, h('small', null, `asked for at ${time}`)),
    h(
      Card,
      { id: 'server', title: 'On the server', ...profile },
      h('small', { id: 'verdict', 'data-stale': behind }, behind ? 'the app does not know yet' : 'the app agrees'),
    ),
  );
}

async function changeRole(event) {
  event.preventDefault();
  const roles = [new FormData(event.target).get('role')];
  await fetch('/api/roles', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ roles }),
  });
}

function Actions() {
  const [answer, setAnswer] = useState('Sends the cookie; the server answers with the roles it reads in it.');
  const call = async () => {
    const response = await fetch('/api/me');
    const { user } = await response.json();
    setAnswer(`${response.status}: ${user ? `roles ${user.roles.join(', ')}` : 'no session'}`);
  };
  return h(
    'section',
    { className: 'card' },
    h(
      'form',
      { id: 'change', onSubmit: changeRole },
      h('label', { htmlFor: 'role' }, 'New role'),
      h(
        'select',
        { id: 'role', name: 'role', defaultValue: 'admin' },
        ROLES.map((role) => h('option', { key: role }, role)),
      ),
      h('button', { className: 'primary' }, 'Change role on the server'),
    ),
    h(
      'div',
      { className: 'call' },
      h('button', { id: 'call', type: 'button', onClick: call }, 'Call /api/me'),
      h('output', { id: 'answer' }, answer),
    ),
  );
}

function App() {
  const answer = useSession();
  const profile = useProfile();
  if (!answer || !profile) return null;
  const { session, time } = answer;
  if (!session) return h(SignedOut);
  return h(Fragment, null, h(Person, { session }), h(Roles, { user: session.user, time, profile }), h(Actions));
}

ReactDOM.createRoot(document.getElementById('app')).render(h(App));
