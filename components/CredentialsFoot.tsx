import type { CredentialView } from '@/lib/recording/credentials.ts';
import { plural } from './format.ts';
import { Legend } from './heartbeat/Legend.tsx';

interface Props {
  readonly views: readonly CredentialView[];
  /** All that were seen. */
  readonly tokens: number;
  /** Requests that carried or received one. */
  readonly requests: number;
}

/** What the table amounts to, and the key to its heartbeat; there is room for it only in a panel that is wide and tall. */
export function CredentialsFoot({ views, tokens, requests }: Props) {
  const providers = new Set(views.flatMap(({ provider }) => provider?.id ?? [])).size;
  return (
    <footer className="credentials-foot">
      <span className="muted">
        {plural(views.length, 'credential')}, {plural(providers, 'provider')}, {plural(tokens, 'token')},{' '}
        {plural(requests, 'request')}
      </span>
      <Legend />
    </footer>
  );
}
