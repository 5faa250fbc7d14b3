import { expect, it } from 'vitest';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { writeBugReport } from '@/lib/recording/bug-report.ts';
import {
  actionEnded,
  actionStarted,
  cookieSet,
  granted,
  makeSdk,
  navigated,
  pageState,
  requested,
} from '../support/events.ts';
import { makeClerkToken } from '../support/tokens.ts';

const FACTS = { exportedAt: 1_010_000, app: { version: '0.1.0', browser: 'Chrome 156' } };

const before = makeClerkToken({ birthday: '1990-01-01', email: 'ada@example.com' });
const after = makeClerkToken({ iat: 1_005, exp: 1_065, birthday: '1815-12-10', email: 'ada@example.com' });

const EVENTS: RecordingEvent[] = [
  navigated(),
  granted(),
  pageState([
    makeSdk({
      token: before,
      sources: [{ name: 'user.publicMetadata', value: { birthday: '1906-12-09' }, updatedAt: 2_000_000 }],
    }),
  ]),
  cookieSet({ value: before, httpOnly: true }),
  cookieSet({ name: 'app_session', value: 'correcthorsebatterystaple', secure: true, expiresAt: 1_800_000_000_000 }),
  actionStarted(1_000_000),
  requested({
    method: 'POST',
    url: 'https://clerk.test/v1/client/sessions/sess_1/tokens?_clerk_js_version=6',
    startedAt: 1_000_010,
    received: [{ place: 'body', name: 'jwt', value: after }],
  }),
  cookieSet({ value: after, httpOnly: true }, 1_000_070),
  actionEnded({ status: 'done', token: after }, 1_000_100),
];

const report = writeBugReport(EVENTS, FACTS, null);

it.each([
  ['versions', '- Claimcheck 0.1.0, Chrome 156, 1970-01-01T00:16:50.000Z'],
  ['the SDK', '- SDK: 6.40.0, loaded, ready'],
  ['the session', '- Session: `sess_redacted1`, active'],
  ['the countdown', '- Countdown: live, 0:55 left, token #2'],
  ['the clock', '- Clock: not checked'],
  ['claims', '| `birthday` | `"1815-12-10"` |'],
  ['claims that are ids', '| `sub` | `"user_redacted1"` |'],
  [
    'cookies',
    '| `app_session` | 25 | `localhost` | `/` | Secure, SameSite lax, host only, until 2027-01-15T08:00:00.000Z |',
  ],
  ['the change', '#### Last change: token #1 to #2'],
  ['what changed', '| `birthday` | `"1990-01-01"` | `"1815-12-10"` |'],
  ['its cause', '- Cause: Forced from this panel. '],
  ['the last action', 'New token in 100 ms, 1 claim changed'],
  ['its requests', '- `POST /v1/client/sessions/sess_redacted1/tokens, 200 in 50 ms`'],
  ['findings', '- `birthday` is not what `user.publicMetadata.birthday` says, `"1906-12-09"`: the token is behind'],
])('tells %s', (_, line) => {
  expect(report).toContain(line);
});

it.each(['ada@example.com', 'user_1', 'sess_1', 'correcthorse', before, after, 'c2lnbmVk'])(
  'keeps %s to itself',
  (secret) => {
    expect(report).not.toContain(secret);
  },
);

it('tells the size that a token had, not the one that its pseudonyms give it', () => {
  expect(report).toContain(`| \`__session\` | ${after.length} |`);
});

it('says what it can of a page with no session', () => {
  expect(writeBugReport([navigated(), granted()], FACTS, null)).toContain('- Provider: none found');
});

it('lets no text of the page become Markdown', () => {
  const hostile = 'a`b|c\n# Title ![x](http://evil.test/) @somebody <img>';
  const text = writeBugReport(
    [
      navigated(),
      granted(),
      cookieSet({ value: makeClerkToken({ note: hostile }) }),
      pageState([makeSdk({ problems: [hostile] })]),
    ],
    FACTS,
    null,
  );

  const outsideOfCode = text.replaceAll(/`[^`\n]*`/g, '');
  for (const markup of ['\n# Title', '![x]', '<img>', '@somebody']) expect(outsideOfCode).not.toContain(markup);
  expect(text.split('\n').filter((line) => line.includes('`note`'))).toHaveLength(1);
});

it('is written of as much as the recorder can hold', () => {
  const value = makeClerkToken({ note: 'x'.repeat(100_000) });
  const events = Array.from({ length: 1_000 }, () => requested({ error: value }));

  expect(writeBugReport(events, FACTS, null)).toContain('### Session report');
});
