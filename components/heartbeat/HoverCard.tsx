import { useLayoutEffect, useRef, useState } from 'react';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import { GapCard, RequestsCard, TokenCard } from './cards.tsx';
import type { Pointed } from './Lane.tsx';
import { placeCard } from './place-card.ts';
import type { PointedState } from './use-pointed.ts';

interface Props {
  readonly hover: PointedState;
  readonly recording: Recording;
  readonly views: readonly CredentialView[];
  readonly skew: ClockSkew;
}

/** What is known of the thing in a lane that the pointer or the keyboard is on; nothing while it is on none. */
export function HoverCard({ hover: { pointed, hold, onPoint }, recording, views, skew }: Props) {
  const card = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ readonly left: number; readonly top: number }>();
  useLayoutEffect(() => {
    if (!card.current || !pointed) return setPlace(undefined);
    const { width, height } = card.current.getBoundingClientRect();
    setPlace(placeCard(pointed.anchor, { width, height }, { width: innerWidth, height: innerHeight }));
  }, [pointed]);
  if (!pointed) return null;
  return (
    <div
      ref={card}
      className="hover-card"
      role="tooltip"
      style={{ left: 0, top: 0, visibility: 'hidden', ...(place && { ...place, visibility: 'visible' }) }}
      onPointerEnter={hold}
      onPointerLeave={() => onPoint(undefined)}
    >
      <Content
        pointed={pointed}
        recording={recording}
        view={views.find(({ credential }) => credential.id === pointed.lane.id)}
        skew={skew}
      />
    </div>
  );
}

interface ContentProps {
  readonly pointed: Pointed;
  readonly recording: Recording;
  readonly view: CredentialView | undefined;
  readonly skew: ClockSkew;
}

function Content({ pointed: { lane, target }, ...props }: ContentProps) {
  switch (target.kind) {
    case 'token':
      return <TokenCard lane={lane} bar={target.bar} {...props} />;
    case 'gap':
      return <GapCard lane={lane} gap={target.gap} {...props} />;
    case 'requests':
      return <RequestsCard lane={lane} marks={target.marks} {...props} />;
  }
}
