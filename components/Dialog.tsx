import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly description: string;
  readonly className?: string;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** Asks before something is done, and is open as long as it is there. */
export function Dialog({ title, description, className = 'dialog', onCancel, children }: Props) {
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onCancel()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className={className}>
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description>{description}</AlertDialog.Description>
          {children}
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

interface ActionsProps {
  /** The button that does it. */
  readonly children: ReactNode;
}

/** The last line of a dialog. */
export function DialogActions({ children }: ActionsProps) {
  return (
    <div className="dialog-actions">
      <AlertDialog.Close className="button">Cancel</AlertDialog.Close>
      {children}
    </div>
  );
}
