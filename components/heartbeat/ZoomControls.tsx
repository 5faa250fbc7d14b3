import { LONGEST, PRESETS, SHORTEST, type View } from './view.ts';
import { STEP, type ViewControls } from './use-view.ts';

interface Props {
  readonly view: View;
  readonly controls: ViewControls;
}

/** How much time is shown, and whether it goes on with now. */
export function ZoomControls({ view, controls }: Props) {
  const follows = view.end === null;
  return (
    <div className="zoom" role="group" aria-label="Zoom">
      <button type="button" className="button" aria-label="Show more time" onClick={() => controls.zoomBy(STEP)}>
        −
      </button>
      <input
        type="range"
        aria-label="Time shown"
        aria-valuetext={describeSpan(view.span)}
        min={Math.log(SHORTEST)}
        max={Math.log(LONGEST)}
        step="any"
        // To the right is nearer.
        value={Math.log(SHORTEST) + Math.log(LONGEST) - Math.log(view.span)}
        onChange={({ target }) =>
          controls.zoomTo(Math.exp(Math.log(SHORTEST) + Math.log(LONGEST) - Number(target.value)))
        }
      />
      <button type="button" className="button" aria-label="Show less time" onClick={() => controls.zoomBy(1 / STEP)}>
        +
      </button>
      {PRESETS.map(({ label, span }) => (
        <button
          key={label}
          type="button"
          className="button preset"
          aria-pressed={Math.abs(view.span - span) < 1}
          onClick={() => controls.zoomTo(span)}
        >
          {label}
        </button>
      ))}
      <span className="zoom-span muted">{describeSpan(view.span)}</span>
      <button
        type="button"
        className="button"
        aria-pressed={follows}
        onClick={follows ? controls.hold : controls.follow}
      >
        Follow now
      </button>
    </div>
  );
}

function describeSpan(span: number): string {
  const seconds = Math.round(span / 1_000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = span / 60_000;
  return minutes < 120 ? `${Math.round(minutes)} min` : `${Math.round(minutes / 6) / 10} h`;
}
