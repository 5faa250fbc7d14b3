import { Menu } from '@base-ui/react/menu';
import { toCurl } from '@/lib/recording/curl.ts';
import type { RequestFacts } from '@/lib/recording/event.ts';
import { Icon } from './Icon.tsx';

interface Props {
  readonly request: RequestFacts;
  /** Names the button. */
  readonly label: string;
  /** A row's button is not on the way of the Tab key: its detail has one. */
  readonly inRow: boolean;
  readonly onCopy: (text: string) => void;
}

/** What can be done with a request. */
export function RequestMenu({ request, label: name, inRow, onCopy }: Props) {
  return (
    <Menu.Root>
      <Menu.Trigger
        className="icon-button"
        aria-label={name}
        title="Copy…"
        tabIndex={inRow ? -1 : 0}
        onClick={(event) => event.stopPropagation()}
      >
        <Icon name="copy" size={14} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="positioner" align="end">
          <Menu.Popup className="menu">
            {COPIES.map(({ label, hint, text }) => (
              <Menu.Item
                key={label}
                className="menu-item"
                aria-label={label}
                title={hint}
                onClick={(event) => {
                  event.stopPropagation();
                  onCopy(text(request));
                }}
              >
                {label}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

const COPIES: readonly {
  readonly label: string;
  readonly hint: string;
  readonly text: (request: RequestFacts) => string;
}[] = [
  {
    label: 'Copy as cURL',
    hint: 'Shell variables stand for tokens, cookies and keys',
    text: (request) => toCurl(request, { withTokens: false }),
  },
  {
    label: 'Copy as cURL with the token',
    hint: 'Whoever has the text can act as the user until the token ends',
    text: (request) => toCurl(request, { withTokens: true }),
  },
  { label: 'Copy URL', hint: 'As it was sent, with all of its parameters', text: ({ url }) => url },
];
