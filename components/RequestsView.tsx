import { useMemo, useRef, type RefObject } from 'react';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import type { Exchange } from '@/lib/recording/exchange.ts';
import { createGrowing } from '@/lib/recording/growing.ts';
import { ONLY_EXPIRED, parseRequestFilter } from '@/lib/recording/request-filter.ts';
import { formatCount, plural } from './format.ts';
import { Icon } from './Icon.tsx';
import { RequestDetail } from './RequestDetail.tsx';
import { RequestList } from './RequestList.tsx';

interface Props {
  /** Oldest first. */
  readonly exchanges: readonly Exchange[];
  /** How many of them were sent an expired token. */
  readonly expired: number;
  /** Older requests that are not kept any more. */
  readonly dropped: number;
  readonly skew: ClockSkew;
  readonly filter: string;
  /** The one that is shown in full; undefined for none. */
  readonly chosen: Exchange | undefined;
  readonly onChoose: (exchange: Exchange | undefined) => void;
  readonly filterField: RefObject<HTMLInputElement | null>;
  readonly onFilter: (filter: string) => void;
  readonly onCopy: (text: string) => void;
  /** By its number. */
  readonly onSelectToken: (number: number) => void;
}

/** Requests that carried or received a token, newest first: what was sent, how much life it had left, what came of it. */
export function RequestsView(props: Props) {
  const { exchanges, expired, dropped, skew, filter: text, filterField, onFilter } = props;
  const { chosen, onChoose, onCopy, onSelectToken } = props;
  const list = useRef<HTMLDivElement>(null);
  const filter = useMemo(() => parseRequestFilter(text), [text]);
  const select = useMemo(
    () => createGrowing((exchange: Exchange) => (filter.matches(exchange, skew) ? [exchange] : [])),
    [filter, skew],
  );
  const shown = filter.isEmpty ? exchanges : select(exchanges);
  const selected = useMemo(
    () =>
      chosen &&
      (exchanges.findLast(({ request }) => request === chosen.request) ??
        exchanges.find((each) => isReadLate(each, chosen))),
    [exchanges, chosen],
  );
  const [bad] = filter.bad;

  return (
    <section className="requests" aria-label="Requests">
      {expired > 0 && (
        <p className="requests-alarm" role="note">
          <Icon name="error" size={14} />
          <strong>
            {expired === 1 ? '1 request was' : `${formatCount(expired)} requests were`} sent an expired token
          </strong>
          <button
            type="button"
            className="link"
            onClick={() => onFilter(text.trim() === ONLY_EXPIRED ? '' : ONLY_EXPIRED)}
          >
            {text.trim() === ONLY_EXPIRED ? 'Show all' : 'Show them'}
          </button>
        </p>
      )}
      <search className="requests-filter">
        <input
          ref={filterField}
          type="search"
          aria-keyshortcuts="/"
          name="request-filter"
          aria-label="Filter requests"
          aria-invalid={bad !== undefined}
          aria-describedby={bad ? 'request-filter-problem' : undefined}
          placeholder="Filter: status:401 -path:/health token:#12"
          title="status, path, method, token, provider, reason, has: key:value, comma for or, - to leave out; other words are looked for in the address (/)"
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={({ target }) => onFilter(target.value)}
        />
        <output className="muted">
          {filter.isEmpty
            ? formatCount(exchanges.length)
            : `${formatCount(shown.length)} of ${formatCount(exchanges.length)}`}
        </output>
      </search>
      {bad && (
        <p className="requests-problem bad" id="request-filter-problem">
          <Icon name="error" size={12} /> <code className="bad-term">{bad.term}</code> {bad.why}
        </p>
      )}
      {shown.length > 0 ? (
        <RequestList
          ref={list}
          exchanges={shown}
          selected={selected}
          skew={skew}
          onSelect={onChoose}
          onCopy={onCopy}
          onSelectToken={onSelectToken}
        />
      ) : (
        <p className="note">
          {exchanges.length === 0
            ? 'No request in this recording has carried a token.'
            : 'No request matches the filter.'}
        </p>
      )}
      {selected && (
        <RequestDetail
          exchange={selected}
          skew={skew}
          onClose={() => {
            onChoose(undefined);
            list.current?.focus();
          }}
          onCopy={onCopy}
          onSelectToken={onSelectToken}
        />
      )}
      {dropped > 0 && <p className="note">{plural(dropped, 'older request')} dropped to bound memory.</p>}
    </section>
  );
}

/** What was read late takes the place of what it was before. */
const isReadLate = ({ id, request }: Exchange, before: Exchange) =>
  id === before.id && request.startedAt === before.request.startedAt && request.url === before.request.url;
