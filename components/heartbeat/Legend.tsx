import { CAUSE_SHAPES, CAUSES, GAP_SHAPE, OUTCOME_SHAPES, OUTCOMES, type Shape } from './marks.ts';

/** The key: what each mark in a lane means. */
export function Legend() {
  return (
    <ul className="legend" aria-label="Key of the heartbeat">
      {CAUSES.map((kind) => (
        <Entry key={kind} shape={CAUSE_SHAPES[kind]} />
      ))}
      <Entry shape={GAP_SHAPE} />
      <li>
        <i className="legend-tail" /> Replaced, still live
      </li>
      <li>
        <i className="legend-late" /> Sent after expiry
      </li>
      <li>
        <i className="legend-navigation" /> Navigation
      </li>
      {OUTCOMES.toReversed().map((outcome) => (
        <Entry key={outcome} shape={OUTCOME_SHAPES[outcome]} />
      ))}
    </ul>
  );
}

function Entry({ shape }: { readonly shape: Shape }) {
  return (
    <li>
      <ShapeIcon shape={shape} /> {shape.label}
    </li>
  );
}

/** A mark as it is drawn in the lanes. */
export function ShapeIcon({ shape: { path, filled, colour } }: { readonly shape: Shape }) {
  const paint = `var(${colour})`;
  return (
    <svg width="9" height="9" viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={path}
        fill={filled ? paint : 'none'}
        fillRule="evenodd"
        stroke={filled ? 'none' : paint}
        strokeWidth="2.2"
      />
    </svg>
  );
}
