import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';

interface Props {
  readonly children: ReactNode;
}

/** One line above everything that limits what is shown below. */
export function Banner({ children }: Props) {
  return (
    <div className="banner" role="note">
      <Icon name="warning" size={14} className="warn" />
      {children}
    </div>
  );
}
