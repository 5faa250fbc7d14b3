import { useSyncExternalStore } from 'react';

const COLOURS = [
  '--text',
  '--text-2',
  '--text-3',
  '--line-control',
  '--focus',
  '--hb-now',
  '--hb-grid',
  '--hb-token',
  '--hb-token-edge',
  '--hb-current',
  '--hb-on-current',
  '--hb-future',
  '--hb-future-edge',
  '--hb-tail',
  '--hb-gap',
  '--hb-mark',
  '--rq-ok',
  '--rq-redirect',
  '--rq-reject',
] as const;

/** The colours of the style sheets, for what is drawn on a canvas. */
export type Palette = Readonly<Record<(typeof COLOURS)[number] | 'font' | 'boldFont' | 'smallFont', string>>;

let known: { readonly key: string; readonly palette: Palette } | undefined;

/** The palette of the theme, and of the next one when it changes. */
export const usePalette = (): Palette => useSyncExternalStore(subscribe, readPalette);

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-host'] });
  return () => observer.disconnect();
}

/** As the style sheets are now. */
export function readPalette(): Palette {
  const root = document.documentElement;
  const key = `${root.dataset['theme']} ${root.dataset['host']}`;
  if (known?.key === key) return known.palette;
  const style = getComputedStyle(root);
  const colours = Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(name).trim()]));
  const family = style.getPropertyValue('--font-ui');
  const palette = {
    ...colours,
    font: `11px ${family}`,
    boldFont: `500 11px ${family}`,
    smallFont: `9px ${family}`,
  } as Palette;
  known = { key, palette };
  return palette;
}
