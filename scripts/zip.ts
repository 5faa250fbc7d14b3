import { runTools } from './setup/run.ts';

await runTools(['wxt', 'zip', '-b', 'chrome'], ['wxt', 'zip', '-b', 'firefox']);
