import { describeError, textOrNull, type ActionAnswer, type ActionOptions, type PageProvider } from '../page.ts';
import { clerkOf, sessionsOf, textOfToken, type ClerkGlobal, type ClerkSession } from './page-global.ts';

type SessionAct = (session: ClerkSession, options: ActionOptions, clerk: ClerkGlobal) => Promise<ActionAnswer>;

/** What can be asked of `window.Clerk`. Each answers and never rejects. */
export const clerkActions = (page: object): PageProvider['actions'] => {
  const onSession =
    (act: SessionAct) =>
    (options: ActionOptions = {}) =>
      withClerk(page, async (clerk) => {
        const session = sessionFor(clerk, options);
        return session ? act(session, options, clerk) : { status: 'signed-out' };
      });

  return {
    'refresh-token': onSession(async (session) => done(await session.getToken({ skipCache: true }))),
    'reload-user': () =>
      withClerk(page, async (clerk) => {
        const { user } = clerk;
        if (!user) return { status: 'signed-out' };
        await user.reload();
        return held(clerk);
      }),
    'get-token': onSession(async (session, options) => done(await session.getToken(tokenOptions(options)))),
    'cached-token': onSession(async (session) => done(await session.getToken())),
    'reload-session': onSession(async (session, _, clerk) => {
      await session.reload();
      return held(clerk);
    }),
    'touch-session': onSession(async (session, _, clerk) => {
      await session.touch();
      return held(clerk);
    }),
    'set-organization': onSession(async (_, { organizationId }, clerk) => {
      await clerk.setActive({ organization: given(organizationId) ?? null });
      return active(clerk);
    }),
    'set-session': onSession(async (session, _, clerk) => {
      await clerk.setActive({ session: session.id });
      return active(clerk);
    }),
    'end-session': onSession(async (session) => {
      await session.end();
      return done(null);
    }),
    'remove-session': onSession(async (session) => {
      await session.remove();
      return done(null);
    }),
  };
};

const done = (token: unknown): ActionAnswer => ({ status: 'done', token: textOfToken(token) });

/** The token that the SDK holds once the call is over. */
const held = ({ session }: ClerkGlobal) => done(session?.lastActiveToken?.getRawString?.());

/**
 * The token of what has just become active. setActive has asked for it, so the cache answers; where it had answered
 * setActive too, `lastActiveToken` is still the token of what was active before (`@clerk/clerk-js` 6.40.0, Session).
 */
const active = async ({ session }: ClerkGlobal) => done(await session?.getToken());

const given = (option: ActionOptions[string] | undefined) => (option === '' ? undefined : option);

/** The session that was named, or the active one where none was. */
function sessionFor(clerk: ClerkGlobal, { sessionId }: ActionOptions): ClerkSession | undefined {
  const { session } = clerk;
  if (given(sessionId) === undefined) return session ?? undefined;
  const named = sessionsOf(clerk).find(({ id }) => id === sessionId);
  if (!named) throw new Error(`This client has no session ${String(sessionId).slice(0, 100)}`);
  return named;
}

/** Only what was chosen, so that the SDK's own defaults hold for the rest. */
function tokenOptions({ template, organizationId, leewayInSeconds, skipCache, throwOnError }: ActionOptions) {
  return {
    ...(given(template) !== undefined && { template }),
    ...(given(organizationId) !== undefined && { organizationId }),
    ...(leewayInSeconds && { leewayInSeconds }),
    ...(skipCache === true && { skipCache }),
    ...(throwOnError === true && { throwOnError }),
  };
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
