import { Dialog, DialogActions } from './Dialog.tsx';

interface Props {
  readonly onExport: () => void;
  readonly onCancel: () => void;
}

/** Says what will be in the file before secrets are written to one. */
export function ExportDialog({ onExport, onCancel }: Props) {
  return (
    <Dialog
      title="Export with tokens"
      description="The file will hold everything as it was recorded: the tokens with their signatures, refresh tokens and session cookies, HttpOnly ones too, ids, names and e-mail addresses."
      onCancel={onCancel}
    >
      <p>
        Whoever has it can be signed in as this user for as long as the session lasts. To show a fault to others, export
        it redacted.
      </p>
      <DialogActions>
        <button type="button" className="button danger" onClick={onExport}>
          Export with tokens
        </button>
      </DialogActions>
    </Dialog>
  );
}
