import type { ClockSkew } from '@/lib/recording/clock.ts';
import { isDead, lifeLeft, type CarriedToken, type Exchange } from '@/lib/recording/exchange.ts';
import { formatSpan } from './format.ts';
import { Icon } from './Icon.tsx';

interface Props {
  readonly exchange: Exchange;
  readonly side: 'sent' | 'received';
  readonly skew: ClockSkew;
  readonly onSelectToken: (number: number) => void;
}

/** The tokens of a row: the one that says most with the life it had left, the others by their number. */
export function RequestTokens({ exchange, side, skew, onSelectToken }: Props) {
  const { request, renews } = exchange;
  const left = (token: CarriedToken) => lifeLeft(token, request.startedAt, skew);
  const tokens = [...new Map(exchange[side].map((token) => [token.raw, token])).values()].toSorted(
    (a, b) => Number(isDead(left(b))) - Number(isDead(left(a))),
  );
  return tokens.map((token, index) => (
    <span key={token.raw} className={index > 0 ? 'muted' : ''}>
      {index > 0 && '; '}
      {side === 'sent' && index === 0 ? (
        <TokenLife token={token} left={left(token)} inOrder={renews} inRow onSelectToken={onSelectToken} />
      ) : (
        <TokenNumber token={token} inRow onSelectToken={onSelectToken} />
      )}
    </span>
  ));
}

interface LifeProps extends Pick<Props, 'onSelectToken'> {
  readonly token: CarriedToken;
  /** Seconds at the moment of sending; undefined where it does not say when it ends. */
  readonly left: number | undefined;
  /** That it had expired is as it should be. */
  readonly inOrder: boolean;
  readonly inRow?: boolean;
}

/** `#12, 43 s left`, or `#12, expired 8 s before` in a way that nobody overlooks. */
export function TokenLife({ token, left, inOrder, inRow = false, onSelectToken }: LifeProps) {
  const loud = isDead(left) && !inOrder;
  return (
    <span
      className={loud ? 'sent-expired' : ''}
      title={isDead(left) && inOrder ? 'In order: the SDK asked its own API for another token' : undefined}
    >
      {loud && <Icon name="error" size={12} />}{' '}
      <TokenNumber token={token} inRow={inRow} onSelectToken={onSelectToken} />
      {left !== undefined && (
        <span className={loud ? '' : 'muted'}>
          ,{' '}
          {!isDead(left)
            ? `${formatSpan(left)} left`
            : left > -1
              ? 'just expired'
              : `expired ${formatSpan(-left)} before`}
        </span>
      )}
    </span>
  );
}

type NumberProps = Pick<LifeProps, 'token' | 'inRow' | 'onSelectToken'>;

/** A row's is not on the way of the Tab key: its detail has one. */
export function TokenNumber({ token: { number }, inRow = false, onSelectToken }: NumberProps) {
  if (number === undefined) return 'a token';
  return (
    <button
      type="button"
      className="link"
      tabIndex={inRow ? -1 : 0}
      title={`Show token #${number}`}
      onClick={(event) => {
        event.stopPropagation();
        onSelectToken(number);
      }}
    >
      #{number}
    </button>
  );
}
