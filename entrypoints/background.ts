import { defineBackground } from 'wxt/utils/define-background';
import { openGateway } from '@/lib/platform/gateway.ts';

export default defineBackground({
  type: 'module',
  main() {
    openGateway();
  },
});
