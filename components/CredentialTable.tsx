import { useState, type KeyboardEvent } from 'react';
import { serverTime, type ClockSkew } from '@/lib/recording/clock.ts';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import { currentSighting, type Where } from '@/lib/recording/credential.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import type { Lane as LaneData } from '@/lib/recording/lanes.ts';
import { countingToken } from '@/lib/recording/session.ts';
import type { DecodedToken } from '@/lib/token/decode.ts';
import { useClock } from '@/lib/store/use-now.ts';
import { byteLength, formatCount, plural } from './format.ts';
import { Expires } from './Expires.tsx';
import { pointAt } from './heartbeat/anchor.ts';
import { Axis } from './heartbeat/Axis.tsx';
import { describeBar } from './heartbeat/describe-lane.ts';
import { HERO, MIRROR, ROW, type Geometry } from './heartbeat/geometry.ts';
import { HoverCard } from './heartbeat/HoverCard.tsx';
import { Lane, type Pointed } from './heartbeat/Lane.tsx';
import { neighbour } from './heartbeat/things.ts';
import { columnTimeframe } from './heartbeat/timeline.ts';
import { usePointed } from './heartbeat/use-pointed.ts';
import { Icon } from './Icon.tsx';

interface Props {
  readonly recording: Recording;
  readonly views: readonly CredentialView[];
  /** Of each view, in their order. */
  readonly lanes: readonly LaneData[];
  readonly selectedId: string | undefined;
  readonly selectedToken: string | null;
  readonly skew: ClockSkew;
  readonly onSelect: (credentialId: string) => void;
  readonly onSelectToken: (credentialId: string, raw: string) => void;
}

/** A page can answer with tokens under thousands of names; those that matter most come first. */
const MAX_ROWS = 200;

/** Everything that may have to do with a session: what exists, where, when it dies, and what happened to it. */
export function CredentialTable({ recording, views, lanes, selectedId, skew, ...props }: Props) {
  const { selectedToken, onSelect, onSelectToken } = props;
  const hover = usePointed();
  const { onPoint, open, close } = hover;
  /** Of the token that the keyboard is on. */
  const [said, setSaid] = useState('');
  return (
    <div
      className="credentials"
      onBlur={() => {
        close();
        setSaid('');
      }}
    >
      <table aria-label="Credentials">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" className="col-where">
              Where
            </th>
            <th scope="col" className="col-provider">
              Provider
            </th>
            <th scope="col" className="col-kind">
              Kind
            </th>
            <th scope="col" className="col-expires">
              Expires
            </th>
            <th scope="col" className="col-bytes">
              Bytes
            </th>
            <th scope="col" className="col-flags">
              Flags
            </th>
            <th scope="col" className="col-lane" aria-label="Heartbeat">
              <Axis timeframe={columnTimeframe} skew={skew} />
            </th>
          </tr>
        </thead>
        <tbody>
          {views.slice(0, MAX_ROWS).map((view, index) => (
            <Row
              key={view.credential.id}
              view={view}
              lane={lanes[index]}
              geometry={view.sameAs === undefined ? (index === 0 ? HERO : ROW) : MIRROR}
              navigations={recording.navigations}
              selected={view.credential.id === selectedId}
              selectedToken={selectedToken}
              skew={skew}
              onSelect={onSelect}
              onSelectToken={onSelectToken}
              onPoint={onPoint}
              onStep={open}
              onSay={setSaid}
            />
          ))}
        </tbody>
      </table>
      {views.length > MAX_ROWS && (
        <p className="note">
          The first {MAX_ROWS}; {plural(views.length - MAX_ROWS, 'more credential')} not listed.
        </p>
      )}
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
      <HoverCard hover={hover} recording={recording} views={views} skew={skew} />
    </div>
  );
}

interface RowProps {
  readonly view: CredentialView;
  readonly lane: LaneData | undefined;
  readonly geometry: Geometry;
  readonly navigations: Recording['navigations'];
  readonly selected: boolean;
  readonly selectedToken: string | null;
  readonly skew: ClockSkew;
  readonly onSelect: (credentialId: string) => void;
  readonly onSelectToken: (credentialId: string, raw: string) => void;
  readonly onPoint: (pointed: Pointed | undefined) => void;
  /** The keyboard went to a token. */
  readonly onStep: (pointed: Pointed) => void;
  /** Says it in words. */
  readonly onSay: (said: string) => void;
}

