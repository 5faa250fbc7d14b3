import { formatCount, plural } from './format.ts';
import { Icon } from './Icon.tsx';

interface Props {
  /** How many requests were sent an expired token. */
  readonly count: number;
  readonly onShow: () => void;
}

/** In sight whatever tab is open, and however narrow the pane is. */
export function ExpiredAlarm({ count, onShow }: Props) {
  const told = `${plural(count, 'request was', 'requests were')} sent an expired token`;
  return (
    <button
      type="button"
      className="expired-alarm bad"
      aria-label={`${formatCount(count)} expired: ${told}. Show them`}
      title={`${told}. Show them`}
      onClick={onShow}
    >
      <Icon name="error" size={12} /> {formatCount(count)}
      <span className="what"> expired</span>
    </button>
  );
}
