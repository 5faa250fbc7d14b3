import { timeOrNull, type InspectionFact, type InspectionGroup } from '../page.ts';
import { sessionsOf, type ClerkGlobal, type ClerkSession, type Read } from './page-global.ts';

const MAX_FACT = 300;

/** All that clerk-js tells of the client's sessions, the active one first, and of its instance. No raw token is in it. */
export function inspectClerk(clerk: ClerkGlobal, read: Read): InspectionGroup[] {
  const active = read('session', () => clerk.session) ?? undefined;
  const activeId = active && read('session.id', () => active.id);
  const others = (read('client.sessions', () => sessionsOf(clerk)) ?? []).filter(
    (session) => session !== active && read('client.sessions', () => session.id) !== activeId,
  );
  return [
    ...(active && typeof activeId === 'string' ? [sessionGroup(active, 'session', read, true)] : []),
    ...others.map((session, index) => sessionGroup(session, `client.sessions[${index}]`, read, false)),
    instanceGroup(clerk, read),
  ];
}

const TIMES = ['lastActiveAt', 'expireAt', 'abandonAt', 'createdAt', 'updatedAt'] as const;
const PUBLIC_USER_DATA = ['firstName', 'lastName', 'imageUrl', 'hasImage', 'identifier'] as const;

function sessionGroup(session: ClerkSession, name: string, read: Read, active: boolean): InspectionGroup {
  const property = (key: string, get: () => unknown) => value(key, read(`${name}.${key}`, get));
  const member = (key: string) => (session as unknown as Readonly<Record<string, unknown>>)[key];
  const id = read(`${name}.id`, () => session.id);
  return {
    title: `Session ${plain(id) ?? 'without id'}${active ? ', active' : ''}`,
    facts: [
      property('id', () => session.id),
      property('status', () => session.status),
      property('user.id', () => session.user?.id),
      property('actor', () => actorOf(session)),
      ...TIMES.map((key) =>
        time(
          key,
          read(`${name}.${key}`, () => timeOrNull(member(key))),
        ),
      ),
      property('lastActiveOrganizationId', () => member('lastActiveOrganizationId')),
      property('factorVerificationAge', () => listed(session.factorVerificationAge, plain)),
      property('currentTask', () => session.currentTask?.key),
      property('tasks', () => listed(session.tasks, (task) => plain((task as { key?: unknown } | null)?.key))),
      ...PUBLIC_USER_DATA.map((key) => property(`publicUserData.${key}`, () => session.publicUserData?.[key])),
      ...tokenFacts(session, name, read),
    ],
  };
}

/** Who acts as the user. An impersonated session must never look like any other, so an odd actor is shown too. */
function actorOf({ actor }: ClerkSession): unknown {
  if (actor === null || actor === undefined) return null;
  const type = plain(actor.type);
  return `${plain(actor.sub) ?? 'somebody unnamed'}${type === null ? '' : ` (${type})`}`;
}

function tokenFacts(session: ClerkSession, name: string, read: Read): InspectionFact[] {
  const claims = read(`${name}.lastActiveToken`, () => session.lastActiveToken?.jwt?.claims);
  if (!claims) return [value('lastActiveToken', null)];
  const claim = (key: string) => read(`${name}.lastActiveToken`, () => claims[key]);
  const date = (key: string) => {
    const seconds = claim(key);
    return time(`lastActiveToken.${key}`, typeof seconds === 'number' ? seconds * 1_000 : null);
  };
  return [date('iat'), date('exp'), value('lastActiveToken.jti', claim('jti'))];
}

function instanceGroup(clerk: ClerkGlobal, read: Read): InspectionGroup {
  const property = (key: keyof ClerkGlobal) =>
    value(
      key,
      read(key, () => clerk[key]),
    );
  return {
    title: 'Instance',
    facts: [
      property('version'),
      property('status'),
      property('publishableKey'),
      property('frontendApi'),
      property('instanceType'),
      property('isSatellite'),
      property('domain'),
      property('proxyUrl'),
    ],
  };
}

const value = (name: string, read: unknown): InspectionFact => ({ name, kind: 'value', value: plain(read) });
const time = (name: string, read: number | null | undefined): InspectionFact => ({
  name,
  kind: 'time',
  value: read !== undefined && read !== null && Math.abs(read) <= MAX_TIME ? read : null,
});

/** ECMA-262 21.4.1.1: no Date holds more. */
const MAX_TIME = 8.64e15;

function plain(read: unknown): string | number | boolean | null {
  if (typeof read === 'string') return read.slice(0, MAX_FACT);
  if (typeof read === 'boolean' || (typeof read === 'number' && Number.isFinite(read))) return read;
  return null;
}

const MAX_LISTED = 10;

function listed(list: unknown, show: (item: unknown) => unknown): string | null {
  if (!Array.isArray(list)) return null;
  const shown: string[] = [];
  for (let index = 0; index < list.length && index < MAX_LISTED; index += 1) shown.push(String(show(list[index])));
  return shown.length === 0 ? 'none' : shown.join(', ').slice(0, MAX_FACT);
}
