import type { KeyboardEvent } from 'react';
import { serverTime, type ClockSkew } from '@/lib/recording/clock.ts';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import { currentSighting } from '@/lib/recording/credential.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import type { Lane as LaneData } from '@/lib/recording/lanes.ts';
import { countingToken } from '@/lib/recording/session.ts';
import type { DecodedToken } from '@/lib/token/decode.ts';
import { useClock } from '@/lib/store/use-now.ts';
import { CredentialFlags } from './CredentialFlags.tsx';
import { byteLength, formatCount } from './format.ts';
import { Expires } from './Expires.tsx';
import { pointAt } from './heartbeat/anchor.ts';
import { describeBar } from './heartbeat/describe-lane.ts';
import type { Geometry } from './heartbeat/geometry.ts';
import { Lane, type Pointed } from './heartbeat/Lane.tsx';
import { neighbour } from './heartbeat/things.ts';
import { columnTimeframe } from './heartbeat/timeline.ts';
import { WHERE_NAMES } from './where-names.ts';

interface Props {
  readonly view: CredentialView;
  readonly lane: LaneData | undefined;
  readonly geometry: Geometry;
  readonly navigations: Recording['navigations'];
  readonly selected: boolean;
  /** The one row that Tab goes to: the first where the one selected is not listed. */
  readonly tabbable: boolean;
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

/** A credential, its token now, and what happened to it. */
export function CredentialRow({
  view,
  lane,
  geometry,
  navigations,
  selected,
  tabbable,
  selectedToken,
  skew,
  ...callbacks
}: Props) {
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
          tabIndex={tabbable ? 0 : -1}
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
        <CredentialFlags view={view} />
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
