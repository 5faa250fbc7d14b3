import { useLayoutEffect, useRef, useState } from 'react';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import { GapCard, RequestsCard, TokenCard } from './cards.tsx';
import type { Pointed } from './Lane.tsx';
import { placeCard } from './place-card.ts';

interface Props {
  readonly pointed: Pointed;
  readonly recording: Recording;
  readonly view: CredentialView | undefined;
  readonly skew: ClockSkew;
  readonly onEnter: () => void;
  readonly onLeave: () => void;
}

/** What is known of the thing in a lane that the pointer or the keyboard is on. */
export function HoverCard({ pointed, recording, view, skew, onEnter, onLeave }: Props) {
  const card = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ readonly left: number; readonly top: number }>();
  useLayoutEffect(() => {
    if (!card.current) return;
    const { width, height } = card.current.getBoundingClientRect();
    setPlace(placeCard(pointed.anchor, { width, height }, { width: innerWidth, height: innerHeight }));
  }, [pointed]);
  return (
    <div
      ref={card}
      className="hover-card"
      role="tooltip"
      style={{ left: 0, top: 0, visibility: 'hidden', ...(place && { ...place, visibility: 'visible' }) }}
      onPointerEnter={onEnter}
      onPointerLeave={onLeave}
    >
      <Content pointed={pointed} recording={recording} view={view} skew={skew} />
    </div>
  );
}

function Content({ pointed: { lane, target }, ...props }: Omit<Props, 'onEnter' | 'onLeave'>) {
  switch (target.kind) {
    case 'token':
      return <TokenCard lane={lane} bar={target.bar} {...props} />;
    case 'gap':
      return <GapCard lane={lane} gap={target.gap} {...props} />;
    case 'requests':
      return <RequestsCard lane={lane} marks={target.marks} {...props} />;
  }
}
