import { attempt, textOrNull, timeOrNull, type PageProvider, type SdkState } from '../page.ts';
import { clerkActions } from './page-actions.ts';
import { clerkOf, textOfToken, type ClerkGlobal, type Read } from './page-global.ts';
import { inspectClerk } from './page-inspection.ts';
import { readSources } from './page-sources.ts';

/** Clerk's page half: `window.Clerk` as clerk-js 5 and 6 leave it (`@clerk/clerk-js` 5.128.0 and 6.40.0). */
export const clerkPage = (page: object): PageProvider => ({
  id: 'clerk',

  snapshot() {
    const problems: string[] = [];
    const clerk = attempt('window.Clerk', () => clerkOf(page), problems);
    if (clerk === undefined || clerk === null) return problems.length > 0 ? { ...ABSENT, problems } : null;
    const read: Read = (what, get) => attempt(`Clerk.${what}`, get, problems);

    return {
      provider: 'clerk',
      version: textOrNull(read('version', () => clerk.version)),
      loaded: read('loaded', () => clerk.loaded) === true,
      status: textOrNull(read('status', () => clerk.status)),
      session: readSession(clerk, read),
      user: readUser(clerk, read),
      organization: readOrganization(clerk, read),
      instance: textOrNull(read('frontendApi', () => clerk.frontendApi)),
      token: textOfToken(read('session.lastActiveToken', () => clerk.session?.lastActiveToken?.getRawString?.())),
      inspection: inspectClerk(clerk, read),
      sources: readSources(clerk, read),
      problems: [...new Set(problems)].slice(0, MAX_PROBLEMS),
    };
  },

  actions: clerkActions(page),
});

const MAX_PROBLEMS = 40;

const ABSENT: SdkState = {
  provider: 'clerk',
  version: null,
  loaded: false,
  status: null,
  session: null,
  user: null,
  organization: null,
  instance: null,
  token: null,
  inspection: [],
  problems: [],
};

function readSession(clerk: ClerkGlobal, read: Read): SdkState['session'] {
  const id = textOrNull(read('session.id', () => clerk.session?.id));
  if (id === null) return null;
  return {
    id,
    status: textOrNull(read('session.status', () => clerk.session?.status)),
    expireAt: read('session.expireAt', () => timeOrNull(clerk.session?.expireAt)) ?? null,
  };
}

function readUser(clerk: ClerkGlobal, read: Read): SdkState['user'] {
  const id = textOrNull(read('user.id', () => clerk.user?.id));
  if (id === null) return null;
  const email = textOrNull(read('user.primaryEmailAddress', () => clerk.user?.primaryEmailAddress?.emailAddress));
  return { id, label: email ?? textOrNull(read('user.username', () => clerk.user?.username)) };
}

function readOrganization(clerk: ClerkGlobal, read: Read): SdkState['organization'] {
  const id = textOrNull(read('organization.id', () => clerk.organization?.id));
  if (id === null) return null;
  const role = read(
    'user.organizationMemberships',
    () => clerk.user?.organizationMemberships?.find((membership) => membership.organization?.id === id)?.role,
  );
  const label = read('organization.slug', () => clerk.organization?.slug ?? clerk.organization?.name);
  return { id, label: textOrNull(label), role: textOrNull(role) };
}
