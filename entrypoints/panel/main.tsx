import '@/components/styles/index.css';
import { createRoot } from 'react-dom/client';
import { createClient } from '@/lib/messaging/client.ts';
import type { RecorderEvents, RecorderRequests } from '@/lib/messaging/protocol.ts';
import { SILENCE } from '@/lib/messaging/transport.ts';
import { inspectedTabId, isInspecting } from '@/lib/platform/devtools.ts';
import { connectToRecorder } from '@/lib/platform/panel-line.ts';
import { settings } from '@/lib/platform/settings.ts';
import { followTheme } from '@/lib/platform/theme.ts';
import { createClock } from '@/lib/store/clock.ts';
import { createPanelStore } from '@/lib/store/panel-store.ts';
import { createRefreshUntil } from '@/lib/store/refresh-until.ts';
import { ClockContext } from '@/lib/store/use-now.ts';
import { Panel } from './Panel.tsx';

document.documentElement.dataset['host'] = import.meta.env.FIREFOX ? 'firefox' : 'chrome';
followTheme(document.documentElement);

const inspecting = isInspecting();
const client = createClient<RecorderRequests, RecorderEvents>(
  inspecting ? connectToRecorder(inspectedTabId(), () => panel.reconnect()) : SILENCE,
);
const panel = createPanelStore({
  client,
  connection: inspecting ? 'connecting' : 'none',
  clock: createClock(),
  settings,
});
const until = createRefreshUntil({ client, panel: panel.store, now: Date.now });
if (inspecting) void panel.connect();
document.addEventListener('visibilitychange', () => panel.setTabVisible(!document.hidden));

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <ClockContext value={panel.clock}>
      <Panel panel={panel} until={until} />
    </ClockContext>,
  );
}
