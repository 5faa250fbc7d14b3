import { useState } from 'react';

interface Props {
  /** The origin to allow; undefined where the page was opened by somebody else. */
  readonly site: string | undefined;
  /** The match patterns that the browser will name. */
  readonly origins: readonly string[];
  readonly onAllow: () => Promise<'granted' | 'declined' | 'cannot-ask'>;
}

/** A panel of Firefox DevTools may not ask for access; this page may. */
export function Grant({ site, origins, onAllow }: Props) {
  const [answer, setAnswer] = useState<'granted' | 'declined' | 'cannot-ask' | undefined>();
  if (!site) {
    return (
      <main className="void" aria-label="Claimcheck">
        <h2>Nothing to allow</h2>
        <p>This page is opened from the Claimcheck panel. Press “Allow on this site” there.</p>
      </main>
    );
  }
  return (
    <main className="void" aria-label="Claimcheck">
      <h2>Allow Claimcheck on {site}</h2>
      <p>
        It then reads the cookies, the storage and the SDK of this site’s pages, only while DevTools is open on them,
        and sends nothing anywhere. Firefox asks you to confirm, and you can take it back in the Add-ons Manager.
      </p>
      <p>
        A session cookie often belongs to the parent domain, so the whole site is asked for:{' '}
        <code>{origins.join(', ')}</code>
      </p>
      <div className="void-actions">
        <button type="button" className="button primary" onClick={async () => setAnswer(await onAllow())}>
          Allow on this site
        </button>
      </div>
      <p role="status">
        {answer === 'granted' && 'Allowed. The panel shows the session now; this page can be closed.'}
        {answer === 'declined' && 'Not allowed. Nothing has changed.'}
        {answer === 'cannot-ask' && 'This browser cannot ask here. Allow the site in the extension’s settings.'}
      </p>
    </main>
  );
}
