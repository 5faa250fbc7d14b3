import type { ReactNode } from 'react';
import { currentSighting } from '@/lib/recording/credential.ts';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import type { CookieFacts } from '@/lib/recording/event.ts';
import { useNow } from '@/lib/store/use-now.ts';
import { WHERE_NAMES } from './where-names.ts';
import { byteLength, formatCount, formatLocal, formatRelative } from './format.ts';

interface Props {
  readonly view: CredentialView;
}

/** Browsers refuse a cookie whose name and value together are longer (RFC 6265 section 6.1). Bytes. */
const COOKIE_LIMIT = 4_096;

/** Where the selected value stands, with the attributes that decide who gets it. */
export function SourceView({ view: { credential, parts, isSession, provider } }: Props) {
  const { cookie, where, scope, sightings } = credential;
  const { value, firstAt } = currentSighting(credential);
  const bytes = byteLength(credential.name) + byteLength(value);
  return (
    <dl className="attributes">
      <Entry name="Where">{WHERE_NAMES[where]}</Entry>
      {cookie ? (
        <CookieAttributes cookie={cookie} dateNote={isSession ? provider?.cookieDateNote : undefined} />
      ) : (
        <Entry name="Origin">{scope}</Entry>
      )}
      <Entry name="Size" note={cookie ? 'Name and value; a longer cookie is refused without a word.' : undefined}>
        {formatCount(bytes)}
        {cookie && ` of ${formatCount(COOKIE_LIMIT)}`} bytes
      </Entry>
      {parts.length > 0 && <Entry name="Put together from">{parts.join(', ')}</Entry>}
      <Entry name="First seen">{formatLocal(firstAt, firstAt)}</Entry>
      <Entry name="Values seen">{formatCount(sightings.length)}</Entry>
    </dl>
  );
}

interface CookieProps {
  readonly cookie: CookieFacts;
  /** What the provider's own use of the date comes to. */
  readonly dateNote: string | undefined;
}

function CookieAttributes({ cookie, dateNote }: CookieProps) {
  const now = useNow();
  const { domain, hostOnly, path, expiresAt, httpOnly, secure, sameSite, partition } = cookie;
  return (
    <>
      <Entry name="Domain" note={hostOnly ? 'This host only.' : 'This domain and every host below it.'}>
        {domain}
      </Entry>
      <Entry name="Path" note={path === '/' ? undefined : 'Requests outside of it do not carry the cookie.'}>
        {path}
      </Entry>
      <Entry
        name="Expires"
        note={dateNote ?? 'When the browser drops the cookie. The token inside keeps its own time.'}
      >
        {expiresAt === null
          ? 'with the browser session'
          : `${formatLocal(expiresAt, now)}, ${formatRelative(expiresAt, now)}`}
      </Entry>
      <Entry
        name="HttpOnly"
        note={httpOnly ? 'Scripts of the page cannot read it.' : 'Scripts of the page can read it.'}
      >
        {yesNo(httpOnly)}
      </Entry>
      <Entry name="Secure" note={secure ? 'Sent over HTTPS, and to localhost, only.' : 'Sent over plain HTTP too.'}>
        {yesNo(secure)}
      </Entry>
      <Entry name="SameSite" note={SAME_SITE_NOTES[sameSite]}>
        {sameSite}
      </Entry>
      {partition !== null && (
        <Entry name="Partition" note="Kept apart for this top-level site (CHIPS).">
          {partition}
        </Entry>
      )}
    </>
  );
}

const yesNo = (value: boolean) => (value ? 'yes' : 'no');

const SAME_SITE_NOTES: Readonly<Record<CookieFacts['sameSite'], string>> = {
  strict: 'Only with requests from this site; not on the first visit that comes from another.',
  lax: 'With requests from this site, and when another site links here.',
  none: 'With requests from every site.',
  unspecified: 'Not set: browsers take it as lax, or as none.',
};

interface EntryProps {
  readonly name: string;
  readonly note?: string | undefined;
  readonly children: ReactNode;
}

function Entry({ name, note, children }: EntryProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
      <dd className="muted">{note}</dd>
    </div>
  );
}
