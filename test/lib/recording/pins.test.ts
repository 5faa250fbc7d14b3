import fc from 'fast-check';
import { expect, it } from 'vitest';
import { listCredentials } from '@/lib/recording/credentials.ts';
import { pinnedClaim, samePin, togglePin } from '@/lib/recording/pins.ts';
import { cookieSet, record } from '../support/events.ts';
import { makeToken } from '../support/tokens.ts';

const viewOf = (value: string) => listCredentials(record(cookieSet({ name: 'session', value })))[0];
const pin = (...path: string[]) => ({ provider: 'other', path });

it('reads a claim, a member of one, one of a token inside, and one of a token inside JSON', () => {
  const inner = makeToken({ roles: ['admin'] });
  const view = viewOf(makeToken({ plan: 'pro', o: { rol: 'member' }, 'a.b': null, inner }));

  expect(pinnedClaim(view, pin('plan'))).toEqual({ value: 'pro' });
  expect(pinnedClaim(view, pin('o', 'rol'))).toEqual({ value: 'member' });
  expect(pinnedClaim(view, pin('a.b'))).toEqual({ value: null });
  expect(pinnedClaim(view, pin('inner', 'roles'))).toEqual({ value: ['admin'] });
  expect(pinnedClaim(viewOf(JSON.stringify({ access: inner })), pin('access', 'roles'))).toEqual({ value: ['admin'] });
});

it('says nothing of a claim that is gone, that is only inherited, or where there is no token', () => {
  const view = viewOf(makeToken({ plan: 'pro' }));

  expect(pinnedClaim(view, pin('role'))).toBeUndefined();
  expect(pinnedClaim(view, pin('constructor'))).toBeUndefined();
  expect(pinnedClaim(view, pin('plan', 'length'))).toBeUndefined();
  expect(pinnedClaim(view, pin())).toBeUndefined();
  expect(pinnedClaim(undefined, pin('plan'))).toBeUndefined();
});

it('pins and unpins, each claim once, and not without end', () => {
  const pins = fc.array(
    fc.constantFrom('a', 'b', 'c').map((name) => pin(name)),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(pins, (pressed) => {
      const kept = pressed.reduce(togglePin, []);

      for (const name of ['a', 'b', 'c']) {
        const times = pressed.filter((each) => samePin(each, pin(name))).length;
        expect(kept.filter((each) => samePin(each, pin(name)))).toHaveLength(times % 2);
      }
    }),
  );
  const many = Array.from({ length: 24 }, (_, index) => pin(String(index)));
  expect(many.reduce(togglePin, [])).toEqual(many.slice(-12));
});
