/**
 * Marks the document with the theme, now and whenever it changes. The media query follows the theme of DevTools in
 * both browsers; `devtools.panels.themeName` stays as it was at the start in Chromium 156.
 */
export function followTheme(root: HTMLElement): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    root.dataset['theme'] = dark.matches ? 'dark' : 'light';
  };
  dark.addEventListener('change', apply);
  apply();
}
