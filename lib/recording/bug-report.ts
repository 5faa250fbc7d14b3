import { byteLength } from '@/lib/token/bytes.ts';
import { formatPath, type ClaimChange } from '@/lib/token/diff.ts';
import { expiryOf, formatElapsed, formatRemaining, type Expiry } from '@/lib/token/expiry.ts';
import { causesOf } from './cause.ts';
import { CAUSE_NAMES } from './cause-words.ts';
import { serverTime, type ClockSkew } from './clock.ts';
import { compareLastTwo } from './comparison.ts';
import { currentSighting, type Credential } from './credential.ts';
import { listCredentials } from './credentials.ts';
import type { CookieFacts, Millis, RecordingEvent } from './event.ts';
import { redactEvents } from './file/redact/redact.ts';
import type { ExportFacts } from './file/write.ts';
import { fold } from './fold.ts';
import { EMPTY_RECORDING, type Recording } from './recording.ts';
import { proveAction } from './proof.ts';
import { listSessions, sessionClock, type Session } from './session.ts';
import { findStaleClaims } from './stale.ts';
import { describeProof, describeRequest } from './words.ts';

/**
 * What a maintainer needs to know of a session, as Markdown for an issue. It is drawn from the redacted recording, so
 * that nothing can be in it that would not be in a redacted file.
 */
export function writeBugReport(
  events: readonly RecordingEvent[],
  { exportedAt, app }: ExportFacts,
  providerId: string | null,
): string {
  const recording = fold(EMPTY_RECORDING, redactEvents(events).events);
  const sizes = sizesIn(fold(EMPTY_RECORDING, events));
  const sessions = listSessions(recording, listCredentials(recording));
  const session = sessions.find(({ provider }) => provider.id === providerId) ?? sessions[0];
  const skew = sessionClock(recording);
  return [
    '### Session report',
    list(summary(recording, session, skew, exportedAt, app)),
    ...claims(session),
    ...cookies(recording, sizes),
    ...changes(recording, session, skew),
    ...lastAction(recording),
    ...findings(recording, session),
    `<sub>Redacted by Claimcheck: equal pseudonyms stand for equal values.</sub>`,
  ].join('\n\n');
}

function summary(
  { url, page, sdks }: Recording,
  session: Session | undefined,
  skew: ClockSkew,
  at: Millis,
  { version, browser }: ExportFacts['app'],
): string[] {
  const sdk = session?.sdk;
  return [
    `Claimcheck ${version}, ${browser}, ${new Date(at).toISOString()}`,
    `Page: ${code(url ?? 'unknown')}${page ? `, ${[page.focused ? 'focused' : 'not focused', page.visible ? 'visible' : 'hidden', page.online ? 'online' : 'offline'].join(', ')}` : ''}`,
    `Provider: ${session?.provider.name ?? 'none found'}`,
    `SDK: ${sdk ? [sdk.version ?? 'of unknown version', sdk.loaded ? 'loaded' : 'not loaded', sdk.status].filter(Boolean).join(', ') : sdks.length > 0 ? 'of another provider' : 'none on the page'}`,
    `Session: ${sdk?.session ? `${code(sdk.session.id)}${sdk.session.status ? `, ${sdk.session.status}` : ''}` : 'not told by an SDK'}`,
    `Countdown: ${countdown(session, skew, at)}`,
    `Clock: ${clock(skew)}`,
  ];
}

function countdown(session: Session | undefined, skew: ClockSkew, at: Millis): string {
  if (!session?.countdown) return 'no readable token';
  const { claims: own, number } = session.countdown;
  return `${expiryText(expiryOf(own, serverTime(at, skew) / 1_000))}, token #${number ?? '?'}`;
}

function expiryText(expiry: Expiry): string {
  switch (expiry.state) {
    case 'live':
    case 'expiring':
      return `${expiry.state}, ${formatRemaining(expiry.remaining)} left`;
    case 'expired':
      return `expired, ${formatElapsed(expiry.elapsed)}`;
    case 'not-started':
      return `not started, valid in ${formatRemaining(expiry.startsIn)}`;
    case 'no-expiry':
      return 'no expiry';
    case 'invalid':
      return `unreadable ${expiry.claim}`;
  }
}

function clock(skew: ClockSkew): string {
  if (skew.state === 'unknown') return 'not checked';
  const seconds = (millis: Millis) => `${(millis / 1_000).toFixed(1)} s`;
  const within = `, within ${seconds(skew.uncertainty)}, by ${skew.responses} responses`;
  if (skew.offset === 0) return `in step with the server${within}`;
  return `the server is ${seconds(Math.abs(skew.offset))} ${skew.offset > 0 ? 'ahead' : 'behind'}${within}`;
}