function Row({ view, lane, geometry, navigations, selected, selectedToken, skew, ...callbacks }: RowProps) {
  const { credential, provider, number } = view;
  const { onSelect, onSelectToken, onPoint, onStep, onSay } = callbacks;
  const clock = useClock();
  const counting = countingOf(view);
  const select = () => onSelect(credential.id);

  /** Left and Right go from token to token in the row's lane. */
  function step(event: KeyboardEvent<HTMLButtonElement>): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const bar = lane && by !== undefined ? neighbour(lane, selectedToken ?? view.raw ?? null, by) : undefined;
    if (!lane || !bar) return moveFocus(event);
    event.preventDefault();
    onSelectToken(credential.id, bar.raw);
    const offset = serverTime(0, skew);
    const time = { timeframe: columnTimeframe, now: clock.now() + offset, offset };
    onSay(describeBar(lane, bar, time.now));
    const pointed = pointAt(
      event.currentTarget.closest('tr')?.querySelector('.lane'),
      lane,
      { kind: 'token', bar },
      time,
    );
    if (pointed) onStep(pointed);
  }

  return (
    <tr
      aria-label={credential.name}
      className={`${selected ? 'selected' : ''} ${credential.present ? '' : 'gone'}`}
      onClick={select}
    >
      <th scope="row">
        <button
          type="button"
          tabIndex={selected ? 0 : -1}
          aria-current={selected}
          // What was picked in a row that is selected already stays picked.
          onFocus={selected ? undefined : select}
          onKeyDown={step}
        >
          <bdi>{credential.name}</bdi>
        </button>
        {number !== undefined && <span className="muted"> #{number}</span>}
      </th>
      <td className="col-where" title={placeOf(view)}>
        {WHERE_NAMES[credential.where]}
      </td>
      <td className="col-provider">{provider?.name ?? 'Other'}</td>
      <td className="col-kind">{kindOf(view)}</td>
      <td className="col-expires">{counting.format === 'jws' && <Expires claims={counting.claims} skew={skew} />}</td>
      <td className="col-bytes">{formatCount(byteLength(currentSighting(credential).value))}</td>
      <td className="col-flags">
        <Flags view={view} />
      </td>
      <td className="col-lane">
        {lane && (
          <Lane
            lane={lane}
            geometry={geometry}
            timeframe={columnTimeframe}
            skew={skew}
            navigations={navigations}
            selectedToken={selectedToken}
            onSelectToken={onSelectToken}
            onPoint={onPoint}
          />
        )}
      </td>
    </tr>
  );
}

export const WHERE_NAMES: Readonly<Record<Where, string>> = {
  cookie: 'Cookie',
  localStorage: 'localStorage',
  sessionStorage: 'sessionStorage',
  sdk: 'SDK memory',
  'request-header': 'Request header',
  'request-cookie': 'Request cookie',
  'response-cookie': 'Set-Cookie',
  'response-header': 'Response header',
  'response-body': 'Response body',
};

const placeOf = ({ credential: { scope, path } }: CredentialView) => `${scope}${path}`;

/** A session's time left is what the countdown says, which may run on a token inside. */
function countingOf(view: CredentialView): DecodedToken {
  const { isSession, provider, token } = view;
  return (isSession && provider && countingToken(provider, view)?.token) || token;
}

function kindOf({ token, tokens }: CredentialView): string {
  switch (token.format) {
    case 'jws':
      if (tokens[0]?.mirror) return 'Claims only';
      return `JWS ${text(token.header['alg'])}${tokens.length > 1 ? ', nested' : ''}`;
    case 'jwe':
      return `JWE ${text(token.header['enc'])}`;
    case 'opaque':
      return 'Opaque';
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

function Flags({ view: { credential, token, tokens, companion, parts, sameAs } }: { readonly view: CredentialView }) {
  if (!credential.present) return 'gone';
  const { cookie } = credential;
  return (
    <>
      {token.format === 'opaque' && !companion && (
        <span className="flag" title={token.reason}>
          {token.reason}
        </span>
      )}
      {sameAs && (
        <span className="flag">
          same as <code>{sameAs}</code>
        </span>
      )}
      {companion && <span className="flag">{companion}</span>}
      {token.format === 'jws' && !token.signed && !tokens[0]?.mirror && (
        <span className="flag warn">
          <Icon name="warning" size={12} /> not signed
        </span>
      )}
      {parts.length > 0 && <span className="flag">{parts.length} parts</span>}
      {cookie && <span className="flag">{cookieFlags(cookie)}</span>}
    </>
  );
}

function cookieFlags({
  httpOnly,
  sameSite,
  partition,
  path,
}: NonNullable<CredentialView['credential']['cookie']>): string {
  return [
    httpOnly ? 'HttpOnly' : 'scripts can read it',
    sameSite === 'unspecified' ? '' : `SameSite=${sameSite}`,
    partition === null ? '' : 'partitioned',
    path === '/' ? '' : `only ${path}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** Up, Down, Home and End move between rows; selection follows the focus. */
function moveFocus(event: KeyboardEvent<HTMLButtonElement>): void {
  const buttons = [...(event.currentTarget.closest('tbody')?.querySelectorAll<HTMLButtonElement>('th > button') ?? [])];
  const at = buttons.indexOf(event.currentTarget);
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: buttons.length - 1,
  };
  const target = buttons[targets[event.key] ?? -1];
  if (!target) return;
  event.preventDefault();
  target.focus();
}
