import { describeError, type ActionAnswer } from './page.ts';

export interface PageRequest {
  readonly method: string;
  /** Resolved against the page's address; it must stay on the page's origin. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const MAX_BODY = 100_000;

/** Makes a request as the page itself would, with its credentials. Redirects are told, not followed. */
export async function requestFromPage(page: Window, { method, path, headers }: PageRequest): Promise<ActionAnswer> {
  const { origin, href } = page.location;
  if (!URL.canParse(path, href) || new URL(path, href).origin !== origin) {
    return { status: 'failed', message: `${path} is not on ${origin}`, httpStatus: null, code: null };
  }
  try {
    const response = await page.fetch(new URL(path, href).href, {
      method,
      headers,
      credentials: 'same-origin',
      redirect: 'manual',
      cache: 'no-store',
    });
    const http = {
      status: response.status,
      url: response.url.slice(0, 4_000),
      redirected: response.type === 'opaqueredirect',
      contentType: response.headers.get('content-type'),
      body: (await response.text()).slice(0, MAX_BODY),
    };
    return { status: 'responded', http };
  } catch (error) {
    return { status: 'unreachable', message: describeError(error) };
  }
}
