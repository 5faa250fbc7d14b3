import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import type { Exchange } from '@/lib/recording/exchange.ts';
import { RequestRow } from './RequestRow.tsx';

interface Props {
  /** Of what has the focus for all rows. */
  readonly ref: RefObject<HTMLDivElement | null>;
  /** Oldest first; never empty. */
  readonly exchanges: readonly Exchange[];
  readonly selected: Exchange | undefined;
  readonly skew: ClockSkew;
  readonly onSelect: (exchange: Exchange | undefined) => void;
  readonly onCopy: (text: string) => void;
  readonly onSelectToken: (number: number) => void;
}

/** Pixels: a row of one line, and of two where the list is narrow. */
const ROW = { one: 24, two: 44 } as const;
const NARROW = 640;

/** All requests, of which only those in sight are in the document. */
export function RequestList({ ref, exchanges, selected, skew, onSelect, onCopy, onSelectToken }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useLines(scroller);
  const count = exchanges.length;
  const at = (index: number) => exchanges[count - 1 - index];
  // What it returns changes without being another object, which is why nothing here is memoised.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW[lines],
    getItemKey: (index) => at(index)?.id ?? index,
    overscan: 10,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, lines]);
  useSteadyRows(scroller, exchanges, ROW[lines]);

  const index = selected ? count - 1 - exchanges.lastIndexOf(selected) : -1;

  function move(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW[lines]) - 1);
    const current = index < count ? index : -1;
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: Math.max(0, current - 1),
      PageDown: current + page,
      PageUp: Math.max(0, current - page),
      Home: 0,
      End: count - 1,
    };
    if (event.key === 'Escape' && selected) {
      event.preventDefault();
      return onSelect(undefined);
    }
    const target = targets[event.key];
    if (target === undefined) return undefined;
    event.preventDefault();
    const next = Math.min(target, count - 1);
    onSelect(at(next));
    virtualizer.scrollToIndex(next);
    return undefined;
  }

  const items = virtualizer.getVirtualItems();
  return (
    <div
      ref={ref}
      className="requests-list"
      data-lines={lines}
      role="grid"
      aria-label="Requests, newest first"
      aria-rowcount={count + 1}
      aria-activedescendant={items.some((item) => item.index === index) ? rowId(selected) : undefined}
      tabIndex={0}
      onKeyDown={move}
    >
      <div className="request-head" role="row" aria-rowindex={1}>
        {COLUMNS.map((name) => (
          <span key={name} role="columnheader">
            {name}
          </span>
        ))}
      </div>
      <div ref={scroller} className="requests-scroller" role="rowgroup" tabIndex={-1}>
        <div className="requests-all" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const exchange = at(item.index);
            return (
              exchange && (
                <RequestRow
                  key={item.key}
                  id={rowId(exchange)}
                  index={item.index}
                  top={item.start}
                  height={item.size}
                  exchange={exchange}
                  selected={exchange === selected}
                  skew={skew}
                  onSelect={onSelect}
                  onCopy={onCopy}
                  onSelectToken={onSelectToken}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

const COLUMNS = ['Time', 'Request', 'Sent', 'Received', 'Answer', 'Provider'];

const rowId = (exchange: Exchange | undefined) => exchange && `request-${exchange.id}`;

/** How many lines a row takes: the list's own width counts, since a docked panel is narrower than its window. */
function useLines(scroller: RefObject<HTMLDivElement | null>): keyof typeof ROW {
  const [lines, setLines] = useState<keyof typeof ROW>('one');
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const measure = () => setLines(element.clientWidth > 0 && element.clientWidth < NARROW ? 'two' : 'one');
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return lines;
}

/** New rows come in above; what is being read, or pointed at, stays where it is. */
function useSteadyRows(
  scroller: RefObject<HTMLDivElement | null>,
  exchanges: readonly Exchange[],
  height: number,
): void {
  const newest = useRef(exchanges.at(-1));
  useLayoutEffect(() => {
    const before = newest.current;
    newest.current = exchanges.at(-1);
    const element = scroller.current;
    if (!element || !before || before === exchanges.at(-1)) return;
    const known = exchanges.lastIndexOf(before);
    const isRead = element.scrollTop > 0 || element.parentElement?.matches(':hover, :focus');
    if (known >= 0 && isRead) element.scrollBy({ top: (exchanges.length - 1 - known) * height });
  }, [scroller, exchanges, height]);
}
