// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';
import { readFrames } from '@/lib/platform/frames.ts';
import { MAX_STORED } from '@/lib/recording/bounds.ts';

interface Frame {
  readonly url: string;
  /** Without storage. */
  readonly sandboxed?: boolean;
  /** Of whoever made it, for a frame without an address of its own. */
  readonly inherits?: string;
  readonly localStorage?: Readonly<Record<string, string>>;
  readonly sessionStorage?: Readonly<Record<string, string>>;
}

interface Injection {
  readonly target: { readonly frameIds?: readonly number[] };
  readonly func: (...args: readonly unknown[]) => unknown;
  readonly args?: readonly unknown[];
}

const TAB = 1;
let frames: Frame[] = [];
/** Frames that are gone when they are read, by their ids. */
let gone: number[] = [];
const read = vi.hoisted(() => vi.fn<(frameId: number) => void>());

/** Runs what is injected in each frame, as the browser would. */
const executeScript = vi.hoisted(() => vi.fn<(injection: Injection) => Promise<unknown>>());
vi.mock('wxt/browser', () => ({ browser: { scripting: { executeScript } } }));

function runIn({ url, sandboxed = false, inherits, ...areas }: Frame, { func, args = [] }: Injection): unknown {
  const { origin, href } = new URL(url);
  const frame = { location: { origin, href }, origin: sandboxed ? 'null' : (inherits ?? origin) };
  for (const area of ['localStorage', 'sessionStorage'] as const) {
    Object.defineProperty(frame, area, {
      get() {
        if (sandboxed) throw new DOMException('The document is sandboxed.', 'SecurityError');
        const entries = Object.entries(areas[area] ?? {});
        return {
          length: entries.length,
          key: (index: number) => entries[index]?.[0],
          getItem: (key: string) => areas[area]?.[key],
        };
      },
    });
  }
  vi.stubGlobal('location', frame.location);
  vi.stubGlobal('window', frame);
  try {
    return func(...args);
  } finally {
    vi.unstubAllGlobals();
  }
}

beforeEach(() => {
  gone = [];
  read.mockClear();
  executeScript.mockImplementation(async (injection) => {
    const wanted = injection.target.frameIds ?? frames.keys();
    return [...wanted].map((frameId) => {
      if (injection.target.frameIds) {
        if (gone.includes(frameId)) throw new Error(`No frame with id ${frameId} in tab with id ${TAB}.`);
        read(frameId);
      }
      return { frameId, result: runIn(frames[frameId] as Frame, injection) };
    });
  });
});

it('reads each frame', async () => {
  frames = [
    { url: 'https://app.test/page', localStorage: { a: '1' } },
    { url: 'https://other.test/frame', sessionStorage: { b: '2' } },
  ];

  expect(await readFrames(TAB)).toEqual([
    {
      url: 'https://app.test/page',
      areas: [
        { origin: 'https://app.test', area: 'localStorage', entries: [['a', '1']], omitted: 0 },
        { origin: 'https://app.test', area: 'sessionStorage', entries: [], omitted: 0 },
      ],
    },
    {
      url: 'https://other.test/frame',
      areas: [
        { origin: 'https://other.test', area: 'localStorage', entries: [], omitted: 0 },
        { origin: 'https://other.test', area: 'sessionStorage', entries: [['b', '2']], omitted: 0 },
      ],
    },
  ]);
});

it('reads the storage of an origin once, however many frames share it', async () => {
  frames = Array.from({ length: 1_000 }, (_, n) => ({ url: `https://app.test/${n}`, localStorage: { a: '1' } }));

  expect(await readFrames(TAB)).toHaveLength(1);
  expect(read.mock.calls).toEqual([[0]]);
});

it('reads no more of all frames than a page may send, and says what it left', async () => {
  frames = ['app', 'b', 'c'].map((host) => ({
    url: `https://${host}.test/`,
    localStorage: Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`key-${n}`, 'x'.repeat(900_000)])),
  }));
  const areas = (await readFrames(TAB)).map((frame) => frame.areas[0]);

  expect(areas.map((area) => [area?.entries.length, area?.omitted])).toEqual([
    [5, 0],
    [3, 2],
    [0, 5],
  ]);
});

it('counts long names too', async () => {
  frames = [{ url: 'https://app.test/', localStorage: { [`a${'x'.repeat(8_000_000)}`]: '1', b: '2' } }];

  expect((await readFrames(TAB))[0]?.areas[0]).toMatchObject({ entries: [['b', '2']], omitted: 1 });
});

it('reads as much of a value as a recording may hold, and no name that is longer', async () => {
  const long = 'x'.repeat(MAX_STORED + 1);
  frames = [{ url: 'https://app.test/', localStorage: { [long]: '1', a: long } }];

  expect((await readFrames(TAB))[0]?.areas[0]).toMatchObject({
    entries: [['a', 'x'.repeat(MAX_STORED)]],
    omitted: 1,
  });
});

it('does not take a sandboxed frame for one with the storage of its address', async () => {
  frames = [
    { url: 'https://app.test/', localStorage: { a: '1' } },
    { url: 'https://other.test/sandboxed', sandboxed: true },
    { url: 'https://other.test/', localStorage: { b: '2' } },
    { url: 'https://app.test/sandboxed', sandboxed: true },
  ];
  const areas = (await readFrames(TAB)).flatMap((frame) => frame.areas);

  expect(areas.filter(({ area }) => area === 'localStorage').map(({ entries }) => entries)).toEqual([
    [['a', '1']],
    [['b', '2']],
  ]);
});

it.each(['about:blank', 'about:srcdoc'])('takes %s for one of the page that made it', async (url) => {
  const localStorage = { a: '1' };
  const page = { url: 'https://app.test/page', localStorage };
  const inner = { url, inherits: 'https://app.test', localStorage };
  const areasOf = async (...all: Frame[]) => {
    frames = all;
    return (await readFrames(TAB)).flatMap((frame) => frame.areas).filter(({ area }) => area === 'localStorage');
  };
  const once = [{ origin: 'https://app.test', area: 'localStorage', entries: [['a', '1']], omitted: 0 }];

  expect(await areasOf(page, inner, { url, sandboxed: true })).toEqual(once);
  expect(await areasOf(inner, page)).toEqual(once);
  // Whose cookies to ask for is read off the address.
  expect((await readFrames(TAB)).map((frame) => frame.url)).toEqual(['https://app.test']);
});

it('reads another frame of an origin where one is gone meanwhile', async () => {
  frames = [
    { url: 'https://app.test/' },
    { url: 'https://other.test/1' },
    { url: 'https://other.test/2', localStorage: { b: '2' } },
  ];
  gone = [1];

  expect((await readFrames(TAB)).map(({ url }) => url)).toEqual(['https://app.test/', 'https://other.test/2']);
});

it('gives no answer where the page is gone: its storage is not empty', async () => {
  frames = [{ url: 'https://app.test/' }];
  gone = [0];

  await expect(readFrames(TAB)).rejects.toThrow('No frame');
});
