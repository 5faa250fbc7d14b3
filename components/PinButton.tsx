import { use } from 'react';
import { samePin, type Pin } from '@/lib/recording/pins.ts';
import { Icon } from './Icon.tsx';
import { PinContext } from './pin-context.ts';

interface Props extends Pin {
  /** The claim, as it is shown. */
  readonly name: string;
}

/** Keeps a claim in sight beside the countdown. */
export function PinButton({ name, ...pin }: Props) {
  const control = use(PinContext);
  if (!control) return null;
  const pinned = control.pins.some((each) => samePin(each, pin));
  return (
    <button
      type="button"
      className="pin"
      aria-label={`Pin ${name}`}
      aria-pressed={pinned}
      title={pinned ? 'Unpin' : 'Keep it in sight beside the countdown'}
      onClick={() => control.onPin(pin)}
    >
      <Icon name="pin" size={12} />
    </button>
  );
}
