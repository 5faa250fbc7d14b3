import {
  attempt,
  describeError,
  textOrNull,
  timeOrNull,
  type ActionAnswer,
  type PageProvider,
  type SdkState,
} from '../page.ts';

/**
 * As much of `window.Clerk` as is used here; nothing of it is sure to be there, or to be what it says.
 * What an action calls is called all the same: where it is missing, the action fails and says so.
 */
interface ClerkGlobal {
  readonly version?: unknown;
  readonly loaded?: unknown;
  readonly status?: unknown;
  readonly frontendApi?: unknown;
  readonly session?: ClerkSession | null;
  readonly user?: ClerkUser | null;
  readonly organization?: { readonly id?: unknown; readonly slug?: unknown; readonly name?: unknown } | null;
}
interface ClerkSession {
  readonly id?: unknown;
  readonly status?: unknown;
  readonly expireAt?: unknown;
  readonly lastActiveToken?: { readonly getRawString?: () => unknown } | null;
  readonly getToken: (options: { skipCache: true }) => Promise<unknown>;
}
interface ClerkUser {
  readonly id?: unknown;
  readonly username?: unknown;
  readonly primaryEmailAddress?: { readonly emailAddress?: unknown } | null;
  readonly organizationMemberships?: readonly {
    readonly role?: unknown;
    readonly organization?: { readonly id?: unknown };
  }[];
  readonly reload: () => Promise<unknown>;
}

const clerkOf = (page: object) => (page as { Clerk?: ClerkGlobal | null }).Clerk;

/** Clerk's page half: `window.Clerk` as clerk-js 5 and 6 leave it (`@clerk/clerk-js` 6.40.0). */
export const clerkPage = (page: object): PageProvider => ({
  id: 'clerk',

  snapshot() {
    const problems: string[] = [];
    const clerk = attempt('window.Clerk', () => clerkOf(page), problems);
    if (clerk === undefined || clerk === null) return problems.length > 0 ? { ...ABSENT, problems } : null;
    const read = <T>(what: string, get: () => T) => attempt(`Clerk.${what}`, get, problems);

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
      inspection: [],
      problems,
    };
  },

  actions: {
    'refresh-token': () =>
      withClerk(page, async (clerk) => {
        const { session } = clerk;
        if (!session) return { status: 'signed-out' };
        return { status: 'done', token: textOfToken(await session.getToken({ skipCache: true })) };
      }),
    'reload-user': () =>
      withClerk(page, async (clerk) => {
        const { user } = clerk;
        if (!user) return { status: 'signed-out' };
        await user.reload();
        return { status: 'done', token: textOfToken(clerk.session?.lastActiveToken?.getRawString?.()) };
      }),
  },
});

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

/** A token longer than the extension decodes is of no use to it; clerk-js gives an empty one where it has none. */
const MAX_TOKEN = 256 * 1024;
const textOfToken = (value: unknown) =>
  typeof value === 'string' && value !== '' && value.length <= MAX_TOKEN ? value : null;

type Read = <T>(what: string, get: () => T) => T | undefined;

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

async function withClerk(page: object, act: (clerk: ClerkGlobal) => Promise<ActionAnswer>): Promise<ActionAnswer> {
  try {
    const clerk = clerkOf(page);
    if (!clerk) return { status: 'sdk-missing' };
    if (clerk.loaded !== true) return { status: 'sdk-loading' };
    return await act(clerk);
  } catch (error) {
    return explainFailure(error);
  }
}

/** `ClerkAPIResponseError` has `status` and `errors[]`; clerk-js 6 throws `clerk_offline` when the browser is offline. */
function explainFailure(error: unknown): ActionAnswer {
  try {
    const { status, code, errors, message } = (error ?? {}) as {
      status?: unknown;
      code?: unknown;
      message?: unknown;
      errors?: readonly { code?: unknown; longMessage?: unknown; message?: unknown }[];
    };
    const first = Array.isArray(errors) ? errors[0] : undefined;
    const reason = textOrNull(first?.longMessage) ?? textOrNull(first?.message) ?? textOrNull(message);
    if (code === 'clerk_offline') return { status: 'offline', message: reason ?? 'The browser is offline' };
    return {
      status: 'failed',
      message: reason ?? describeError(error),
      httpStatus: typeof status === 'number' ? status : null,
      code: textOrNull(first?.code) ?? textOrNull(code),
    };
  } catch (unreadable) {
    return { status: 'failed', message: describeError(unreadable), httpStatus: null, code: null };
  }
}
