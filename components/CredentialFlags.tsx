import type { CredentialView } from '@/lib/recording/credentials.ts';
import { Icon } from './Icon.tsx';

interface Props {
  readonly view: CredentialView;
}

/** What is special about a credential, or about the token in it. */
export function CredentialFlags({ view: { credential, token, tokens, companion, parts, sameAs } }: Props) {
  if (!credential.present) return 'gone';
  const { cookie } = credential;
  return (
    <>
      {token.format === 'opaque' && !companion && (
        <span className="flag" title={token.reason}>
          {token.reason}
        </span>
      )}
      {sameAs && (
        <span className="flag">
          same as <code>{sameAs}</code>
        </span>
      )}
      {companion && <span className="flag">{companion}</span>}
      {token.format === 'jws' && !token.signed && !tokens[0]?.mirror && (
        <span className="flag warn">
          <Icon name="warning" size={12} /> not signed
        </span>
      )}
      {parts.length > 0 && <span className="flag">{parts.length} parts</span>}
      {cookie && <span className="flag">{cookieFlags(cookie)}</span>}
    </>
  );
}

function cookieFlags({
  httpOnly,
  sameSite,
  partition,
  path,
}: NonNullable<CredentialView['credential']['cookie']>): string {
  return [
    httpOnly ? 'HttpOnly' : 'scripts can read it',
    sameSite === 'unspecified' ? '' : `SameSite=${sameSite}`,
    partition === null ? '' : 'partitioned',
    path === '/' ? '' : `only ${path}`,
  ]
    .filter(Boolean)
    .join(', ');
}
