import type { RecorderEvents, RecorderRequests } from '@/lib/messaging/protocol.ts';
import { serve, type Server } from '@/lib/messaging/serve.ts';
import {
  createPanel,
  inspectedTabId,
  inspectedUrl,
  requestLog,
  watchNavigation,
  watchRequests,
} from '@/lib/platform/devtools.ts';
import { onPanelConnected } from '@/lib/platform/panel-line.ts';
import { connectGateway } from '@/lib/platform/port.ts';
import { createRecorder } from '@/lib/recorder/recorder.ts';

const tabId = inspectedTabId();
const panels = new Set<Server<RecorderEvents>>();
const recorder = createRecorder({
  tabId,
  now: Date.now,
  inspectedUrl,
  requestLog,
  emit(name, data) {
    for (const panel of panels) panel.emit(name, data);
  },
});

onPanelConnected(tabId, (transport) => {
  const panel = serve<RecorderRequests, RecorderEvents>(transport, recorder.handlers);
  panels.add(panel);
  return () => panels.delete(panel);
});
watchRequests(recorder.finished);
watchNavigation(recorder.navigated);
connectGateway(recorder.connected);
void createPanel(recorder.panelVisible);
