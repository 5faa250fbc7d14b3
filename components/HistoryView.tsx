import { memo, useCallback, useState } from 'react';
import { listTellingHistories } from '@/lib/recording/claim-history.ts';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import { compareSides, sidesOf, type TokenSide } from '@/lib/recording/comparison.ts';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import type { Millis } from '@/lib/recording/event.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import { ClaimDiff } from './ClaimDiff.tsx';
import { ClaimHistories } from './ClaimHistories.tsx';
import { formatLocal } from './format.ts';
import { TokenList } from './TokenList.tsx';

interface Props {
  readonly recording: Recording;
  readonly view: CredentialView;
  readonly skew: ClockSkew;
  /** Raw; null where none was picked. */
  readonly selectedToken: string | null;
  readonly onSelectToken: (credentialId: string, raw: string) => void;
}

/** More are neither listed nor offered to compare. */
const MAX_LISTED = 200;

/** What a credential has carried: any two of its tokens compared, every token with its cause, and each claim over time. */
export function HistoryView({ recording, view, skew, selectedToken, onSelectToken }: Props) {
  const { credential, provider } = view;
  const [chosenBefore, setChosenBefore] = useState<string | null>(null);
  const choose = useCallback((raw: string) => onSelectToken(credential.id, raw), [credential.id, onSelectToken]);
  const sides = sidesOf(recording, credential);
  const [after, before] = pick(sides, selectedToken, chosenBefore);
  const listed = newestOf(sides);
  if (!after) return <p className="note">No token whose claims can be read has been in this credential.</p>;
  const comparison = before && compareSides(recording, before, after, provider?.isExpectedChange);
  return (
    <section aria-label="History">
      {before && comparison ? (
        <>
          <div className="compare-bar">
            <TokenSelect
              label="Before"
              value={before}
              sides={listed}
              recording={recording}
              onChoose={setChosenBefore}
            />
            <span aria-hidden>→</span>
            <TokenSelect label="After" value={after} sides={listed} recording={recording} onChoose={choose} />
          </div>
          <ClaimDiff {...comparison} />
        </>
      ) : (
        <p className="note">One token so far. With the next, what it says otherwise stands here.</p>
      )}
      <TokenList
        recording={recording}
        view={view}
        skew={skew}
        sides={sides}
        limit={MAX_LISTED}
        selected={after.raw}
        comparedWith={before?.raw}
        onSelect={choose}
        onCompareWith={setChosenBefore}
      />
      <ClaimHistories
        recording={recording}
        histories={listTellingHistories(sides, provider?.isExpectedChange)}
        onSelect={choose}
      />
    </section>
  );
}

/** The picked token, else the last, and what it is compared with: what was picked for that, else the one before it. */
function pick(sides: readonly TokenSide[], selected: string | null, chosenBefore: string | null): TokenSide[] {
  const at = sides.findLastIndex(({ raw }) => raw === selected);
  const after = sides[at < 0 ? sides.length - 1 : at];
  const chosen = sides.findLast(({ raw }) => raw === chosenBefore && raw !== after?.raw);
  const before = chosen ?? sides[(at < 0 ? sides.length - 1 : at) - 1];
  return [after, before].filter((side) => side !== undefined);
}

const newest = new WeakMap<readonly TokenSide[], readonly TokenSide[]>();

/** To choose from, the newest first: a token that came back is one to choose, not two. */
function newestOf(sides: readonly TokenSide[]): readonly TokenSide[] {
  const known = newest.get(sides);
  if (known) return known;
  const listed = new Map<string, TokenSide>();
  for (let index = sides.length - 1; index >= 0 && listed.size < MAX_LISTED; index--) {
    const side = sides[index];
    if (side && !listed.has(side.raw)) listed.set(side.raw, side);
  }
  newest.set(sides, [...listed.values()]);
  return [...listed.values()];
}

interface SelectProps {
  readonly label: string;
  readonly value: TokenSide;
  readonly sides: readonly TokenSide[];
  readonly recording: Recording;
  readonly onChoose: (raw: string) => void;
}

function TokenSelect({ label, value, sides, recording, onChoose }: SelectProps) {
  const isOffered = sides.some(({ raw }) => raw === value.raw);
  const seenAt = ({ raw }: TokenSide) => recording.tokens.get(raw)?.firstAt ?? 0;
  return (
    <select aria-label={label} value={value.raw} onChange={({ target }) => onChoose(target.value)}>
      {sides.map((side) => (
        <TokenOption key={side.raw} side={side} at={seenAt(side)} />
      ))}
      {!isOffered && <TokenOption side={value} at={seenAt(value)} />}
    </select>
  );
}

const TokenOption = memo(function TokenOption({ side, at }: { readonly side: TokenSide; readonly at: Millis }) {
  return (
    <option value={side.raw}>
      #{side.number} {formatLocal(at, at)}
    </option>
  );
});
