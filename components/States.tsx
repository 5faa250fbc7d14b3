import type { ReactNode } from 'react';
import type { Recording } from '@/lib/recording/recording.ts';
import { providers } from '@/lib/providers/index.ts';
import { formatCount } from './format.ts';

interface VoidProps {
  readonly title: string;
  readonly children: ReactNode;
}

function Void({ title, children }: VoidProps) {
  return (
    <div className="void">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

interface RestrictedProps {
  readonly why: string;
}

/** A page that no extension may touch. */
export function Restricted({ why }: RestrictedProps) {
  return (
    <Void title="This page is closed to extensions">
      <p>{why} Open DevTools on the page of your app instead.</p>
    </Void>
  );
}

interface WaitingProps {
  readonly children: string;
}

/** Between DevTools opening and the first look at the page, and while a long recording is read. */
export function Waiting({ children }: WaitingProps) {
  return (
    <div className="void" role="status">
      <p>{children}</p>
    </div>
  );
}

interface NoAccessProps {
  readonly url: string;
  readonly onAllow: () => void;
  readonly declined: boolean;
}

/** What is missing, what it would be read for, and the one button that changes it. */
export function NoAccess({ url, onAllow, declined }: NoAccessProps) {
  return (
    <Void title={`Claimcheck cannot read ${originOf(url)} yet`}>
      <p>
        It already shows the tokens that requests carry, without any access. Allow it on this site and the session
        itself appears: your browser asks once, and you can take it back at any time in the extension’s settings.
      </p>
      {declined && <p className="warn">The browser was not given access. Nothing has changed.</p>}
      <div className="void-actions">
        <button type="button" className="button primary" onClick={onAllow}>
          Allow on this site
        </button>
      </div>
      <h3>What it reads, only while DevTools is open</h3>
      <dl className="facts">
        <div>
          <dt>Cookies</dt>
          <dd>to find and decode session tokens, HttpOnly ones too</dd>
        </div>
        <div>
          <dt>Page storage</dt>
          <dd>localStorage and sessionStorage, for tokens kept there</dd>
        </div>
        <div>
          <dt>The page’s SDK</dt>
          <dd>to see its session, and to refresh it when you ask</dd>
        </div>
        <div>
          <dt>Sends</dt>
          <dd>nothing</dd>
        </div>
      </dl>
    </Void>
  );
}

interface EmptyProps {
  readonly recording: Recording;
  readonly onLook: () => void;
}

/** Nothing found: says where it looked. */
export function Empty({ recording, onLook }: EmptyProps) {
  const { credentials, requests, looked, sdks, storageOmitted, url } = recording;
  const count = (wanted: string) =>
    [...credentials.values()].filter(({ where, present }) => present && where === wanted).length;
  return (
    <Void title={`No session found on ${originOf(url ?? '')}`}>
      <p>
        Nobody is signed in, or the session lives somewhere Claimcheck does not know yet. It keeps watching; sign in on
        the page and the session appears here.
      </p>
      <h3>What was looked at</h3>
      <dl className="facts">
        <div>
          <dt>Cookies</dt>
          <dd>{looked.cookies === null ? 'not read yet' : `${formatCount(count('cookie'))}, no token among them`}</dd>
        </div>
        <div>
          <dt>localStorage</dt>
          <dd>{looked.storage === null ? 'not read yet' : 'no token'}</dd>
        </div>
        <div>
          <dt>sessionStorage</dt>
          <dd>
            {looked.storage === null ? 'not read yet' : 'no token'}
            {storageOmitted > 0 && `; ${formatCount(storageOmitted)} entries left out, the storage holds too much`}
          </dd>
        </div>
        <div>
          <dt>Requests</dt>
          <dd>{formatCount(requests.length)} in this recording, none carried a token</dd>
        </div>
        <div>
          <dt>SDK on the page</dt>
          <dd>
            {sdks.length === 0 ? 'none' : sdks.map(({ provider }) => provider).join(', ')}; looked for{' '}
            {providers.map(({ name }) => name).join(', ')}
          </dd>
        </div>
      </dl>
      <div className="void-actions">
        <button type="button" className="button" onClick={onLook}>
          Look again
        </button>
      </div>
    </Void>
  );
}

interface NothingSavedProps {
  readonly recording: Recording;
}

/** A saved recording in which nothing was found. */
export function NothingSaved({ recording: { access, url, requests } }: NothingSavedProps) {
  return (
    <Void title="This recording holds no session">
      <p>
        It was made on {originOf(url ?? '')}
        {access.state === 'restricted' && `, which is closed to extensions: ${access.why}`}
        {access.state === 'missing' && ', which Claimcheck could not read'}. {formatCount(requests.length)} requests
        were seen, and none carried a token.
      </p>
    </Void>
  );
}

/** The devtools page does not answer: an update of the extension leaves such panels behind. */
export function Silent() {
  return (
    <Void title="Claimcheck’s recorder does not answer">
      <p>The extension was updated or restarted under this DevTools window. Close DevTools and open it again.</p>
    </Void>
  );
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'this page';
}
