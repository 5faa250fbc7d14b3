import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import { decodePaste } from '@/lib/recording/decoder.ts';
import { formatPath } from '@/lib/token/diff.ts';
import { ClaimsView } from './ClaimsView.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Expires } from './Expires.tsx';
import { plural } from './format.ts';
import { Icon } from './Icon.tsx';
import { TokenView } from './TokenView.tsx';

interface Props {
  readonly skew: ClockSkew;
  readonly onCopy: (text: string) => void;
  readonly onClose: () => void;
}

/** Any text with tokens in it, read as the page's own are. The text lives in this component alone, and goes with it. */
export function DecoderView({ skew, onCopy, onClose }: Props) {
  const [text, setText] = useState('');
  const [selectedId, setSelectedId] = useState<string>();
  const [opener] = useState(() => document.activeElement);
  useEffect(() => () => (opener instanceof HTMLElement ? opener.focus() : undefined), [opener]);
  const decoded = useMemo(() => decodePaste(text), [text]);
  const views = decoded.state === 'found' ? decoded.views : [];
  const selected = views.find(({ credential }) => credential.id === selectedId) ?? views[0];

  function closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    // DevTools would open its drawer.
    event.preventDefault();
    event.stopPropagation();
    onClose();
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape is for whatever has the focus here.
    <section className="decoder" aria-label="Decoder" onKeyDown={closeOnEscape}>
      <div className="decoder-input">
        <div className="decoder-bar">
          <button type="button" className="button" onClick={onClose}>
            Back
          </button>
          <label htmlFor="pasted">Token, Cookie or Authorization header, JSON, cURL</label>
        </div>
        <textarea
          id="pasted"
          name="pasted"
          // The view was asked for in order to paste into it.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          rows={5}
          autoComplete="off"
          autoCorrect="off"
          autoCapitalize="off"
          spellCheck={false}
          value={text}
          placeholder="eyJhbGciOi…"
          aria-describedby="pasted-note"
          onChange={({ target }) => setText(target.value)}
        />
        <p id="pasted-note" className="muted">
          Nothing is sent or stored. Decoding is not verifying: nothing here says that a token is genuine.
        </p>
        <p
          role="status"
          aria-label="What was found"
          className={decoded.state === 'nothing' ? 'warn' : 'visually-hidden'}
        >
          {decoded.state === 'nothing' && decoded.why}
          {decoded.state === 'found' && plural(views.length, 'token')}
        </p>
        {views.length > 1 && (
          <ul className="decoder-list" aria-label="Tokens found">
            {views.map((view) => (
              <li key={view.credential.id}>
                <FoundRow
                  view={view}
                  skew={skew}
                  selected={view === selected}
                  onSelect={() => setSelectedId(view.credential.id)}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
      {selected && (
        <ErrorBoundary name={selected.credential.name} key={`${selected.credential.id} ${selected.raw}`}>
          <Found view={selected} skew={skew} onCopy={onCopy} />
        </ErrorBoundary>
      )}
    </section>
  );
}

interface FoundRowProps {
  readonly view: CredentialView;
  readonly skew: ClockSkew;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

function FoundRow({ view, skew, selected, onSelect }: FoundRowProps) {
  const { credential, provider, token } = view;
  return (
    <button type="button" className="decoder-row" aria-pressed={selected} onClick={onSelect}>
      <code className="ellipsis">{credential.name}</code>
      <span className="muted">
        {provider?.name ?? 'Other'} {token.format === 'jwe' ? 'JWE' : 'JWT'}
      </span>
      <span className="grow" />
      {token.format === 'jws' && <Expires claims={token.claims} skew={skew} />}
    </button>
  );
}

interface FoundProps {
  readonly view: CredentialView;
  readonly skew: ClockSkew;
  readonly onCopy: (text: string) => void;
}

function Found({ view, skew, onCopy }: FoundProps) {
  const { credential, provider, token, tokens } = view;
  const [main] = tokens;
  return (
    <div className="detail">
      <div className="decoder-title">
        <code className="ellipsis">{credential.name}</code>
        <span className="muted">
          {provider?.name ?? 'Other'}, {token.format === 'jwe' ? 'JWE' : 'JWT'}
          {main && main.path.length > 0 && ` in ${formatPath(main.path)}`}
        </span>
        <span className="grow" />
        {token.format === 'jws' && (
          <span title="Time left, by the token’s own exp">
            <Icon name="clock" size={14} /> <Expires claims={token.claims} skew={skew} />
          </span>
        )}
      </div>
      <div className="pane-body">
        <section aria-label="Claims">
          <ClaimsView view={view} skew={skew} stale={[]} />
        </section>
        <TokenView view={view} onCopy={onCopy} />
      </div>
    </div>
  );
}
