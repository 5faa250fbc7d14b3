import type { CredentialView } from '@/lib/recording/credentials.ts';
import { currentSighting } from '@/lib/recording/credential.ts';
import { formatCount } from './format.ts';
import { Icon } from './Icon.tsx';

interface Props {
  readonly view: CredentialView;
  readonly onCopy: (text: string) => void;
}

/** More is not drawn: nobody reads it, and it would make the panel slow. Characters. */
const MAX_SHOWN = 20_000;

/** The value as it stands, its parts coloured apart. */
export function TokenView({ view: { credential, raw, tokens }, onCopy }: Props) {
  const { value } = currentSighting(credential);
  if (raw === undefined || tokens[0]?.mirror) {
    return (
      <>
        <div className="token-bar">
          <span className="muted">{formatCount(value.length)} characters</span>
          <span className="grow" />
          <button type="button" className="button" onClick={() => onCopy(value)}>
            <Icon name="copy" size={14} /> Copy value
          </button>
        </div>
        <Raw text={value} />
      </>
    );
  }
  const parts = raw.split('.');
  return (
    <>
      <div className="token-bar">
        {parts.map((part, index) => (
          <span key={index} className={`part-${index}`}>
            {names(parts.length)[index]} {formatCount(part.length)}
          </span>
        ))}
        <span className="grow" />
        {parts.length === 3 && (
          <button type="button" className="button" onClick={() => onCopy(`${parts.slice(0, 2).join('.')}.`)}>
            <Icon name="copy" size={14} /> Copy without signature
          </button>
        )}
        <button type="button" className="button" onClick={() => onCopy(raw)}>
          <Icon name="copy" size={14} /> Copy token
        </button>
      </div>
      <p className="raw">
        {parts.map((part, index) => (
          <span key={index} className={`part-${index}`}>
            {index > 0 && '.'}
            <Cut text={part} />
          </span>
        ))}
      </p>
    </>
  );
}

function Raw({ text }: { readonly text: string }) {
  return (
    <p className="raw">
      <Cut text={text} />
    </p>
  );
}

function Cut({ text }: { readonly text: string }) {
  const rest = text.length - MAX_SHOWN;
  return rest > 0 ? `${text.slice(0, MAX_SHOWN)} … ${formatCount(rest)} more characters ` : text;
}

/** RFC 7515 section 7.1, RFC 7516 section 7.1. */
const names = (parts: number) =>
  parts === 5 ? ['Header', 'Key', 'IV', 'Ciphertext', 'Tag'] : ['Header', 'Payload', 'Signature'];
