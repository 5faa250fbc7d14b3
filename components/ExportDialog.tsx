import { AlertDialog } from '@base-ui/react/alert-dialog';

interface Props {
  readonly onExport: () => void;
  readonly onCancel: () => void;
}

/** Says what will be in the file before secrets are written to one. */
export function ExportDialog({ onExport, onCancel }: Props) {
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onCancel()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title>Export with tokens</AlertDialog.Title>
          <AlertDialog.Description>
            The file will hold everything as it was recorded: the tokens with their signatures, refresh tokens and
            session cookies, HttpOnly ones too, ids, names and e-mail addresses.
          </AlertDialog.Description>
          <p>
            Whoever has it can be signed in as this user for as long as the session lasts. To show a fault to others,
            export it redacted.
          </p>
          <div className="dialog-actions">
            <AlertDialog.Close className="button">Cancel</AlertDialog.Close>
            <button type="button" className="button danger" onClick={onExport}>
              Export with tokens
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
