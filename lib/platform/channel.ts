import type { Transport } from '@/lib/messaging/transport.ts';

/** The line between a tab's devtools page and its panel. It stays inside the extension's own origin. */
export function tabChannel(tabId: number): Transport {
  const channel = new BroadcastChannel(`claimcheck:${tabId}`);
  return {
    post: (message) => channel.postMessage(message),
    subscribe(listener) {
      const forward = ({ data }: MessageEvent) => listener(data);
      channel.addEventListener('message', forward);
      return () => channel.removeEventListener('message', forward);
    },
  };
}
