import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from 'puppeteer-core';
import { build, preview } from 'vite';
import type { Figures } from './bench/page.tsx';
import { ensureBrowser } from './setup/browser.ts';
import { ROOT } from './setup/run.ts';

/** Prints how long a recording of 10,000 tokens and 50,000 requests takes in a real Chromium, and asserts nothing. */
async function bench(): Promise<void> {
  const outDir = mkdtempSync(join(tmpdir(), 'claimcheck-bench-'));
  const config = { root: join(ROOT, 'scripts/bench'), configFile: false as const, logLevel: 'error' as const };
  try {
    await build({ ...config, resolve: { alias: { '@': ROOT } }, build: { outDir, emptyOutDir: true } });
    const server = await preview({ ...config, build: { outDir }, preview: { port: 0 } });
    try {
      print(await measureAt(server.resolvedUrls?.local[0] ?? ''));
    } finally {
      await server.close();
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

async function measureAt(url: string): Promise<Figures> {
  const browser = await launch({
    executablePath: await ensureBrowser('chromium'),
    defaultViewport: { width: 1280, height: 800 },
    // Chromium refuses to start its sandbox as root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(180_000);
    await page.goto(url);
    return (await page.evaluate('measure()')) as Figures;
  } finally {
    await browser.close();
  }
}

function print(figures: Figures): void {
  console.log('10,000 tokens and 50,000 requests in Chromium; milliseconds where nothing else is said\n');
  for (const [name, figure] of Object.entries(figures)) console.log(`${figure.toFixed(2).padStart(10)}  ${name}`);
}

await bench();
