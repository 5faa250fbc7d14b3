import type { ReactNode } from 'react';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import type { Session } from '@/lib/recording/session.ts';
import { Icon } from './Icon.tsx';

interface Props {
  readonly sessions: readonly Session[];
  readonly current: Session | undefined;
  readonly skew: ClockSkew;
  readonly preserve: boolean;
  /** Whether the decoder is shown. */
  readonly decoding: boolean;
  readonly onDecode: () => void;
  /** A saved recording is shown, which nothing here can change. */
  readonly readOnly: boolean;
  /** The menu of the recording. */
  readonly menu: ReactNode;
  readonly onClear: () => void;
  readonly onLook: () => void;
  readonly onPreserve: (preserve: boolean) => void;
  readonly onChoose: (providerId: string) => void;
}

export function Toolbar({ sessions, current, skew, preserve, decoding, readOnly, menu, ...callbacks }: Props) {
  const { onClear, onLook, onPreserve, onChoose, onDecode } = callbacks;
  return (
    <header className="toolbar" role="group" aria-label="Tools">
      {!readOnly && (
        <>
          <button
            type="button"
            className="icon-button"
            aria-label="Clear history"
            title="Clear history"
            onClick={onClear}
          >
            <Icon name="clear" />
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label="Look again"
            title="Read the page again"
            onClick={onLook}
          >
            <Icon name="refresh" />
          </button>
        </>
      )}
      {menu}
      <i className="separator" />
      {sessions.length > 1 ? (
        <select aria-label="Session" value={current?.provider.id} onChange={(event) => onChoose(event.target.value)}>
          {sessions.map(({ provider }) => (
            <option key={provider.id} value={provider.id}>
              {provider.name}
            </option>
          ))}
        </select>
      ) : (
        <span className="picked">{current?.provider.name ?? <span className="muted">No session</span>}</span>
      )}
      {current?.sdk?.user?.label && <span className="picked-user muted ellipsis">{current.sdk.user.label}</span>}
      <span className="grow" />
      <button
        type="button"
        className="button decode"
        title="Decode a token or header that you paste"
        aria-pressed={decoding}
        onClick={onDecode}
      >
        Decode
      </button>
      {!readOnly && (
        <label className="preserve" title="Keep the recording when the page navigates">
          <input type="checkbox" checked={preserve} onChange={(event) => onPreserve(event.target.checked)} />
          Preserve
        </label>
      )}
      <i className="separator" />
      <ClockMeter skew={skew} />
    </header>
  );
}

/** Under a second is grey, up to five amber, beyond red. Milliseconds. */
const NOTABLE = 1_000;
const SERIOUS = 5_000;

function ClockMeter({ skew }: { readonly skew: ClockSkew }) {
  if (skew.state === 'unknown') {
    return (
      <span className="clock muted" title="No response of the server has told its time yet">
        <Icon name="clock" size={14} /> <span className="clock-text">not checked</span>
      </span>
    );
  }
  const { offset, uncertainty, responses } = skew;
  const size = Math.abs(offset);
  const tone = size < NOTABLE ? 'muted' : size <= SERIOUS ? 'warn' : 'bad';
  const seconds = (size / 1_000).toFixed(1);
  const title =
    offset === 0
      ? `This machine's clock agrees with the server's, as far as ${responses} responses can tell (within ${(uncertainty / 1_000).toFixed(1)} s).`
      : `This machine is ${seconds} s ${offset > 0 ? 'behind' : 'ahead of'} the server, by ${responses} responses. Countdowns are corrected.`;
  return (
    <span className={`clock ${tone}`} title={title}>
      <Icon name="clock" size={14} />{' '}
      {offset === 0 ? <span className="clock-text">in step</span> : `${offset > 0 ? '−' : '+'}${seconds} s`}
    </span>
  );
}
