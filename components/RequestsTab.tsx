import { Tabs } from '@base-ui/react/tabs';
import { formatCount } from './format.ts';
import { Icon } from './Icon.tsx';

interface Props {
  readonly count: number;
  /** How many of them were sent an expired token. */
  readonly expired: number;
}

/** Its name stays the same; that an expired token was sent shows on it whatever tab is open. */
export function RequestsTab({ count, expired }: Props) {
  const told = `${formatCount(expired)} of them ${expired === 1 ? 'was' : 'were'} sent an expired token`;
  return (
    <Tabs.Tab
      value="requests"
      aria-label="Requests"
      aria-description={expired > 0 ? told : undefined}
      title={expired > 0 ? told : undefined}
      data-expired={expired > 0 ? expired : undefined}
    >
      Requests {count > 0 && <span className="muted count">{formatCount(count)}</span>}
      {expired > 0 && (
        <span className="bad">
          {' '}
          <Icon name="error" size={12} /> {formatCount(expired)}
          <span className="what"> expired</span>
        </span>
      )}
    </Tabs.Tab>
  );
}
