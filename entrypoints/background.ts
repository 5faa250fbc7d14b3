import { defineBackground } from 'wxt/utils/define-background';
import { openGateway } from '@/lib/platform/gateway.ts';
import { watchButton } from '@/lib/platform/recording-tab.ts';

export default defineBackground({
  type: 'module',
  main() {
    openGateway();
    watchButton();
  },
});
