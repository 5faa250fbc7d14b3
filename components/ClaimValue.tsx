import { useState } from 'react';

const MAX_LINE = 160;

interface Props {
  readonly value: unknown;
}

/** A claim's value as JSON, on one line; a long one opens on a click. */
export function ClaimValue({ value }: Props) {
  const [open, setOpen] = useState(false);
  const line = JSON.stringify(value) ?? String(value);
  const type = typeof value;
  if (type !== 'object' && line.length <= MAX_LINE) return <span className={`json-${type}`}>{line}</span>;
  if (line.length <= 60) return <span>{line}</span>;
  return (
    <>
      <button type="button" className="expander" aria-expanded={open} onClick={() => setOpen(!open)}>
        {Array.isArray(value) && <span className="muted">{value.length} items </span>}
        {line.slice(0, MAX_LINE)}
        {line.length > MAX_LINE && '…'}
      </button>
      {open && <pre>{JSON.stringify(value, null, 2)}</pre>}
    </>
  );
}
