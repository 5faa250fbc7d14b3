import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';

interface Props {
  /** `alert` for what has just gone wrong: a note is there to be found. */
  readonly role?: 'note' | 'alert';
  readonly children: ReactNode;
}

/** One line above everything that limits what is shown below. */
export function Banner({ role = 'note', children }: Props) {
  return (
    <div className="banner" role={role}>
      <Icon name="warning" size={14} className="warn" />
      {children}
    </div>
  );
}
