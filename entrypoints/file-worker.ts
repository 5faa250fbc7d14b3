import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import type { FileRequests } from '@/lib/messaging/protocol.ts';
import { serve } from '@/lib/messaging/serve.ts';
import { workerTransport } from '@/lib/platform/worker-line.ts';
import { writeBugReport } from '@/lib/recording/bug-report.ts';
import { readRecording } from '@/lib/recording/file/read.ts';
import { writeRecording, writeRedacted } from '@/lib/recording/file/write.ts';

export default defineUnlistedScript(() => {
  serve<FileRequests, Record<never, never>>(workerTransport(globalThis), {
    'file/write': (events, facts, redacted) => (redacted ? writeRedacted : writeRecording)(events, facts),
    'file/read': async (file) => readRecording(await file.text()),
    'report/write': writeBugReport,
  });
});
