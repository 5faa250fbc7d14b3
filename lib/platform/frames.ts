import { browser } from 'wxt/browser';
import type { FrameFacts } from '@/lib/messaging/protocol.ts';
import { MAX_STORED } from '@/lib/recording/bounds.ts';

/** Of all storage that is read of a page, the top frame's first. Characters of keys and values. */
const MAX_CHARACTERS = 8_000_000;

/**
 * Address and storage of the frames that this extension may read, each origin once: its frames share their storage,
 * and a page may have any number of them.
 */
export async function readFrames(tabId: number): Promise<FrameFacts[]> {
  const frames = await browser.scripting.executeScript({
    target: { tabId, allFrames: true },
    injectImmediately: true,
    func: nameOrigin,
  });
  const found = new Map<string, FrameFacts>();
  let budget = MAX_CHARACTERS;
  for (const { frameId, result: origin } of frames) {
    if (!origin || found.has(origin)) continue;
    const facts = await read(tabId, frameId, budget);
    if (!facts) continue;
    found.set(origin, facts);
    const entries = facts.areas.flatMap((area) => area.entries);
    budget -= entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  }
  return [...found.values()];
}

async function read(tabId: number, frameId: number, budget: number): Promise<FrameFacts | undefined> {
  try {
    const [frame] = await browser.scripting.executeScript({
      target: { tabId, frameIds: [frameId] },
      injectImmediately: true,
      func: readFrame,
      args: [budget, MAX_STORED],
    });
    return frame?.result;
  } catch (error) {
    // Any frame but the top one may be gone by now, and another of its origin be there.
    if (frameId !== 0) return undefined;
    throw error;
  }
}

/**
 * Runs in a frame, away from this module. A sandboxed frame is of an origin without storage, whatever its address;
 * `about:blank` and `srcdoc` are of the origin of who made them.
 */
const nameOrigin = () => (window.origin === 'null' ? `sandboxed ${location.origin}` : window.origin);

/** Runs in the frame's isolated world, away from this module: it may use nothing but its arguments. */
function readFrame(characters: number, most: number): FrameFacts {
  let budget = characters;
  const origin = window.origin === 'null' ? location.origin : window.origin;

  const readArea = (area: 'localStorage' | 'sessionStorage') => {
    const entries: [string, string][] = [];
    let omitted = 0;
    try {
      const storage = window[area];
      for (let index = 0; index < storage.length; index++) {
        const key = storage.key(index) ?? '';
        const value = (storage.getItem(key) ?? '').slice(0, most);
        const size = key.length + value.length;
        if (size > budget || key.length > most) omitted++;
        else {
          budget -= size;
          entries.push([key, value]);
        }
      }
    } catch {
      // A frame may be barred from its storage: sandboxed, or third-party storage blocked.
      return [];
    }
    return [{ origin, area, entries, omitted }];
  };
  // `about:blank` is no address to ask for cookies of.
  const url = origin === location.origin ? location.href : origin;
  return { url, areas: [...readArea('localStorage'), ...readArea('sessionStorage')] };
}
