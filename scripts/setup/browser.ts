import { homedir } from 'node:os';
import { join } from 'node:path';
import { canInstallWithApt, installWithApt } from './apt.ts';
import { isExecutable, onPath } from './on-path.ts';
import { run } from './run.ts';

export type BrowserName = 'chromium' | 'firefox';

interface BrowserInfo {
  title: string;
  oldest: number;
  override: string;
  /** Commands on Linux, paths in the Applications folders of macOS and the program folders of Windows. */
  places: { linux: string[]; darwin: string[]; win32: string[] };
  debian: string;
  howToInstall: { linux: string; darwin: string; win32: string };
}

const BROWSERS: Record<BrowserName, BrowserInfo> = {
  chromium: {
    title: 'Chrome, Chromium or Edge',
    oldest: 120,
    override: 'CLAIMCHECK_CHROMIUM',
    places: {
      linux: ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable'],
      darwin: [
        'Google Chrome.app/Contents/MacOS/Google Chrome',
        'Chromium.app/Contents/MacOS/Chromium',
        'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      ],
      win32: [
        'Google/Chrome/Application/chrome.exe',
        'Chromium/Application/chrome.exe',
        'Microsoft/Edge/Application/msedge.exe',
      ],
    },
    debian: 'chromium',
    howToInstall: {
      linux: 'on Debian: sudo apt-get install chromium; elsewhere: https://www.google.com/chrome',
      darwin: 'brew install --cask google-chrome, or https://www.google.com/chrome',
      win32: 'winget install Google.Chrome, or https://www.google.com/chrome',
    },
  },
  firefox: {
    title: 'Firefox',
    oldest: 142,
    override: 'CLAIMCHECK_FIREFOX',
    places: {
      linux: ['firefox', 'firefox-esr', 'firefox-developer-edition', 'firefox-nightly'],
      darwin: [
        'Firefox.app/Contents/MacOS/firefox',
        'Firefox Developer Edition.app/Contents/MacOS/firefox',
        'Firefox Nightly.app/Contents/MacOS/firefox',
      ],
      win32: ['Mozilla Firefox/firefox.exe', 'Firefox Developer Edition/firefox.exe', 'Firefox Nightly/firefox.exe'],
    },
    debian: 'firefox-esr',
    howToInstall: {
      linux: 'on Debian: sudo apt-get install firefox-esr; elsewhere: https://www.firefox.com',
      darwin: 'brew install --cask firefox, or https://www.firefox.com',
      win32: 'winget install Mozilla.Firefox, or https://www.firefox.com',
    },
  },
};

// Only recommended by the browsers' packages, and without any a page has no letters.
const FONTS = ['fonts-liberation', 'fonts-dejavu-core'];

const DISPLAY_TOOLS = { Xvfb: 'xvfb', xdotool: 'xdotool' };

/** Returns the path of an executable: one that is there, else, on Debian as root, one that it installs. */
export async function ensureBrowser(name: BrowserName): Promise<string> {
  const browser = BROWSERS[name];
  const chosen = process.env[browser.override];
  const search = async () => firstRecent(browser, chosen ? [chosen] : candidates(browser));

  let found = await search();
  if (!found.path && !chosen && canInstallWithApt()) {
    await installWithApt([browser.debian, ...FONTS]);
    found = await search();
  }
  if (found.path) return found.path;

  const problem = chosen ? `${browser.override} is ${chosen}, which does not start.` : `No ${browser.title} was found.`;
  throw new Error(
    [
      ...(found.tooOld.length ? found.tooOld : [problem]),
      `Install ${browser.title} ${browser.oldest} or newer (${browser.howToInstall[platform()]})`,
      `or set ${browser.override} to the path of its executable.`,
    ].join('\n'),
  );
}

/** What it takes to press the buttons of a browser's native dialog; only X11 has it. */
export async function ensureDisplayTools(): Promise<boolean> {
  const areThere = () => Object.keys(DISPLAY_TOOLS).every((command) => onPath(command));
  if (!areThere() && canInstallWithApt()) await installWithApt(Object.values(DISPLAY_TOOLS));
  return areThere();
}

function platform(): keyof BrowserInfo['places'] {
  if (process.platform === 'darwin' || process.platform === 'win32') return process.platform;
  return 'linux';
}

function candidates({ places }: BrowserInfo): string[] {
  switch (platform()) {
    case 'linux':
      return places.linux.flatMap((command) => onPath(command) ?? []);
    case 'darwin':
      return inFolders(['/Applications', join(homedir(), 'Applications')], places.darwin);
    case 'win32':
      return inFolders(
        ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((variable) => process.env[variable] ?? []),
        places.win32,
      );
  }
}

const inFolders = (folders: string[], files: string[]) =>
  files.flatMap((file) => folders.map((folder) => join(folder, file))).filter(isExecutable);

async function firstRecent(browser: BrowserInfo, paths: string[]): Promise<{ path?: string; tooOld: string[] }> {
  const tooOld: string[] = [];
  for (const path of paths) {
    const version = await majorVersion(path);
    if (version === undefined) continue;
    if (version >= browser.oldest) return { path, tooOld };
    tooOld.push(`${path} is version ${version}, which is too old.`);
  }
  return { tooOld };
}

/** `undefined` for what does not start, such as Ubuntu's stand-in for a snap that is not installed. */
async function majorVersion(path: string): Promise<number | undefined> {
  // On Windows `--version` opens a window and prints nothing.
  const [command, ...args]: [string, ...string[]] =
    platform() === 'win32'
      ? ['powershell', '-NoProfile', '-Command', `(Get-Item "${path}").VersionInfo.ProductVersion`]
      : [path, '--version'];
  try {
    const { code, output } = await run(command, args);
    const version = /(?:^|(?:Chrom|Edge|Firefox)[a-z ]*)(\d+)\./im.exec(output)?.[1];
    return code === 0 && version ? Number(version) : undefined;
  } catch {
    return undefined;
  }
}
