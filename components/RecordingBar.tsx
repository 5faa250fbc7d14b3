import type { OpenedFile, PanelState } from '@/lib/store/panel-store.ts';
import { Banner } from './Banner.tsx';
import { formatDay } from './format.ts';
import { Icon } from './Icon.tsx';

export type Notice =
  | { readonly tone: 'busy' | 'good' | 'bad'; readonly text: string }
  /** What took longer than a click lets anything be copied is copied with another one. */
  | { readonly tone: 'ready'; readonly text: string; readonly onCopy: () => void };

interface Props {
  readonly state: PanelState;
  readonly notice: Notice | null;
  readonly onShow: (what: PanelState['shows']) => void;
  readonly onClose: () => void;
  readonly onDismiss: () => void;
}

/** Which recording is shown, the way to the other one, and what came of the last thing that was done with it. */
export function RecordingBar({ state, notice, onShow, onClose, onDismiss }: Props) {
  const { file, shows, connection } = state;
  return (
    <>
      {file && shows === 'file' && (
        <div className="recording-bar" role="note" aria-label="Opened recording">
          <Icon name="file" size={14} />
          <span className="ellipsis">{describeFile(file)}</span>
          {connection !== 'none' && (
            <button type="button" className="button" onClick={() => onShow('live')}>
              Back to live
            </button>
          )}
          <CloseButton label="Close the recording" onClick={onClose} />
        </div>
      )}
      {file && shows === 'live' && (
        <div className="recording-bar" role="note" aria-label="Opened recording">
          <Icon name="file" size={14} />
          <span className="ellipsis">Live. {file.name} is open too</span>
          <button type="button" className="button" onClick={() => onShow('file')}>
            Show it
          </button>
          <CloseButton label="Close the recording" onClick={onClose} />
        </div>
      )}
      {notice && <NoticeBar notice={notice} onDismiss={onDismiss} />}
    </>
  );
}

interface NoticeBarProps {
  readonly notice: Notice;
  readonly onDismiss: () => void;
}

function NoticeBar({ notice, onDismiss }: NoticeBarProps) {
  if (notice.tone === 'bad') {
    return (
      <Banner>
        <span role="alert">{notice.text}</span>
        <CloseButton label="Dismiss" onClick={onDismiss} />
      </Banner>
    );
  }
  return (
    <div className="recording-bar">
      <Icon
        name={notice.tone === 'busy' ? 'clock' : 'check'}
        size={14}
        className={notice.tone === 'busy' ? '' : 'good'}
      />
      <span className="ellipsis" role="status">
        {notice.text}
      </span>
      {notice.tone === 'ready' && (
        <button type="button" className="button" onClick={notice.onCopy}>
          Copy it
        </button>
      )}
      {notice.tone !== 'busy' && <CloseButton label="Dismiss" onClick={onDismiss} />}
    </div>
  );
}

interface CloseButtonProps {
  readonly label: string;
  readonly onClick: () => void;
}

function CloseButton({ label, onClick }: CloseButtonProps) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name="close" size={14} />
    </button>
  );
}

function describeFile({ name, exportedAt, redacted }: OpenedFile): string {
  return `Recording ${name}, exported ${formatDay(exportedAt)}, ${redacted ? 'redacted' : 'with tokens'}, read-only`;
}
