import { use, useState } from 'react';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import { pinnedClaim, type Pin } from '@/lib/recording/pins.ts';
import { formatPath } from '@/lib/token/diff.ts';
import { Icon } from './Icon.tsx';
import { PinContext } from './pin-context.ts';

interface Props {
  readonly providerId: string;
  readonly view: CredentialView | undefined;
}

/** The claims that are to stay in sight, as the session's token has them now. */
export function PinnedClaims({ providerId, view }: Props) {
  const control = use(PinContext);
  const pins = control?.pins.filter(({ provider }) => provider === providerId) ?? [];
  if (!control || pins.length === 0) return null;
  return (
    <ul className="pins" aria-label="Pinned claims">
      {pins.map((pin) => (
        <Pinned key={JSON.stringify(pin)} pin={pin} view={view} onUnpin={() => control.onPin(pin)} />
      ))}
    </ul>
  );
}

interface PinnedProps {
  readonly pin: Pin;
  readonly view: CredentialView | undefined;
  readonly onUnpin: () => void;
}

function Pinned({ pin, view, onUnpin }: PinnedProps) {
  const name = formatPath(pin.path);
  const hit = pinnedClaim(view, pin);
  const value = hit && (JSON.stringify(hit.value) ?? String(hit.value));
  const changes = useChanges(value);
  return (
    <li data-pinned={name}>
      <code className="pin-name ellipsis" title={name}>
        {name}
      </code>
      {/* Drawn anew with each change, so that the fade begins anew. */}
      <span key={changes} className={`pin-value ellipsis ${changes > 0 ? 'flash' : ''}`} title={value}>
        {value === undefined ? <span className="muted">gone</span> : <code>{value}</code>}
      </span>
      <button type="button" className="unpin" aria-label={`Unpin ${name}`} title="Unpin" onClick={onUnpin}>
        <Icon name="close" size={12} />
      </button>
    </li>
  );
}

/** How often a value has changed since it was first drawn. */
function useChanges(value: string | undefined): number {
  const [seen, setSeen] = useState({ value, changes: 0 });
  if (seen.value !== value) setSeen({ value, changes: seen.changes + 1 });
  return seen.changes;
}
