import { useState } from 'react';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import type { Lane as LaneData } from '@/lib/recording/lanes.ts';
import { CredentialRow } from './CredentialRow.tsx';
import { plural } from './format.ts';
import { Axis } from './heartbeat/Axis.tsx';
import { HERO, MIRROR, ROW } from './heartbeat/geometry.ts';
import { HoverCard } from './heartbeat/HoverCard.tsx';
import { columnTimeframe } from './heartbeat/timeline.ts';
import { usePointed } from './heartbeat/use-pointed.ts';

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
  const listed = views.slice(0, MAX_ROWS);
  const selected = listed.findIndex(({ credential }) => credential.id === selectedId);
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
          {listed.map((view, index) => (
            <CredentialRow
              key={view.credential.id}
              view={view}
              lane={lanes[index]}
              geometry={view.sameAs === undefined ? (index === 0 ? HERO : ROW) : MIRROR}
              navigations={recording.navigations}
              selected={index === selected}
              tabbable={index === Math.max(selected, 0)}
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
