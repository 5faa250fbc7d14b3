import { useLayoutEffect, useState, type RefObject } from 'react';

/**
 * The tabs of a list that are not wholly in sight. The selected one is none of them: it is scrolled to when it is
 * selected, and again whenever the list has another size.
 */
export function useCutTabs(list: RefObject<HTMLElement | null>, selected: string): readonly string[] {
  const [cut, setCut] = useState<readonly string[]>([]);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const tabs = [...element.querySelectorAll<HTMLElement>('[data-tab]')];
    const measure = () => {
      const next = tabs
        .filter((tab) => beyond(tab, element) !== 0)
        .map(({ dataset }) => dataset['tab'] ?? '')
        .filter((value) => value !== selected);
      setCut((before) => (before.join() === next.join() ? before : next));
    };
    const update = () => {
      const tab = tabs.find(({ dataset }) => dataset['tab'] === selected);
      // Not `scrollIntoView`, which would scroll the whole of a short panel too.
      if (tab) element.scrollBy({ left: beyond(tab, element) });
      measure();
    };
    update();
    const observer = new ResizeObserver(update);
    for (const each of [element, ...tabs]) observer.observe(each);
    element.addEventListener('scroll', measure);
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [list, selected]);
  return cut;
}

/** How far a tab reaches out of its list: negative on the left, 0 where it is in sight. */
function beyond(tab: HTMLElement, list: HTMLElement): number {
  const [inner, outer] = [tab.getBoundingClientRect(), list.getBoundingClientRect()];
  if (inner.left < outer.left - 1) return inner.left - outer.left;
  return inner.right > outer.right + 1 ? inner.right - outer.right : 0;
}
