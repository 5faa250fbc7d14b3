import type { RequestFacts } from '@/lib/recording/event.ts';
import type { Recording } from '@/lib/recording/fold.ts';
import { findTokens } from '@/lib/token/nested.ts';
import { formatCount, formatLocal, plural } from './format.ts';
import { Icon } from './Icon.tsx';

interface Props {
  readonly recording: Recording;
}

const MAX_SHOWN = 200;

/** Requests that carried or received a token, newest first. */
export function RequestsView({ recording }: Props) {
  const carrying = recording.requests.filter(({ sent, received }) => sent.length > 0 || received.length > 0);
  const shown = carrying.slice(-MAX_SHOWN).toReversed();
  if (shown.length === 0) {
    return <p className="note">No request has carried a token since DevTools was opened.</p>;
  }
  return (
    <>
      <table className="requests" aria-label="Requests">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Request</th>
            <th scope="col">Sent</th>
            <th scope="col">Received</th>
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((request, index) => (
            <Row key={carrying.length - index} request={request} recording={recording} />
          ))}
        </tbody>
      </table>
      {carrying.length > shown.length && (
        <p className="note">
          The newest {MAX_SHOWN} of {formatCount(carrying.length)}.
        </p>
      )}
      {recording.dropped.requests > 0 && (
        <p className="note">{plural(recording.dropped.requests, 'older request')} dropped to bound memory.</p>
      )}
    </>
  );
}

function Row({ request, recording }: { readonly request: RequestFacts; readonly recording: Recording }) {
  const { method, url, startedAt, sent, received, status, duration } = request;
  const failed = status === 0 || status >= 400;
  const { host, pathname } = URL.canParse(url) ? new URL(url) : { host: '', pathname: url };
  return (
    <tr>
      <td>{formatLocal(startedAt, startedAt)}</td>
      <td className="ellipsis" title={`${method} ${host}${pathname}`}>
        <code>
          {method} {pathname}
        </code>
      </td>
      <td>{tokenNumbers(sent, recording)}</td>
      <td>{tokenNumbers(received, recording)}</td>
      <td className={failed ? 'bad' : ''} title={Object.values(request.verdict).join(', ')}>
        {failed && <Icon name="error" size={12} />} {status === 0 ? 'failed' : status}{' '}
        <span className="muted">{Math.round(duration)} ms</span>
      </td>
    </tr>
  );
}

function tokenNumbers(carried: RequestFacts['sent'], { tokens }: Recording): string {
  const numbers = carried
    .flatMap(({ value }) => findTokens(value).map(({ raw }) => tokens.get(raw)?.number))
    .filter((number) => number !== undefined);
  return [...new Set(numbers)].map((number) => `#${number}`).join(' ');
}
