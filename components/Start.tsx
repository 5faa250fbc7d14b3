import { useRef } from 'react';
import { FilePicker } from './FilePicker.tsx';

interface Props {
  readonly onOpen: (file: File) => void;
}

/** The panel in a tab, where there is no page to look at. */
export function Start({ onOpen }: Props) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className="void start">
      <h2>Open a recording</h2>
      <p>
        This tab inspects no page: it shows recordings that were exported from the Claimcheck panel, as they were at
        that moment. Nothing in a file is run or sent.
      </p>
      <div className="void-actions">
        <button type="button" className="button primary" onClick={() => picker.current?.click()}>
          Open a recording…
        </button>
        <span className="muted">or drop the file here</span>
      </div>
      <FilePicker ref={picker} onOpen={onOpen} />
      <h3>To record a session</h3>
      <p>Open DevTools on the page of your app and choose the Claimcheck tab.</p>
    </div>
  );
}
