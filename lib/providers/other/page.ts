import type { ActionOptions, PageProvider } from '../page.ts';
import { requestFromPage } from '../request.ts';

/** For apps of other makes: there is no SDK to ask, only a request that the developer knows of. */
export const otherPage = (page: Window): PageProvider => ({
  id: 'other',
  snapshot: () => null,
  actions: {
    'custom-request': async ({ method, path, headers }: ActionOptions) =>
      requestFromPage(page, { method: String(method), path: String(path), headers: parseHeaders(String(headers)) }),
  },
});

/** `Name: value`, one a line. */
function parseHeaders(lines: string): Record<string, string> {
  return Object.fromEntries(
    lines
      .split('\n')
      .map((line) => /^\s*([^:\s]+)\s*:\s*(.*?)\s*$/.exec(line))
      .filter((match) => match !== null)
      .map(([, name = '', value = '']) => [name, value]),
  );
}
