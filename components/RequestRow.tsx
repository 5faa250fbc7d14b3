import { memo } from 'react';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import { sentExpired, type Exchange } from '@/lib/recording/exchange.ts';
import { formatLocal } from './format.ts';
import { Icon } from './Icon.tsx';
import { RequestMenu } from './RequestMenu.tsx';
import { RequestTokens } from './RequestTokens.tsx';

interface Props {
  readonly id: string | undefined;
  readonly index: number;
  /** Pixels. */
  readonly top: number;
  readonly height: number;
  readonly exchange: Exchange;
  readonly selected: boolean;
  readonly skew: ClockSkew;
  readonly onSelect: (exchange: Exchange) => void;
  readonly onCopy: (text: string) => void;
  readonly onSelectToken: (number: number) => void;
}

/** One request: drawn again only when something of it changes, however often events come. */
export const RequestRow = memo(function RequestRow(props: Props) {
  const { id, index, top, height, exchange, selected, skew, onSelect, onCopy, onSelectToken } = props;
  const { request, url, provider } = exchange;
  const { method, startedAt } = request;
  return (
    // The keyboard is the list's, which keeps the focus while rows come and go.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events jsx-a11y/interactive-supports-focus
    <div
      id={id}
      className="request-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-expired={sentExpired(exchange, skew) || undefined}
      style={{ height, transform: `translateY(${top}px)` }}
      onClick={() => onSelect(exchange)}
    >
      <span role="gridcell" className="request-time">
        {formatLocal(startedAt, startedAt)}
      </span>
      <span
        role="gridcell"
        className="request-name ellipsis"
        title={`${method} ${url?.host ?? ''}${url?.pathname ?? ''}`}
      >
        <code>
          {method} {url?.pathname ?? request.url}
        </code>
      </span>
      <span role="gridcell" className="request-sent ellipsis">
        <RequestTokens exchange={exchange} side="sent" skew={skew} onSelectToken={onSelectToken} />
      </span>
      <span role="gridcell" className="request-received ellipsis">
        <RequestTokens exchange={exchange} side="received" skew={skew} onSelectToken={onSelectToken} />
      </span>
      <RequestAnswer exchange={exchange} />
      <span role="gridcell" className="request-provider ellipsis muted">
        {provider?.name ?? 'Other'}
      </span>
      <span role="gridcell" className="request-menu">
        <RequestMenu request={request} label={`Copy ${method} ${request.url}`} inRow onCopy={onCopy} />
      </span>
    </div>
  );
});

function RequestAnswer({ exchange: { request, verdict } }: Pick<Props, 'exchange'>) {
  const { status, duration, error } = request;
  const failed = status === 0 || status >= 400;
  return (
    <span
      role="gridcell"
      className="request-answer ellipsis"
      title={[verdict?.headline ?? error, ...(verdict?.reasons ?? []), `${Math.round(duration)} ms`]
        .filter(Boolean)
        .join('\n')}
    >
      <span className={failed ? 'bad' : ''}>
        {failed && <Icon name="error" size={12} />} {status === 0 ? 'failed' : status}
      </span>{' '}
      {verdict ? (
        <span className={verdict.tone === 'bad' ? 'bad' : ''}>{verdict.headline}</span>
      ) : (
        <span className="muted">{Math.round(duration)} ms</span>
      )}
    </span>
  );
}
