import type { KeyboardEvent, ReactNode } from 'react';
import { serverTime, type ClockSkew } from '@/lib/recording/clock.ts';
import { lifeLeft, type CarriedToken, type Exchange } from '@/lib/recording/exchange.ts';
import { formatLocal, formatUtc } from './format.ts';
import { Icon } from './Icon.tsx';
import { RequestMenu } from './RequestMenu.tsx';
import { TokenLife, TokenNumber } from './RequestTokens.tsx';

interface Props {
  readonly exchange: Exchange;
  readonly skew: ClockSkew;
  readonly onClose: () => void;
  readonly onCopy: (text: string) => void;
  readonly onSelectToken: (number: number) => void;
}

/** One request: the verdict in words and as it came, every token, the times. */
export function RequestDetail({ exchange, skew, onClose, onCopy, onSelectToken }: Props) {
  const { request, url, sent, received, verdict, provider } = exchange;
  const { method, startedAt, duration, status, error, bodyRead } = request;
  const failed = status === 0 || status >= 400;

  function closeOnEscape(event: KeyboardEvent): void {
    // A menu of its own, which is elsewhere in the document, closes alone.
    if (event.key !== 'Escape' || !(event.target instanceof Node) || !event.currentTarget.contains(event.target))
      return;
    // DevTools would open its drawer.
    event.preventDefault();
    event.stopPropagation();
    onClose();
  }

  return (
    <section className="request-detail" aria-label="Selected request" onKeyDown={closeOnEscape}>
      <header>
        <h3 className="ellipsis" title={request.url}>
          <code>
            {method} {url ? `${url.host}${url.pathname}` : request.url}
          </code>
        </h3>
        <span className="grow" />
        <RequestMenu request={request} label="Copy this request" inRow={false} onCopy={onCopy} />
        <button type="button" className="icon-button" aria-label="Close the request" title="Close" onClick={onClose}>
          <Icon name="close" size={14} />
        </button>
      </header>
      <dl>
        <Entry name="Answer">
          <span className={failed ? 'bad' : ''}>
            {failed && <Icon name="error" size={12} />}{' '}
            {status === 0 ? `no response${error ? `: ${error}` : ''}` : status}
          </span>{' '}
          <span className="muted">
            in {Math.round(duration)} ms
            {bodyRead === 'not-yet' && '; the page had not read the body when this was recorded'}
          </span>
        </Entry>
        {verdict && (
          <Entry name={`${provider?.name ?? 'The server'} says`}>
            <strong className={verdict.tone === 'bad' ? 'bad' : ''}>{verdict.headline}</strong>
            {verdict.reasons.map((reason) => (
              <p key={reason}>{reason}</p>
            ))}
          </Entry>
        )}
        {[...Map.groupBy(sent, ({ raw }) => raw)].map(([raw, tokens]) => (
          <Sent key={raw} tokens={tokens} exchange={exchange} skew={skew} onSelectToken={onSelectToken} />
        ))}
        {[...Map.groupBy(received, ({ raw }) => raw)].map(([raw, tokens]) => (
          <Entry key={raw} name="Received">
            {tokens[0] && <TokenNumber token={tokens[0]} onSelectToken={onSelectToken} />} <Places tokens={tokens} />
          </Entry>
        ))}
        <Entry name="Started">
          {formatLocal(startedAt, startedAt)}, <span className="muted">{formatUtc(startedAt, startedAt)}</span>
        </Entry>
        {Object.entries(request.verdict).map(([name, value]) => (
          <Entry key={name} name={<code>{name}</code>}>
            <code>{value}</code>
          </Entry>
        ))}
      </dl>
    </section>
  );
}

function Entry({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const PLACES: Readonly<Record<CarriedToken['place'], string>> = {
  authorization: 'in',
  header: 'in the header',
  cookie: 'in the cookie',
  'set-cookie': 'in Set-Cookie',
  body: 'in the body, as',
};

/** One token, wherever it stood: several cookies may carry the same. */
function Places({ tokens }: { readonly tokens: readonly CarriedToken[] }) {
  const inside = tokens[0]?.inside ?? [];
  return (
    <span className="muted">
      {tokens.map(({ place, name }, index) => (
        <span key={`${place} ${name}`}>
          {index > 0 && ', '}
          {PLACES[place]} <code>{name}</code>
        </span>
      ))}
      {inside.length > 0 && `, with ${inside.map((number) => `#${number}`).join(', ')} inside`}
    </span>
  );
}

interface SentProps extends Pick<Props, 'exchange' | 'skew' | 'onSelectToken'> {
  readonly tokens: readonly CarriedToken[];
}

function Sent({ tokens, exchange, skew, onSelectToken }: SentProps) {
  const [token] = tokens;
  const { startedAt } = exchange.request;
  if (!token) return null;
  return (
    <Entry name="Sent">
      <TokenLife
        token={token}
        left={lifeLeft(token, startedAt, skew)}
        inOrder={exchange.renews}
        onSelectToken={onSelectToken}
      />{' '}
      <Places tokens={tokens} />
      {token.exp !== undefined && (
        <p className="muted">
          It ends at {formatLocal(token.exp * 1_000, startedAt)}; it was sent at{' '}
          {formatLocal(serverTime(startedAt, skew), startedAt)}
          {skew.state === 'measured' ? ', by the server’s clock' : ', by this machine’s clock'}.
        </p>
      )}
    </Entry>
  );
}
