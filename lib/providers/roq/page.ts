import type { ActionOptions, PageProvider } from '../page.ts';
import { requestFromPage } from '../request.ts';

/** ROQ leaves nothing in the page's globals: its session is a cookie, and an endpoint of the app renews it. */
export const roqPage = (page: Window): PageProvider => ({
  id: 'roq',
  snapshot: () => null,
  actions: {
    // `@roq/ui-react` sends it as GET too; the handler itself does not look at the method.
    'refetch-session': async ({ path }: ActionOptions) =>
      requestFromPage(page, { method: 'GET', path: String(path), headers: { accept: 'application/json' } }),
  },
});