function claims(session: Session | undefined): string[] {
  const own = session?.countdown?.claims;
  if (!own) return [];
  const rows = Object.entries(own).map(([name, value]) => [code(name), code(JSON.stringify(value))]);
  return [`#### Claims of token #${session.countdown?.number ?? '?'}`, table(['Claim', 'Value'], rows)];
}

/** How large each value was before it was redacted, in the order of the credentials, which redacting keeps. */
function sizesIn({ credentials }: Recording): readonly number[] {
  return [...credentials.values()].map(sizeOf);
}

const sizeOf = (credential: Credential) => byteLength(currentSighting(credential).value);

function cookies({ credentials }: Recording, sizes: readonly number[]): string[] {
  const all = [...credentials.values()];
  const rows = all.flatMap((credential, index) => {
    const { cookie, name, present } = credential;
    if (!cookie || !present) return [];
    const size = sizes.length === all.length ? sizes[index] : sizeOf(credential);
    return [[code(name), String(size), code(cookie.domain), code(cookie.path), flags(cookie)]];
  });
  return rows.length === 0 ? [] : ['#### Cookies', table(['Name', 'Bytes', 'Domain', 'Path', 'Flags'], rows)];
}

const flags = ({ httpOnly, secure, sameSite, hostOnly, partition, expiresAt }: CookieFacts): string =>
  [
    httpOnly && 'HttpOnly',
    secure && 'Secure',
    `SameSite ${sameSite}`,
    hostOnly && 'host only',
    partition !== null && 'partitioned',
    expiresAt === null ? 'session' : `until ${new Date(expiresAt).toISOString()}`,
  ]
    .filter(Boolean)
    .join(', ');

function changes(recording: Recording, session: Session | undefined, skew: ClockSkew): string[] {
  const { view, provider } = session ?? {};
  const comparison = view && compareLastTwo(recording, view.credential, provider?.isExpectedChange);
  if (!comparison) return [];
  const { before, after } = comparison;
  const causes = causesOf(recording, after.raw, skew) ?? [];
  const telling = comparison.changes.filter(({ expected }) => !expected);
  return [
    `#### Last change: token #${before.number ?? '?'} to #${after.number ?? '?'}`,
    ...(causes.length > 0
      ? [list(causes.map(({ kind, evidence }) => `Cause: ${CAUSE_NAMES[kind]}. ${plain(evidence)}.`))]
      : []),
    telling.length === 0
      ? 'No claim changed but those that every token gets anew.'
      : table(['Claim', 'Before', 'After'], telling.map(changeRow)),
  ];
}

function changeRow(change: ClaimChange): string[] {
  const side = (value: unknown) => code(JSON.stringify(value));
  return [
    code(formatPath(change.path)),
    change.kind === 'added' ? 'not there' : side(change.before),
    change.kind === 'removed' ? 'gone' : side(change.after),
  ];
}

function lastAction(recording: Recording): string[] {
  const action = recording.actions.at(-1);
  const proof = action && proveAction(recording, action);
  if (!proof) return [];
  const { headline, reasons } = describeProof(proof);
  return [
    `#### Last action: ${proof.action.label}`,
    list([
      `${code(proof.call)}: ${plain(headline)}`,
      ...reasons.map(plain),
      ...proof.requests.map((request) => code(describeRequest(request))),
      ...(proof.cookie.state === 'none' ? [] : [`Cookie: ${proof.cookie.state}`]),
    ]),
  ];
}

function findings(recording: Recording, session: Session | undefined): string[] {
  const stale = session ? findStaleClaims(session, session.view, recording) : [];
  const found = [
    ...stale.map(
      ({ claim, source, value, behind, despite }) =>
        `${code(claim)} is not what ${code(source)} says, ${code(JSON.stringify(value) ?? 'nothing')}: the ${behind} is behind${despite === undefined ? '' : `, ${DESPITE[despite]}`}`,
    ),
    ...recording.sdks.flatMap(({ problems }) => problems.map(plain)),
    ...(recording.pageUnreadable ? ['The page gave an unreadable answer about its SDK'] : []),
  ];
  return found.length === 0 ? [] : ['#### Findings', list(found)];
}

const DESPITE = {
  'kept-claims': 'though it was minted after the change, of claims that were read before it',
  'same-again': 'and what brings a newer one has brought the same',
} as const;

const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const MAX_CELL = 200;

/** Nothing in it is Markdown, and it stays in its cell. */
function code(text: string): string {
  const line = shorten(text)
    .replaceAll('`', '’')
    .replaceAll('|', String.raw`\|`);
  return line === '' ? '(empty)' : `\`${line}\``;
}

/** Words of ours with words of the page in them, which make no link, no mention and no markup. */
const plain = (text: string) =>
  shorten(text)
    .replaceAll(/[\\`*_[\]<>|#~]/g, String.raw`\$&`)
    .replaceAll('@', '@\u200B');

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > MAX_CELL ? `${line.slice(0, MAX_CELL)}…` : line;
}
