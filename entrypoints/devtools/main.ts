import type { RecorderEvents, RecorderRequests } from '@/lib/messaging/protocol.ts';
import { serve } from '@/lib/messaging/serve.ts';
import { tabChannel } from '@/lib/platform/channel.ts';
import { createPanel, inspectedTabId, inspectedUrl, watchNavigation, watchRequests } from '@/lib/platform/devtools.ts';
import { connectGateway } from '@/lib/platform/port.ts';
import { createRecorder } from '@/lib/recorder/recorder.ts';

const tabId = inspectedTabId();
const recorder = createRecorder({
  tabId,
  now: Date.now,
  inspectedUrl,
  emit: (name, data) => panel.emit(name, data),
});
const panel = serve<RecorderRequests, RecorderEvents>(tabChannel(tabId), recorder.handlers);

watchRequests(recorder.finished);
watchNavigation(recorder.navigated);
connectGateway(recorder.connected);
void createPanel(recorder.panelVisible);
