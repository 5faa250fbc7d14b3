import { defineContentScript } from 'wxt/utils/define-content-script';
import { installAgent } from '@/lib/providers/pages.ts';

export default defineContentScript({
  registration: 'runtime',
  world: 'MAIN',
  main() {
    installAgent(window);
  },
});
