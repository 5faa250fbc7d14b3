const FILLED = { fill: 'currentColor', stroke: 'none' } as const;

const DRAWINGS = {
  clear: (
    <>
      <circle cx="8" cy="8" r="5.4" />
      <path d="M4.2 4.2l7.6 7.6" />
    </>
  ),
  pin: <path d="M5.5 2.5h5M6.5 2.5v4L4.5 9.5h7l-2-3v-4M8 9.5v4.2" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M8 4.8V8l2.2 1.5" />
    </>
  ),
  close: <path d="M4 4l8 8M12 4l-8 8" />,
  refresh: <path d="M13 8a5 5 0 1 1-1.5-3.6L13 5.8M13 2.8v3h-3" />,
  file: <path d="M3.5 1.8h6l3 3v9.4h-9zM9 1.8v3.4h3.5M6 9h4M6 11.5h4" />,
  copy: <path d="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z" />,
  arrow: <path d="M2.5 8h11M10 4.8L13.5 8 10 11.2" />,
  open: <path d="M5 6.5l3 3 3-3" />,
  more: <path d="M3.5 4l4 4-4 4M8.5 4l4 4-4 4" />,
  shut: <path d="M6.5 5l3 3-3 3" />,
  check: <path d="M3 8.5l3.2 3.2L13 4.8" strokeWidth="1.7" />,
  same: <path d="M3 6h10M3 10h10" strokeWidth="1.6" />,
  ring: <circle cx="8" cy="8" r="3.8" strokeWidth="1.5" />,
  delta: <path d="M8 3.5l5 9H3z" strokeWidth="1.4" />,
  live: <circle cx="8" cy="8" r="4" {...FILLED} />,
  record: (
    <>
      <circle cx="8" cy="8" r="6" />
      <circle cx="8" cy="8" r="3.2" {...FILLED} />
    </>
  ),
  error: (
    <>
      <path d="M5.2 1.8h5.6l3.4 3.4v5.6l-3.4 3.4H5.2l-3.4-3.4V5.2z" {...FILLED} />
      <path className="cut" d="M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6" strokeWidth="1.5" />
    </>
  ),
  warning: (
    <>
      <path d="M8 1.6L15 14H1z" fill="currentColor" strokeWidth="1" />
      <path className="cut" d="M8 6v3.6M8 11.9v.1" strokeWidth="1.5" />
    </>
  ),
} as const;

export type IconName = keyof typeof DRAWINGS;

interface Props {
  readonly name: IconName;
  readonly size?: 12 | 14 | 16;
  readonly className?: string;
}

/** Always beside a word or inside a named button, so hidden from assistive technology. */
export function Icon({ name, size = 16, className = '' }: Props) {
  return (
    <svg className={`icon ${className}`} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {DRAWINGS[name]}
    </svg>
  );
}
