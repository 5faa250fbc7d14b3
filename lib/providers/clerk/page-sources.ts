import { timeOrNull, type PlainJson, type SourceValue } from '../page.ts';
import type { ClerkGlobal, Read } from './page-global.ts';

const USER_FIELDS = ['publicMetadata', 'unsafeMetadata', 'firstName', 'lastName', 'fullName', 'username'] as const;

/** What `Clerk.user` says now, of which an instance's custom claims are made, and the role in the active organization. */
export function readSources(clerk: ClerkGlobal, read: Read): SourceValue[] {
  const user = read('user', () => clerk.user);
  if (!user) return [];
  const updatedAt = read('user.updatedAt', () => timeOrNull(user.updatedAt)) ?? null;
  const sources: SourceValue[] = [];
  const add = (name: string, changedAt: number | null, get: () => unknown) => {
    const value = read(name, () => copyJson(get()));
    if (value !== undefined && value !== null) sources.push({ name, value, updatedAt: changedAt });
  };
  for (const field of USER_FIELDS) {
    add(`user.${field}`, updatedAt, () => (user as unknown as Readonly<Record<string, unknown>>)[field]);
  }
  add('user.primaryEmailAddress', updatedAt, () => user.primaryEmailAddress?.emailAddress);

  const organization = read('organization', () => clerk.organization);
  if (!organization) return sources;
  const membership = read('user.organizationMemberships', () =>
    user.organizationMemberships?.find((each) => each.organization?.id === organization.id),
  );
  const joinedAt = read('user.organizationMemberships', () => timeOrNull(membership?.updatedAt)) ?? null;
  add('organization.id', joinedAt, () => organization.id);
  add('organization.slug', null, () => organization.slug);
  add('organization.role', joinedAt, () => membership?.role);
  add('organization.permissions', joinedAt, () => membership?.permissions);
  return sources;
}

/** Metadata is at most 8 KB at Clerk; what is far bigger or deeper is not taken at all, rather than in part. */
const MAX_DEPTH = 8;
const MAX_NODES = 500;
const MAX_TEXT = 2_000;

/** A copy that holds nothing but data, so that no `toJSON`, cycle or proxy can spoil the answer; undefined for no data. */
export function copyJson(value: unknown): PlainJson | undefined {
  let nodes = 0;

  function copy(each: unknown, depth: number): PlainJson | undefined {
    nodes += 1;
    if (nodes > MAX_NODES || depth > MAX_DEPTH) throw new RangeError('it holds too much');
    if (each === null || typeof each === 'boolean') return each;
    if (typeof each === 'number') return Number.isFinite(each) ? each : undefined;
    if (typeof each === 'string') {
      if (each.length > MAX_TEXT) throw new RangeError('it holds too much');
      return each;
    }
    if (typeof each !== 'object') return undefined;
    if (!Array.isArray(each)) return copyMembers(each, depth);
    const items: PlainJson[] = [];
    for (let index = 0; index < each.length; index += 1) items.push(copy(each[index], depth + 1) ?? null);
    return items;
  }

  function copyMembers(object: object, depth: number): PlainJson {
    const members: [string, PlainJson][] = [];
    for (const key of Object.keys(object)) {
      const member = copy((object as Readonly<Record<string, unknown>>)[key], depth + 1);
      if (member !== undefined) members.push([key.slice(0, MAX_TEXT), member]);
    }
    return Object.fromEntries(members);
  }

  return copy(value, 0);
}
