import { Menu } from '@base-ui/react/menu';
import { useRef, useState } from 'react';
import { ExportDialog } from './ExportDialog.tsx';
import { FilePicker } from './FilePicker.tsx';
import { Icon } from './Icon.tsx';

export interface RecordingCallbacks {
  readonly onExport: (redacted: boolean) => void;
  readonly onOpen: (file: File) => void;
  readonly onCopyReport: () => void;
  readonly onShortcuts: (on: boolean) => void;
}

interface Props extends RecordingCallbacks {
  /** Whether there is something to export. */
  readonly empty: boolean;
  /** A redacted recording has no tokens that could be exported. */
  readonly redacted: boolean;
  /** One of these is under way. */
  readonly busy: boolean;
  /** Whether single keys do something. */
  readonly shortcuts: boolean;
}

/** What can be done with the recording as a whole, and whether the panel takes single keys. */
export function RecordingMenu({ empty, redacted, busy, shortcuts, ...callbacks }: Props) {
  const { onExport, onOpen, onCopyReport, onShortcuts } = callbacks;
  const [asking, setAsking] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Menu.Root>
        <Menu.Trigger className="icon-button" aria-label="Recording" title="Export, open, or report this recording">
          <Icon name="file" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="positioner" align="end" sideOffset={4}>
            <Menu.Popup className="menu">
              <Item
                label="Copy bug report"
                hint="Redacted Markdown, to paste into an issue"
                disabled={empty || busy}
                onClick={onCopyReport}
              />
              <Item
                label="Export redacted"
                hint="Without tokens, ids and addresses"
                disabled={empty || busy}
                onClick={() => onExport(true)}
              />
              <Item
                label="Export with tokens…"
                hint={redacted ? 'This recording holds none' : 'Everything, secrets too'}
                disabled={empty || redacted || busy}
                onClick={() => setAsking(true)}
              />
              <Menu.Separator className="menu-separator" />
              <Item
                label="Open a recording…"
                hint="Read-only; or drop the file here"
                disabled={busy}
                onClick={() => picker.current?.click()}
              />
              <Menu.Separator className="menu-separator" />
              <Menu.CheckboxItem
                className="menu-item"
                aria-label="Keyboard shortcuts"
                checked={shortcuts}
                onCheckedChange={onShortcuts}
              >
                <span>Keyboard shortcuts{shortcuts && ' ✓'}</span>
                <span className="muted">R refresh, U until, / filter, 1–7 tabs</span>
              </Menu.CheckboxItem>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <FilePicker ref={picker} onOpen={onOpen} />
      {asking && (
        <ExportDialog
          onExport={() => {
            setAsking(false);
            onExport(false);
          }}
          onCancel={() => setAsking(false)}
        />
      )}
    </>
  );
}

interface ItemProps {
  readonly label: string;
  readonly hint: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function Item({ label, hint, disabled, onClick }: ItemProps) {
  return (
    <Menu.Item className="menu-item" aria-label={label} disabled={disabled} onClick={onClick}>
      <span>{label}</span>
      <span className="muted">{hint}</span>
    </Menu.Item>
  );
}
